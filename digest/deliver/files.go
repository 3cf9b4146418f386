package deliver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"recap/store"
)

// tempSuffix ends the names of files that are being written. They also begin with a dot, so that no site generator takes
// one for a post; the name is the same each time, so that a killed run leaves at most what the next one replaces.
const tempSuffix = ".recap-tmp"

// WriteFile gives the file at path these bytes and reports whether it had to: a file that has them already is not touched.
// Folders are made as needed. The bytes go to a file beside it, which is synced and renamed, so that a reader or a crash sees
// the old file or the new one, never a part. A link is followed; an existing file keeps its permissions.
func WriteFile(path string, data []byte) (written bool, err error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	mode := fs.FileMode(0o644)
	switch old, err := os.ReadFile(path); {
	case err == nil && bytes.Equal(old, data):
		return false, nil
	case err == nil:
		if info, err := os.Stat(path); err == nil {
			mode = info.Mode().Perm()
		}
	case !errors.Is(err, fs.ErrNotExist):
		return false, err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return false, err
	}
	temp := filepath.Join(dir, "."+filepath.Base(path)+tempSuffix)
	if err := writeSynced(temp, data, mode); err != nil {
		os.Remove(temp)
		return false, err
	}
	if err := os.Rename(temp, path); err != nil {
		os.Remove(temp)
		return false, err
	}
	return true, syncDir(dir)
}

// writeSynced writes a new file and waits until the disk has it.
func writeSynced(path string, data []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// syncDir waits until the disk has the names in dir.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// An EditedError says that a file is not as recap wrote it, and was left alone.
type EditedError struct {
	Path string
}

// Error names the file and the remedy.
func (e *EditedError) Error() string {
	return fmt.Sprintf("%s was changed by somebody else and is left as it is; delete it, or replace it with --revise", e.Path)
}

// Edited takes an error of Publish apart: into what it says of files that were left because somebody else had changed them, and the rest, nil if
// there is none.
func Edited(err error) (left []*EditedError, rest error) {
	errs := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		errs = joined.Unwrap()
	}
	var others []error
	for _, one := range errs {
		var edited *EditedError
		if errors.As(one, &edited) {
			left = append(left, edited)
		} else {
			others = append(others, one)
		}
	}
	return left, errors.Join(others...)
}

// A writer writes the files of one Publish and keeps the ledger.
type writer struct {
	in     Input
	output string
	rows   []store.Delivery // what the ledger says of the editions that share the output's files
	files  []File
	errs   []error
}

// newWriter reads the ledger. Files that show several editions were perhaps last written for another one.
func newWriter(ctx context.Context, output string, in Input) (*writer, error) {
	w := &writer{in: in, output: output}
	if in.Ledger == nil {
		return w, nil
	}
	seen := make(map[string]bool)
	for _, e := range append(in.All[:len(in.All):len(in.All)], in.Edition) {
		if seen[e.ID] {
			continue
		}
		seen[e.ID] = true
		rows, err := in.Ledger.Deliveries(ctx, e.ID)
		if err != nil {
			return nil, fmt.Errorf("output %s: %w", output, err)
		}
		w.rows = append(w.rows, rows...)
	}
	return w, nil
}

// write writes a file that belongs to the edition alone, unless somebody else changed it since. It records the delivery; a delivery that stands
// recorded is not recorded again. Errors are kept for result.
func (w *writer) write(ctx context.Context, path string, data []byte) {
	w.deliver(ctx, path, data, w.in.Revise)
}

// writeList is write for a file that shows several editions.
func (w *writer) writeList(ctx context.Context, path string, data []byte) {
	w.deliver(ctx, path, data, w.in.Revise || w.in.Lists)
}

// deliver is write; revise says whether a file is replaced that somebody else changed.
func (w *writer) deliver(ctx context.Context, path string, data []byte, revise bool) {
	if err := ctx.Err(); err != nil {
		w.errs = append(w.errs, err)
		return
	}
	written, err := w.put(path, data, revise)
	if err != nil {
		err = fmt.Errorf("output %s: %w", w.output, err)
		w.errs = append(w.errs, err)
		if err := w.record(ctx, path, "failed", w.lastSum(path), err.Error()); err != nil {
			w.errs = append(w.errs, fmt.Errorf("output %s: %w", w.output, err))
		}
		return
	}
	w.files = append(w.files, File{path, written, len(data)})
	if err := w.record(ctx, path, "delivered", sum(data), ""); err != nil {
		w.errs = append(w.errs, fmt.Errorf("output %s: %w", w.output, err))
	}
}

// put gives the file these bytes and reports whether it had to, or would have to in a dry run.
func (w *writer) put(path string, data []byte, revise bool) (bool, error) {
	old, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return false, err
	case bytes.Equal(old, data):
		return false, nil
	case !revise && !w.ours(path, sum(old)):
		return false, &EditedError{path}
	}
	if w.in.DryRun {
		return true, nil
	}
	return WriteFile(path, data)
}

// ours reports whether the ledger knows that recap wrote these bytes to path.
func (w *writer) ours(path, sum string) bool {
	return slices.ContainsFunc(w.rows, func(d store.Delivery) bool { return d.Recipient == path && d.Sum == sum })
}

// lastSum returns the sum of what this revision wrote to path before, or "". A failure keeps it, so that the file is still
// known when the cause is gone.
func (w *writer) lastSum(path string) string {
	for _, d := range w.rows {
		if d.Edition == w.in.Edition.ID && d.Revision == w.in.Edition.Revision && d.Output == w.output && d.Recipient == path {
			return d.Sum
		}
	}
	return ""
}

// record adds a row to the ledger unless it is there.
func (w *writer) record(ctx context.Context, path, state, sum, problem string) error {
	if w.in.Ledger == nil || w.in.DryRun {
		return nil
	}
	d := store.Delivery{Edition: w.in.Edition.ID, Revision: w.in.Edition.Revision, Output: w.output, Recipient: path, State: state, Sum: sum, At: w.in.Now, Error: problem}
	for _, have := range w.rows {
		have.At = d.At
		if have == d {
			return nil
		}
	}
	return w.in.Ledger.RecordDelivery(ctx, d)
}

// result returns what became of the files, and all errors.
func (w *writer) result() ([]File, error) { return w.files, errors.Join(w.errs...) }
