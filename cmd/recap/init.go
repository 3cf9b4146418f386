package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
)

// starter is the configuration that init writes.
//
//go:embed init.yaml
var starter []byte

func initCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "init",
		Short: "Write an annotated configuration to start from",
		Long:  "Write an annotated configuration to start from, to ./recap.yaml or where --config says. A file that exists is left as it is.",
		Args:  cobra.NoArgs,
		RunE: verb(func(*cobra.Command, []string) error {
			path := a.configPath()
			f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
			if errors.Is(err, fs.ErrExist) {
				return console.Usage("%s exists already and is left as it is; name another file with --config", path)
			}
			if err != nil {
				return console.Usage("%s cannot be written: %s", path, config.Reason(err))
			}
			_, err = f.Write(starter)
			if err := errors.Join(err, f.Close()); err != nil {
				return err
			}
			if !a.Quiet {
				fmt.Fprintf(a.Stdout, "wrote %s; put your sources into it, then run \"recap check --online\", \"recap ingest\" and \"recap digest\"\n", path)
			}
			return nil
		}),
	}
}
