package main

import (
	"context"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/edition"
	"recap/digest/deliver"
	"recap/store"
)

func exportCommand(a *app) *cobra.Command {
	var from, to, dir string
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write recaps and posts as JSON",
		Long:  "Write posts.jsonl (every stored post), recaps_index.json (newest first) and recaps/ID.json (every recorded edition) into a folder.",
		Args:  cobra.NoArgs,
		RunE: verb(func(cmd *cobra.Command, _ []string) error {
			c, err := a.load()
			if err != nil {
				return err
			}
			filter, err := filter(c, "", from, to)
			if err != nil {
				return err
			}
			return a.export(cmd.Context(), c, filter, dir)
		}),
	}
	f := cmd.Flags()
	f.StringVar(&from, "from", "", "from the start of `DATE`")
	f.StringVar(&to, "to", "", "to the end of `DATE`")
	f.StringVarP(&dir, "output", "o", "export", "the folder `DIR`, which is made if need be")
	return cmd
}

func (a *app) export(ctx context.Context, c *config.Config, filter store.Filter, dir string) error {
	db, err := readable(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := edition.ExportPosts(ctx, c, db, filter, filepath.Join(dir, "posts.jsonl")); err != nil {
		return err
	}
	all, err := edition.Editions(ctx, db, filter.From, filter.To)
	if err != nil {
		return err
	}
	if all, err = edition.Exported(ctx, c, db, all); err != nil {
		return err
	}
	return deliver.WriteJSON(dir, all)
}
