// Recap reads a community's mailing lists, feeds and hashtag streams into one SQLite file and writes, each day, the
// recap that a good community manager would have written.
//
// This package is the command line: each verb has a file named as it, app.go holds what verbs share and opens the
// database. What verbs do is done by the rooms below internal: config reads the configuration, collect reads sources,
// edition makes, holds and delivers editions, console is what is printed to. Those use the packages ingest, store and
// digest.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	_ "time/tzdata" // zones of the configuration must exist on machines without a zone database, too

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/collect"
	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
)

// The exit codes, as the README documents them.
const (
	exitOK          = 0  // all well; a skipped message is no failure
	exitUsage       = 1  // wrong usage or configuration
	exitPart        = 2  // part failed, the rest was kept
	exitNothing     = 3  // nothing could be done
	exitUndelivered = 4  // the edition was made but not delivered everywhere
	exitLocked      = 75 // another run holds the lock
)

func main() {
	ctx, release := stopping(os.Stderr, stopGrace, os.Exit)
	if _, set := os.LookupEnv("GOGC"); !set {
		collect.SpareHeap()
	}
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.LookupEnv)
	release()
	os.Exit(code)
}

// run executes one command line and returns its exit code. It reads no variable but through env and no clock but
// time.Now.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, env func(string) (string, bool)) int {
	return runAt(ctx, args, stdin, stdout, stderr, env, time.Now)
}

// runAt is run with a clock, and with what changes the program before it begins.
func runAt(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, env func(string) (string, bool), now func() time.Time, change ...func(*app)) int {
	a := &app{Console: &console.Console{Stdout: stdout, Stderr: stderr, Watched: console.IsTerminal(stderr), Columns: console.Columns(stdout)}, env: env, now: now}
	for _, f := range change {
		f(a)
	}
	root := a.command()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return a.exit(root.ExecuteContextC(ctx))
}

// exit prints what a command failed with and returns the exit code for it.
func (a *app) exit(cmd *cobra.Command, err error) int {
	var config config.Errors
	var called *console.UsageError
	var code *exitError
	switch {
	case err == nil:
		return exitOK
	case cmd.Context() != nil && cmd.Context().Err() != nil:
		sayStopped(a.Stderr)
		return exitPart
	case errors.As(err, &config):
		fmt.Fprintln(a.Stderr, config)
		return exitUsage
	case errors.As(err, &called):
		fmt.Fprintf(a.Stderr, "recap: %s\n", console.OneLine(err.Error()))
		return exitUsage
	case errors.As(err, &code):
		if code.err != nil {
			fmt.Fprintf(a.Stderr, "recap: %s\n", console.OneLine(code.err.Error()))
		}
		return code.code
	}
	what, _, _ := strings.Cut(err.Error(), "\n") // cobra's suggestions follow on lines of their own
	fmt.Fprintf(a.Stderr, "recap: %s; see \"%s --help\"\n", console.OneLine(what), cmd.CommandPath())
	return exitUsage
}

// An exitError ends the program with a code. A nil err has been printed already.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

// exitWith returns an error that ends the program with code and prints nothing; nil for exitOK.
func exitWith(code int) error {
	if code == exitOK {
		return nil
	}
	return &exitError{code: code}
}

// oneArg demands one argument, and says what it is for.
func oneArg(verb, what, example string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) == 1 {
			return nil
		}
		return console.Usage("%s needs %s, and only one; for example: %s", verb, what, example)
	}
}

// command returns the tree of commands.
func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:               "recap",
		Short:             "Write the daily recap of a community from its lists, feeds and hashtags",
		Args:              cobra.NoArgs,
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: false},
		RunE:              func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.configFile, "config", "", "configuration `FILE` (default $RECAP_CONFIG, else ./recap.yaml)")
	flags.BoolVarP(&a.Verbose, "verbose", "v", false, "print a line for each source and output")
	flags.BoolVarP(&a.Quiet, "quiet", "q", false, "print nothing but errors")
	root.MarkFlagsMutuallyExclusive("verbose", "quiet")
	root.AddCommand(
		initCommand(a), checkCommand(a), ingestCommand(a), digestCommand(a), publishCommand(a), runCommand(a),
		editCommand(a), draftCommand(a), proofCommand(a), statusCommand(a), outboxCommand(a), previewCommand(a), sourcesCommand(a),
		subscribersCommand(a), serveCommand(a), searchCommand(a),
		exportCommand(a), redactCommand(a), versionCommand(a), demoCommand(a),
	)
	return root
}

// verb wraps the work of a command, so that its errors carry an exit code: exitNothing where they name none.
func verb(f func(cmd *cobra.Command, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		err := f(cmd, args)
		var config config.Errors
		var called *console.UsageError
		var code *exitError
		if err == nil || errors.As(err, &config) || errors.As(err, &called) || errors.As(err, &code) {
			return err
		}
		return &exitError{exitNothing, err}
	}
}
