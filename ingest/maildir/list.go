package maildir

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/store"
)

// A maildirFile is one mail.
type maildirFile struct {
	folder string
	name   string // below the folder: new/BASE or cur/BASE:2,FLAGS
	link   bool   // a symbolic link
}

// path is the file's name for people.
func (f maildirFile) path() string { return filepath.Join(f.folder, f.name) }

// base returns what stays of the file's name while its mail moves from new to cur and changes its flags. Systems whose
// files may hold no colon write another mark.
func (f maildirFile) base() string {
	name := filepath.Base(f.name)
	for _, mark := range [...]string{":2,", "!2,", ";2,", ":1,"} {
		if i := strings.LastIndex(name, mark); i > 0 {
			return name[:i]
		}
	}
	return name
}

// id names the mail among those of all folders.
func (f maildirFile) id() string { return f.folder + "/" + f.base() }

// delivered returns the time in seconds that a name begins with, the zero time if it does not.
func (f maildirFile) delivered() time.Time {
	seconds, _, _ := strings.Cut(f.base(), ".")
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || n <= 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// newMaildirWalk lists the files that seen does not hold. It is an error if no folder can be listed; where one of
// several cannot, that is a gap.
func newMaildirWalk(path string, seen mailkind.NameSet) (*maildirWalk, error) {
	folders, err := maildirFolders(path)
	if err != nil {
		return nil, err
	}
	w := &maildirWalk{seen: make(mailkind.NameSet, len(seen))}
	var failed []error
	for _, folder := range folders {
		files, err := listMaildir(folder)
		if err != nil {
			failed = append(failed, err)
		}
		for _, f := range files {
			if seen.Has(f.id()) {
				w.seen.Add(f.id())
			} else {
				w.rest = append(w.rest, f)
			}
		}
	}
	switch {
	case len(failed) == len(folders):
		return nil, errors.Join(failed...)
	case len(failed) > 0:
		w.seen = seen // what could not be listed is not forgotten
		w.gap = fmt.Sprintf("%d of %d folders could not be read: %v", len(failed), len(folders), failed[0])
	}
	slices.SortFunc(w.rest, func(a, b maildirFile) int {
		return cmp.Or(a.delivered().Compare(b.delivered()), cmp.Compare(a.base(), b.base()), cmp.Compare(a.path(), b.path()))
	})
	// while a mail moves from new to cur it may be listed in both
	w.rest = slices.CompactFunc(w.rest, func(a, b maildirFile) bool { return a.id() == b.id() })
	return w, nil
}

// maildirFolders returns the folders that a path means: itself, or those that match it.
func maildirFolders(path string) ([]string, error) {
	if _, err := os.Stat(path); err == nil || !strings.ContainsAny(path, "*?[") {
		return []string{path}, err
	}
	found, err := filepath.Glob(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	var folders []string
	for _, folder := range found {
		if info, err := os.Stat(filepath.Join(folder, "cur")); err == nil && info.IsDir() {
			folders = append(folders, folder)
		}
	}
	if len(folders) == 0 {
		return nil, fmt.Errorf("no Maildir matches %s", path)
	}
	return folders, nil
}

// listMaildir returns the mails in new and cur of a folder. Mail that is still being delivered, in tmp, is left out,
// and so is what is no file.
func listMaildir(folder string) ([]maildirFile, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var files []maildirFile
	missing := 0
	for _, sub := range [...]string{"new", "cur"} {
		dir, err := root.Open(sub)
		if errors.Is(err, fs.ErrNotExist) {
			missing++
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", folder, err)
		}
		entries, err := dir.ReadDir(-1)
		dir.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", folder, err)
		}
		for _, e := range entries {
			link := e.Type()&fs.ModeSymlink != 0
			if (e.Type().IsRegular() || link) && !strings.HasPrefix(e.Name(), ".") {
				files = append(files, maildirFile{folder: folder, name: sub + "/" + e.Name(), link: link})
			}
		}
	}
	if missing == 2 {
		return nil, fmt.Errorf("%s is no Maildir: it holds neither new nor cur", folder)
	}
	return files, nil
}

// A maildirCursor is a mailkind.NameSet as the store keeps it.
type maildirCursor struct {
	Seen string `json:"seen"`
}

// decodeNameSet reads a cursor. One that cannot be read counts as none, so that everything is read again, which doubles
// nothing.
func decodeNameSet(cur store.Cursor) mailkind.NameSet {
	var c maildirCursor
	if !source.DecodeCursor(cur, &c) {
		return mailkind.NameSet{}
	}
	return mailkind.ParseNameSet(c.Seen)
}

// encodeNameSet returns the cursor.
func encodeNameSet(s mailkind.NameSet) (store.Cursor, error) {
	return json.Marshal(maildirCursor{s.Text()})
}
