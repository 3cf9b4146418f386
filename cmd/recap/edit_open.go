package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"

	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/digest/edit"
)

// editor returns the command of the user's editor, as a shell runs it.
func (a *app) editor() (string, error) {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if command, _ := a.env(name); command != "" {
			return command, nil
		}
	}
	return "", console.Usage("edit: there is no editor, VISUAL and EDITOR are not set; set one, or give the decisions with --set FILE or --json")
}

// openEditor lets the user change the list of a draft. The list is kept where it cannot be read, or nothing could be
// read from it; nil decisions mean that it was left as it was.
func openEditor(ctx context.Context, a *app, d *edition.Draft) (_ *edit.Decisions, err error) {
	command, err := a.editor()
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp("", "recap-edit-*.txt")
	if err != nil {
		return nil, err
	}
	d.File = f.Name()
	list := d.List()
	_, err = f.WriteString(list)
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "sh", "-c", command+` "$@"`, "editor", d.File)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stderr, os.Stderr // results alone go to stdout
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("editor %q: %w", console.OneLine(command), err)
	}
	data, err := readDecisions("--set", d.File, nil)
	if err != nil {
		return nil, err
	}
	if string(data) == list {
		return nil, nil
	}
	return edition.ParseList(d, d.File, data)
}

// keepList tells where the list of a failed edit is, and forgets that of one which is done.
func keepList(d *edition.Draft, err error) error {
	switch {
	case d.File == "":
		return err
	case err == nil:
		return os.Remove(d.File)
	}
	var code *exitError
	again := fmt.Errorf("%w; your list is kept: correct it and take it with \"recap edit %s --set %s\"", err, d.Due.DateOption(), d.File)
	if errors.As(err, &code) {
		return &exitError{code.code, again}
	}
	return again
}
