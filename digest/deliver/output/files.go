package output

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"recap/digest"
	"recap/store"
)

// An EditedError says that a file is not as recap wrote it, and was left alone.
type EditedError struct {
	Path string
}

// Error names the file and the remedy.
func (e *EditedError) Error() string {
	return fmt.Sprintf("%s was changed by somebody else and is left as it is; delete it, or replace it with --revise", e.Path)
}

// Edited takes an error of Publish apart: into what it says of files that were left because somebody else had changed
// them, and the rest, nil if there is none.
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

// A Writer writes the files of one Publish and keeps the ledger, in which files have the names that they have below the
// folder of their output: an installation that is moved knows its files again, and a copy of one leaves the other's
// alone.
type Writer struct {
	in     Input
	output string
	dir    string           // the folder of the output
	rows   []store.Delivery // what the ledger says of the editions that share the output's files
	files  []File
	errs   []error
}

// NewWriter reads the ledger. Files that show several editions were perhaps last written for another one.
func NewWriter(ctx context.Context, output, dir string, in Input) (*Writer, error) {
	w := &Writer{in: in, output: output, dir: dir}
	if in.Ledger == nil {
		return w, nil
	}
	ids := append(slices.Clone(in.Emptied), in.Edition.ID)
	for _, e := range in.All {
		ids = append(ids, e.ID)
	}
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		rows, err := in.Ledger.Deliveries(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("output %s: %w", output, err)
		}
		w.rows = append(w.rows, rows...)
	}
	return w, nil
}

// Write writes a file, called name below the output's folder, that belongs to the edition alone, unless somebody else
// changed it since. It records the delivery; a delivery that stands recorded is not recorded again. Errors are kept for
// Result.
func (w *Writer) Write(ctx context.Context, name string, data []byte) {
	w.deliver(ctx, name, data, w.in.Revise)
}

// WriteList is Write for a file that shows several editions.
func (w *Writer) WriteList(ctx context.Context, name string, data []byte) {
	w.deliver(ctx, name, data, w.in.Revise || w.in.Lists)
}

// deliver is Write; revise says whether a file is replaced that somebody else changed.
func (w *Writer) deliver(ctx context.Context, name string, data []byte, revise bool) {
	if err := ctx.Err(); err != nil {
		w.errs = append(w.errs, err)
		return
	}
	recipient := filepath.ToSlash(name)
	written, edited, err := w.put(name, data, revise)
	if err != nil {
		err = fmt.Errorf("output %s: %w", w.output, err)
		w.errs = append(w.errs, err)
		if err := w.record(ctx, recipient, "failed", w.lastSum(recipient), err.Error()); err != nil {
			w.errs = append(w.errs, fmt.Errorf("output %s: %w", w.output, err))
		}
		return
	}
	w.files = append(w.files, File{filepath.Join(w.dir, name), written, len(data), edited})
	if err := w.record(ctx, recipient, "delivered", sum(data), ""); err != nil {
		w.errs = append(w.errs, fmt.Errorf("output %s: %w", w.output, err))
	}
}

// put gives the file these bytes and reports whether it had to, or would have to in a dry run, and whether somebody else
// had changed it.
func (w *Writer) put(name string, data []byte, revise bool) (written, edited bool, err error) {
	old, _, err := ReadBelow(w.dir, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return false, false, err
	case bytes.Equal(old, data):
		return false, false, nil
	default:
		edited = !w.ours(filepath.ToSlash(name), sum(old))
	}
	if edited && !revise {
		return false, true, &EditedError{filepath.Join(w.dir, name)}
	}
	if w.in.DryRun {
		return true, edited, nil
	}
	Sweep(filepath.Dir(filepath.Join(w.dir, name)))
	written, err = WriteBelow(w.dir, name, data)
	return written, edited, err
}

// ours reports whether the ledger knows that recap wrote these bytes to a file of this name.
func (w *Writer) ours(name, sum string) bool {
	return slices.ContainsFunc(w.rows, func(d store.Delivery) bool { return d.Sum == sum && isCalled(d.Recipient, name) })
}

// isCalled reports whether a recipient of the ledger is a file of this name. Older versions wrote down whole paths.
func isCalled(recipient, name string) bool {
	return recipient == name || filepath.IsAbs(recipient) && strings.HasSuffix(filepath.ToSlash(recipient), "/"+name)
}

// lastSum returns the sum of what this revision wrote to a file of this name before, or "". A failure keeps it, so that
// the file is still known when the cause is gone.
func (w *Writer) lastSum(name string) string {
	for _, d := range w.rows {
		if d.Edition == w.in.Edition.ID && d.Revision == w.in.Edition.Revision && d.Output == w.output && isCalled(d.Recipient, name) {
			return d.Sum
		}
	}
	return ""
}

// record adds a row to the ledger unless it is there.
func (w *Writer) record(ctx context.Context, recipient, state, sum, problem string) error {
	if w.in.Ledger == nil || w.in.DryRun {
		return nil
	}
	d := store.Delivery{Edition: w.in.Edition.ID, Revision: w.in.Edition.Revision, Output: w.output,
		Recipient: recipient, State: state, Sum: sum, At: w.in.Now, Error: problem}
	for _, have := range w.rows {
		have.At = d.At
		if have == d {
			return nil
		}
	}
	return w.in.Ledger.RecordDelivery(ctx, d)
}

// Result returns what became of the files, and all errors.
func (w *Writer) Result() ([]File, error) { return w.files, errors.Join(w.errs...) }

// Refresh writes the file of another edition that shows this one, such as a neighbour's page, if it is there and as it
// was written; what somebody has changed or taken away is not this edition's business. The delivery is the other
// edition's.
func (w *Writer) Refresh(ctx context.Context, of *digest.Edition, name string, data []byte) {
	old, _, err := ReadBelow(w.dir, name)
	if err != nil || bytes.Equal(old, data) || !w.ours(name, sum(old)) {
		return
	}
	in := w.in
	in.Edition = of
	n := &Writer{in: in, output: w.output, dir: w.dir, rows: w.rows}
	n.Write(ctx, name, data)
	w.files, w.errs = append(w.files, n.files...), append(w.errs, n.errs...)
}

// sum returns the SHA-256 of data in hexadecimal.
func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

// Record notes what became of handing the edition to a recipient, unless it stands noted.
func (w *Writer) Record(ctx context.Context, recipient, state, problem string) {
	if err := w.record(ctx, recipient, state, "", problem); err != nil {
		w.Fail(fmt.Errorf("output %s: %w", w.output, err))
	}
}

// Fail keeps an error for Result.
func (w *Writer) Fail(err error) { w.errs = append(w.errs, err) }
