package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/alert"
	"recap/cmd/recap/internal/collect"
	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/store"
)

func runCommand(a *app) *cobra.Command {
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Read what is due, make the editions whose period has closed, publish them: the cron line",
		Long: `Read the sources that are due, make the editions whose period has closed and publish them. Before that it reads what came
back to the mailboxes of newsletters (the key bounces of an output).

It is made for cron: silent when all is well, errors on stderr with the name of the source or output, and an exit code. On a terminal
it says what it did and when the next edition is due. The first edition is that of the day of the first run, unless the digest has a since.

Exit codes: 0 all well, 2 some sources or mailboxes failed, 3 nothing could be done, 4 an edition could not be delivered everywhere, 75 another run holds the lock.`,
		Args: cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			if dryRun {
				return a.dryRun(cmd.Context(), c)
			}
			db, done, err := a.writable(cmd.Context(), c)
			if errors.Is(err, store.ErrLocked) {
				if err := watchOf(a, c).Blocked(cmd.Context(), lockOf(c)); err != nil {
					a.Complain(fmt.Errorf("alerts: %w", err))
				}
			}
			if err != nil {
				return err
			}
			code, err := a.run(cmd.Context(), c, db, collect.Options{})
			if err := errors.Join(err, done()); err != nil {
				return err
			}
			if code == exitOK {
				watchOf(a, c).Ping(cmd.Context())
			}
			return exitWith(code)
		}),
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "say what would be done, and write nothing at all")
	return cmd
}

// run reads, makes and publishes, tells what is wrong then, and returns the exit code of what failed on the way.
func (a *app) run(ctx context.Context, c *config.Config, db store.DB, o collect.Options) (int, error) {
	desk, tried := a.desk(c, db), map[string]error{}
	desk.Tried = func(output string, err error) {
		if before, ok := tried[output]; !ok || before != nil { // one edition that an output took is enough
			tried[output] = err
		}
	}
	code, err := work(ctx, a, c, db, desk, o)
	if ctx.Err() == nil {
		if err := watchOf(a, c).AfterRun(ctx, db, desk, tried); err != nil {
			a.Complain(fmt.Errorf("alerts: %w", err))
		}
	}
	return code, err
}

// work is run without what follows it.
func work(ctx context.Context, a *app, c *config.Config, db store.DB, desk *edition.Desk, o collect.Options) (int, error) {
	begun, err := edition.Begun(ctx, c, db)
	if err != nil {
		return 0, err
	}
	report, err := a.collector(c, db).Ingest(ctx, o)
	if err != nil {
		return 0, err
	}
	if report.Read == 0 {
		a.Say("no source was due")
	} else {
		a.Say("%s", report)
	}
	lost, err := takeReturns(ctx, a, c, db)
	if err != nil {
		return 0, err
	}
	made, failed, err := desk.Run(ctx)
	if err == nil && (a.Watched || a.Verbose) {
		err = sayStanding(ctx, a, desk, !begun && made == 0)
	}
	code := codeOfReport(report)
	switch {
	case err != nil:
		return 0, err
	case failed:
		code = exitUndelivered
	case code == exitNothing && made > 0, code == exitOK && lost:
		code = exitPart
	}
	return code, nil
}

// sayStanding tells a person who watches which editions lack posts that came later, and which edition comes next and
// when: after the first run, which made none, that of each digest, later the one that comes first.
func sayStanding(ctx context.Context, a *app, desk *edition.Desk, first bool) error {
	missed, err := edition.MissedPosts(ctx, desk)
	if err != nil {
		return err
	}
	for _, m := range missed {
		a.Say("%s", m)
	}
	coming, err := desk.Coming(ctx)
	if err != nil || len(coming) == 0 {
		return err
	}
	if !first {
		a.Say("next edition: %s", edition.First(coming).Text(a.now()))
		return nil
	}
	for _, one := range coming {
		a.Say("first edition: %s", one.Text(a.now()))
	}
	a.Say("each \"recap run\" reads what is due, and publishes an edition once it is due: let cron or a timer call it; \"recap digest --date DATE\" prints the recap of an earlier day")
	return nil
}

// watchOf returns who looks after runs.
func watchOf(a *app, c *config.Config) *alert.Watch {
	return &alert.Watch{Console: a.Console, Config: c, Now: a.now}
}

// dryRun prints what run would do. Sources are not read, so the editions are those of the posts that are stored.
func (a *app) dryRun(ctx context.Context, c *config.Config) error {
	var db store.DB
	if err := haveDatabase(c); err == nil {
		if db, err = readable(ctx, c); err != nil {
			return err
		}
		defer db.Close()
	}
	due, err := a.collector(c, db).Due(ctx)
	if err != nil {
		return err
	}
	for _, name := range due {
		fmt.Fprintf(a.Stdout, "would read %s\n", console.OneLine(name))
	}
	return a.desk(c, db).PlanRun(ctx)
}
