// Package maildir reads a folder into which a mail server delivers, one file for each mail. It is the shortest kind,
// and the example for new ones.
package maildir

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/store"
)

// Config reads a folder into which a mail server delivers, one file for each mail
// (https://cr.yp.to/proto/maildir.html), also a folder of a Maildir++ such as Maildir/.lists.dev. It writes nothing,
// leaves new mail marked as new, and takes no notice of flags. Folders within the folder are sources of their own.
type Config struct {
	Path    string `yaml:"path" value:"path"`         // the folder that holds new and cur, or a pattern such as ~/Maildir/.lists.*
	List    string `yaml:"list" value:"list"`         // the list's address, for mail that names no list; default none
	Archive string `yaml:"archive" value:"permalink"` // permalink for mail that carries none, with {message_id}; default none
}

// About implements source.Kind.
func (m *Config) About() source.About {
	return source.About{
		Form: store.FormMail, Place: source.List, Needs: []string{"path"},
		Where: m.Path, Local: true, Archive: true,
		Pace: source.Pace, Again: true,
	}
}

// Mail implements mailkind.Kind.
func (m *Config) Mail() mailkind.Options { return mailkind.Options{List: m.List, Archive: m.Archive} }

// Open implements source.Kind.
func (m *Config) Open(_ string, env source.Env) (source.Source, error) {
	path := strings.TrimSpace(m.Path)
	switch {
	case path == "":
		return nil, errors.New("maildir: has no path; set path to the folder that holds new and cur")
	case fetch.IsWebAddress(path):
		return nil, fmt.Errorf("maildir: path %s is a web address; a Maildir is a folder on this machine", fetch.Redact(path))
	}
	if err := mailkind.Check("maildir", m.List, m.Archive); err != nil {
		return nil, err
	}
	return &maildirSource{path: path, perPage: mailkind.PageMessages,
		mail: mailkind.Reader{Kind: "maildir", List: m.List, Archive: m.Archive, Env: env}}, nil
}

// A maildirSource is the folder of one configuration, or the folders that match its pattern. Between two pages it keeps
// the list of files that are still to be read.
type maildirSource struct {
	path    string
	perPage int // messages
	mail    mailkind.Reader

	at   string // the cursor of the last page
	walk *maildirWalk
}

// A maildirWalk is one way through all files that were not read before.
type maildirWalk struct {
	seen  mailkind.NameSet // files that were read
	rest  []maildirFile    // files that were not, the oldest first
	gap   string
	moved map[string]string // id to name, of folders in which a file was not where it had been listed
}

// Fetch implements Source. A page ends after 2,000 messages or 5 MiB.
func (s *maildirSource) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	if s.walk == nil || s.at != string(cur) {
		s.walk = nil
		w, err := newMaildirWalk(s.path, decodeNameSet(cur))
		if err != nil {
			return source.Page{}, err
		}
		s.walk = w
	}
	w := s.walk
	page := source.Page{Gap: w.gap}
	messages, err := w.messages(ctx, s.perPage, &page)
	if err == nil {
		err = s.mail.Posts(ctx, messages, &page)
	}
	if err == nil {
		page.Next, err = encodeNameSet(w.seen)
	}
	if err != nil {
		s.walk = nil
		return source.Page{}, err
	}
	s.at = string(page.Next)
	if page.More = len(w.rest) > 0; !page.More {
		s.walk = nil
	}
	return page, nil
}

// messages reads the files of one page. A file that is gone meanwhile is passed over; one that cannot be read is tried
// again by the next run.
func (w *maildirWalk) messages(ctx context.Context, most int, page *source.Page) ([]mailkind.Message, error) {
	var found []mailkind.Message
	w.moved = nil
	for size := 0; len(found) < most && size < fetch.PageBytes && len(w.rest) > 0; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		file := w.rest[0]
		w.rest = w.rest[1:]
		raw, err := w.read(file)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case errors.Is(err, errTooLarge):
			page.Skipped = append(page.Skipped, fmt.Errorf("%s: %w", file.path(), err))
			w.seen.Add(file.id())
		case err != nil:
			page.Skipped = append(page.Skipped, fmt.Errorf("%s: %w", file.path(), err))
		default:
			found = append(found, mailkind.Message{Message: box.Message{Raw: raw, Envelope: file.delivered()}, Item: file.path()})
			w.seen.Add(file.id())
			size += len(raw)
			page.Read += int64(len(raw))
		}
	}
	return found, nil
}

// errTooLarge is the error of a mail that no reader should take.
var errTooLarge = fmt.Errorf("a message larger than %d MiB", box.MaxMessage>>20)

// read returns what a file holds. A file that is not where it was is looked for under the name that its new flags gave
// it.
func (w *maildirWalk) read(file maildirFile) ([]byte, error) {
	raw, err := file.read()
	if !errors.Is(err, fs.ErrNotExist) {
		return raw, err
	}
	if _, listed := w.moved[file.folder]; !listed {
		files, err := listMaildir(file.folder)
		if err != nil {
			return nil, err
		}
		if w.moved == nil {
			w.moved = make(map[string]string)
		}
		w.moved[file.folder] = ""
		for _, f := range files {
			w.moved[f.id()] = f.name
		}
	}
	name, ok := w.moved[file.id()]
	if !ok || name == file.name {
		return nil, fs.ErrNotExist
	}
	file.name = name
	return file.read()
}

// read returns the file's bytes. Nothing outside the Maildir is opened, whatever links stand in it.
func (f maildirFile) read() ([]byte, error) {
	if f.link {
		return nil, errors.New("a symbolic link, which is not followed; put the mail itself there")
	}
	root, err := os.OpenRoot(f.folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	file, err := root.Open(f.name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, box.MaxMessage+1))
	if err == nil && len(raw) > box.MaxMessage {
		return nil, errTooLarge
	}
	return raw, err
}
