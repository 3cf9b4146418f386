package alert

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"recap/cmd/recap/internal/console"
	"recap/digest/deliver/output"
)

// lockLate is how long a run may take. A first read of many years may take longer, and is worth to be told.
const lockLate = 2 * time.Hour

// note returns where it stands what was told of a lock that is held: beside the lock, because the database belongs to
// who holds it.
func (w *Watch) note() string { return w.Config.Database + ".lock.told" }

// Blocked tells that another run has held the lock file for hours, if it has, once until a run gets the lock again. Who
// takes the lock touches its file, so that the age of the file is how long it has been held.
func (w *Watch) Blocked(ctx context.Context, lock string) error {
	if !w.Config.Alerts.Any() {
		return nil
	}
	info, err := os.Stat(lock)
	if err != nil || w.Now().Sub(info.ModTime()) < lockLate {
		return err
	}
	s, err := w.readNote()
	if err != nil {
		return err
	}
	if s == nil {
		s = &State{}
	}
	since := info.ModTime()
	text := fmt.Sprintf("a run has held the lock %s since %s, and no other can begin", lock, day(since.In(w.Config.Zone)))
	s.Note([]Finding{{Locked, lock, console.OneLine(text), since}}, w.Now())
	keep := func() error { return w.writeNote(s) }
	if err := keep(); err != nil {
		return err
	}
	return w.tell(ctx, s, keep)
}

// released takes over into s what was told, or could not be told, of a lock that is free again. forget removes the note
// of it and is to be called once s is kept.
func (w *Watch) released(s *State) (forget func(), err error) {
	noted, err := w.readNote()
	if err != nil || noted == nil {
		return func() {}, err
	}
	for key, e := range noted.Entries {
		if s.Entries == nil {
			s.Entries = map[string]*Entry{}
		}
		e.Over = w.Now().UTC()
		s.Entries[key] = e
	}
	return func() { os.Remove(w.note()) }, nil
}

// readNote returns the state beside the lock, nil if there is none. One that was cut off by a kill says nothing.
func (w *Watch) readNote() (*State, error) {
	data, _, err := output.ReadFile(w.note())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	s := &State{}
	if json.Unmarshal(data, s) != nil {
		return &State{}, nil
	}
	return s, nil
}

func (w *Watch) writeNote(s *State) error {
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = output.WriteFile(w.note(), data)
	return err
}
