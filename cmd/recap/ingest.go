package main

import (
	"errors"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/collect"
)

func ingestCommand(a *app) *cobra.Command {
	var o collect.Options
	var since string
	cmd := &cobra.Command{
		Use:   "ingest [SOURCE...]",
		Short: "Read every source that is due, or the ones named",
		Long: `Read every source that is due, or the ones named, into the database.

A source that is named, and every source with --since or --reread, is read before it is due. A server that asked for a pause gets it in any
case. None of the options ever doubles a post. Exit codes: 0 all well, 2 some sources failed, 3 all of them, 75 another run holds the lock.`,
		RunE: verb(func(cmd *cobra.Command, args []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			o.Names = args
			if o.Since, err = dateFlag("since", since); err != nil {
				return err
			}
			if err := c.HaveSources(o.Names); err != nil {
				return err
			}
			db, done, err := a.writable(cmd.Context(), c)
			if err != nil {
				return err
			}
			report, err := a.collector(c, db).Ingest(cmd.Context(), o)
			if err := errors.Join(err, done()); err != nil {
				return err
			}
			a.Say("%s", report)
			return exitWith(codeOfReport(report))
		}),
	}
	cmd.Flags().StringVar(&since, "since", "", "walk back to `DATE`, even where a source was read before; an interrupted walk goes on with the next read")
	cmd.Flags().BoolVar(&o.Force, "force", false, "read also what is not due or was disabled")
	cmd.Flags().BoolVar(&o.Reread, "reread", false, "read from the beginning, whatever was read before")
	return cmd
}

// codeOfReport returns the exit code that a report stands for. What failed has been printed already.
func codeOfReport(r collect.Report) int {
	switch r.Failed {
	case 0:
		return exitOK
	case r.Read:
		return exitNothing
	}
	return exitPart
}
