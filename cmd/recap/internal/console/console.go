// Package console is what the program prints to: results on stdout, everything else on stderr, in words that a person
// reads and without characters that would steer a terminal. It also shows how far reading has come.
package console

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// A Console is what one call of the program prints to. Results go to stdout, all else to stderr.
type Console struct {
	Stdout  io.Writer
	Stderr  io.Writer
	Verbose bool
	Quiet   bool
	Watched bool // a person sees stderr
	Columns int  // how wide the terminal is that stdout is; 0 if it is none
}

// Note prints a line to stderr if -v is given.
func (c *Console) Note(format string, args ...any) {
	if c.Verbose {
		fmt.Fprintln(c.Stderr, OneLine(fmt.Sprintf(format, args...)))
	}
}

// Say prints a line to stderr if a person watches, unless -q is given, and with -v in any case.
func (c *Console) Say(format string, args ...any) {
	if c.Verbose || c.Watched && !c.Quiet {
		fmt.Fprintln(c.Stderr, OneLine(fmt.Sprintf(format, args...)))
	}
}

// Complain prints an error to stderr, always, but for those that only say that the program was told to stop.
func (c *Console) Complain(err error) {
	if stopped(err) {
		return
	}
	fmt.Fprintf(c.Stderr, "recap: %s\n", OneLine(err.Error()))
}

// stopped reports whether err is but the echo of a signal, which is told once, at the end.
func stopped(err error) bool { return errors.Is(err, context.Canceled) }
