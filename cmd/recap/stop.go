package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// stopGrace is how long after a signal the work may go on. All that ends by itself until then leaves nothing half done;
// what is cut off is stored up to its last page.
const stopGrace = 4 * time.Second

// stopping returns a context that SIGINT and SIGTERM end, and takes care that the program ends, too: what hears of the
// signal in time is done as always, and what does not, such as the parser of a large input, is ended by exit after
// grace, or at once by a second signal. The database is whole at every moment.
func stopping(stderr io.Writer, grace time.Duration, exit func(code int)) (ctx context.Context, release func()) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	done := make(chan struct{})
	go func() {
		select {
		case <-signals:
			cancel()
		case <-done:
			return
		}
		select {
		case <-time.After(grace):
		case <-signals:
		case <-done:
			return
		}
		sayStopped(stderr)
		exit(exitPart)
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(done)
		cancel()
	}
}

// sayStopped prints what a person who stopped the program wants to know.
func sayStopped(stderr io.Writer) {
	fmt.Fprintln(stderr, "recap: stopped; what was read until now is stored, and the next run goes on from there")
}
