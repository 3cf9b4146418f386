package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/collect"
	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/store"
)

func runCommand(a *app) *cobra.Command {
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Read what is due, make the editions whose period has closed, publish them: the cron line",
		Long: `Read the sources that are due, make the editions whose period has closed and publish them.

It is made for cron: silent when all is well, errors on stderr with the name of the source or output, and an exit code: 0 all well,
2 some sources failed, 3 nothing could be done, 4 an edition could not be delivered everywhere, 75 another run holds the lock.`,
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
			if err != nil {
				return err
			}
			code, err := a.run(cmd.Context(), c, db, collect.Options{})
			if err := errors.Join(err, done()); err != nil {
				return err
			}
			return exitWith(code)
		}),
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "say what would be done, and write nothing at all")
	return cmd
}

// run reads, makes and publishes, and returns the exit code of what failed on the way.
func (a *app) run(ctx context.Context, c *config.Config, db store.DB, o collect.Options) (int, error) {
	report, err := a.collector(c, db).Ingest(ctx, o)
	if err != nil {
		return 0, err
	}
	made, failed, err := a.desk(c, db).Run(ctx)
	code := codeOfReport(report)
	switch {
	case err != nil:
		return 0, err
	case failed:
		code = exitUndelivered
	case code == exitNothing && made > 0:
		code = exitPart
	}
	return code, nil
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
