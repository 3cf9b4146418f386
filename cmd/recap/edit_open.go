package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"recap/digest/edit"
)

// editor returns the command of the user's editor, as a shell runs it.
func (a *app) editor() (string, error) {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if command, _ := a.env(name); command != "" {
			return command, nil
		}
	}
	return "", usage("edit: there is no editor, VISUAL and EDITOR are not set; set one, or give the decisions with --set FILE or --json")
}

// openEditor lets the user change the list of a draft. The list is kept where it cannot be read, or nothing could be read from it; nil
// decisions mean that it was left as it was.
func (a *app) openEditor(ctx context.Context, d *draft) (_ *edit.Decisions, err error) {
	command, err := a.editor()
	if err != nil {
		return nil, err
	}
	f, err := os.CreateTemp("", "recap-edit-*.txt")
	if err != nil {
		return nil, err
	}
	d.file = f.Name()
	list := d.list()
	_, err = f.WriteString(list)
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "sh", "-c", command+` "$@"`, "editor", d.file)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stderr, os.Stderr // results alone go to stdout
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("editor %q: %w", oneLine(command), err)
	}
	data, err := readDecisions(d.file, nil)
	if err != nil {
		return nil, err
	}
	if string(data) == list {
		return nil, nil
	}
	return parseList(d, d.file, data)
}

// keepList tells where the list of a failed edit is, and forgets that of one which is done.
func (d *draft) keepList(err error) error {
	switch {
	case d.file == "":
		return err
	case err == nil:
		return os.Remove(d.file)
	}
	var code *exitError
	again := fmt.Errorf("%w; your list is kept: correct it and take it with \"recap edit %s --set %s\"", err, d.due.dateOption(), d.file)
	if errors.As(err, &code) {
		return &exitError{code.code, again}
	}
	return again
}
