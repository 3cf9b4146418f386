package edition

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"recap/digest/deliver/output"
)

// A redoneFile is a file that told a post which was taken out.
type redoneFile struct {
	Path    string
	removed bool // it is there no more; else it was written anew
	edited  bool // somebody else had changed it, and that is gone
	// why it was left as it is, though it may tell what was taken out: a person has to look, and what to do is said; nil:
	// it was not left
	left error
}

// Left says why the file was left as it is, though it may tell what was taken out, and what to do; nil: it was not.
func (f redoneFile) Left() error { return f.left }

func (f redoneFile) String() string {
	if f.removed {
		return "removed " + f.Path
	}
	if f.edited {
		return "wrote " + f.Path + ", which somebody else had changed: that is gone"
	}
	return "wrote " + f.Path
}

// gather adds files to those of other editions. Several share lists and feeds: each file is there once, as it came to
// stand.
func gather(files, more []redoneFile) []redoneFile {
	for _, f := range more {
		if i := slices.IndexFunc(files, func(have redoneFile) bool { return have.Path == f.Path }); i >= 0 {
			f.edited = f.edited || files[i].edited && !f.removed
			files = slices.Delete(files, i, i+1)
		}
		files = append(files, f)
	}
	return files
}

// left names the files of another edition that an output left because somebody changed them, and returns what else
// failed.
func (r *redoing) left(name string, err error) error {
	files, err := output.Edited(err)
	for _, f := range files {
		r.name(f.Path, fmt.Errorf("output %s: %w", name, f))
	}
	return err
}

// name says once why a file was left as it is.
func (r *redoing) name(path string, why error) {
	if !r.named[path] {
		r.named[path] = true
		r.Complain(why)
	}
}

// leave notes once that a file was left as it is, though it may tell what was taken out.
func (r *redoing) leave(path string, why error) {
	if !r.named[path] {
		r.named[path] = true
		r.files = append(r.files, redoneFile{Path: path, left: why})
	}
}

// A knownFile is what the ledger says of one file. It knows what outputs wrote, for which edition, and not what else
// stood in it: that a list which was written for a later edition shows an earlier one, too, is seen in the file alone.
type knownFile struct {
	sums   []string // of all that was written there
	own    bool     // for the edition that is made anew
	others bool     // for other editions
}

// knownFiles returns by path what the ledger says of files that were not written anew, if they were written for the
// edition or by an output that is no longer configured.
func (r *redoing) knownFiles(ctx context.Context) (map[string]*knownFile, error) {
	records, err := r.DB.Editions(ctx, "", time.Time{}, time.Time{})
	if err != nil {
		return nil, err
	}
	where, err := loadFolders(ctx, r.Config, r.DB)
	if err != nil {
		return nil, err
	}
	files, gone := map[string]*knownFile{}, map[string]bool{}
	for _, e := range records {
		if e.ID == r.record.ID {
			r.record.Slug = e.Slug // by which lists name it, too
		}
		rows, err := r.DB.Deliveries(ctx, e.ID)
		if err != nil {
			return nil, err
		}
		for _, d := range rows {
			if d.Sum == "" { // a mail, or a file that could not be written
				continue
			}
			places := where.places(r.Config, d)
			if len(places) == 0 && e.ID == r.record.ID {
				r.leave(d.Output+" "+d.Recipient, fmt.Errorf("%s told what is taken out, and nobody here knows where the output %s, which is not configured, wrote it; look for it and delete it", d.Recipient, d.Output))
			}
			for _, path := range places {
				if r.fresh[path] {
					continue
				}
				f := files[path]
				if f == nil {
					f = &knownFile{}
					files[path] = f
				}
				f.sums = append(f.sums, d.Sum)
				f.own = f.own || e.ID == r.record.ID
				f.others = f.others || e.ID != r.record.ID
				gone[path] = gone[path] || r.Config.OutputNamed(d.Output) == nil
			}
		}
	}
	maps.DeleteFunc(files, func(path string, f *knownFile) bool { return !f.own && !gone[path] })
	return files, nil
}

// clear removes the files of older revisions that no output writes any more. One that somebody has changed is named and
// left, and so is one that was never written for this edition and names it nevertheless.
func (r *redoing) clear(ctx context.Context) error {
	files, err := r.knownFiles(ctx)
	if err != nil {
		return err
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		output.Sweep(filepath.Dir(path))
		removed, err := r.clearFile(path, files[path])
		if err != nil {
			r.failed = true
			r.Complain(err)
		}
		if removed {
			r.files = append(r.files, redoneFile{Path: path, removed: true})
		}
	}
	slices.SortFunc(r.files, func(x, y redoneFile) int { return strings.Compare(x.Path, y.Path) })
	return nil
}

// clearFile is clear for one file.
func (r *redoing) clearFile(path string, f *knownFile) (removed bool, err error) {
	const remedy = "look whether it tells what was taken out, and take that out of it"
	data, _, err := output.ReadFile(path)
	h := sha256.Sum256(data)
	var noFile *output.NotFileError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case errors.As(err, &noFile):
		r.leave(path, fmt.Errorf("%w; %s", err, remedy))
	case err != nil && f.own:
		return false, err
	case r.failed: // perhaps an output that failed still wants it
	case err != nil:
		r.leave(path, fmt.Errorf("%w; %s", err, remedy))
	case !f.own && r.names(data):
		r.leave(path, fmt.Errorf("%s names the edition %s, and its output is no longer configured; %s, or delete it, or configure its output and publish", path, r.record.ID, remedy))
	case !f.own:
	case !slices.Contains(f.sums, hex.EncodeToString(h[:])) && f.others:
		r.leave(path, fmt.Errorf("%s was changed by somebody else and is left as it is; %s, or delete it, or configure its output and publish with --revise", path, remedy))
	case !slices.Contains(f.sums, hex.EncodeToString(h[:])):
		r.leave(path, fmt.Errorf("%s was changed by somebody else and is left as it is; %s", path, remedy))
	default:
		return r.remove(path, f)
	}
	return false, nil
}

// remove removes a file that nobody has changed.
func (r *redoing) remove(path string, f *knownFile) (removed bool, err error) {
	if err := os.Remove(path); err != nil {
		return false, err
	}
	if f.others {
		r.Complain(fmt.Errorf("%s is removed, though other editions stood in it, because no output writes it without %s; "+
			"configure its output and publish to have it back", path, r.record.ID))
	}
	return true, nil
}

// names reports whether a file names the edition, otherwise than as a neighbour.
func (r *redoing) names(data []byte) bool {
	data = regexp.MustCompile(`<(?:a|link) rel="(?:prev|next)"[^>]*>`).ReplaceAll(data, nil)
	return bytes.Contains(data, []byte(r.record.ID)) || r.record.Slug != "" && bytes.Contains(data, []byte(r.record.Slug))
}
