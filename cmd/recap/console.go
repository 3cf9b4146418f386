package main

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// A console is what one call of the program prints to. Results go to stdout, all else to stderr.
type console struct {
	stdout  io.Writer
	stderr  io.Writer
	verbose bool
	quiet   bool
	watched bool // a person sees stderr
}

// note prints a line to stderr if -v is given.
func (c *console) note(format string, args ...any) {
	if c.verbose {
		fmt.Fprintln(c.stderr, oneLine(fmt.Sprintf(format, args...)))
	}
}

// say prints a line to stderr if a person watches, unless -q is given, and with -v in any case.
func (c *console) say(format string, args ...any) {
	if c.verbose || c.watched && !c.quiet {
		fmt.Fprintln(c.stderr, oneLine(fmt.Sprintf(format, args...)))
	}
}

// complain prints an error to stderr, always, but for those that only say that the program was told to stop.
func (c *console) complain(err error) {
	if stopped(err) {
		return
	}
	fmt.Fprintf(c.stderr, "recap: %s\n", oneLine(err.Error()))
}

// stopped reports whether err is but the echo of a signal, which is told once, at the end.
func stopped(err error) bool { return errors.Is(err, context.Canceled) }
