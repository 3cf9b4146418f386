// Package pipermail reads the archive of a Mailman 2 list: the index names the volumes, each of which is a mailbox, and
// the page of a volume has the addresses of its mails.
package pipermail

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/mailkind"
	"recap/ingest/source"
	"recap/store"
)

// Config reads a Mailman 2 archive: the text files that its index page lists, one for each month, quarter, week, day or
// year. The files lack what Mailman did not copy into them, so a post's list is the configured one, and its permalink
// is looked up on the page that lists the volume by threads.
type Config struct {
	// address of the archive's index page, such as https://lists.example.org/pipermail/dev/
	URL          string `yaml:"url" value:"url"`
	List         string `yaml:"list" value:"list"`         // the list's address, which the archive does not tell; default none
	Archive      string `yaml:"archive" value:"permalink"` // permalink instead of the archive's own, with {message_id}; default none
	AllowPrivate bool   `yaml:"allow_private"`             // the server's name may lead to a private address; default false
}

// About implements source.Kind.
func (c *Config) About() source.About {
	return source.About{
		Form: store.FormMail, Place: source.List, Needs: []string{"url"},
		Where: c.URL, Archive: true,
		Pace: source.Pace,
	}
}

// Mail implements mailkind.Kind.
func (c *Config) Mail() mailkind.Options {
	return mailkind.Options{List: c.List, Archive: c.Archive, Derived: true, ListCharset: true}
}

// Open implements source.Kind.
func (c *Config) Open(_ string, env source.Env) (source.Source, error) {
	u, err := mailkind.URL("pipermail", c.URL, "https://lists.example.org/pipermail/dev/")
	if err != nil {
		return nil, err
	}
	if err := mailkind.Check("pipermail", c.List, c.Archive); err != nil {
		return nil, err
	}
	return &pipermailSource{cfg: c, env: env, index: u,
		mail: mailkind.Reader{Kind: "pipermail", List: c.List, Archive: c.Archive, Env: env}}, nil
}

// How volumes that are complete are looked after. They change when somebody takes a message out.
const (
	freshVolumes = 2                   // the newest ones, which are asked for in every run
	recheckAfter = 30 * 24 * time.Hour // a volume that the index shows unchanged is asked for again after so long
	rechecks     = 5                   // and at most so many in one run
	smallPage    = 200                 // messages with which a page is large enough to be stored
)

// pipermailSource is the source of kind pipermail. Between two pages it keeps the open volume; a cursor that is not the
// one of the last page starts anew from what it says.
type pipermailSource struct {
	cfg   *Config
	env   source.Env
	index *url.URL
	mail  mailkind.Reader
	run   *pipermailRun
}

// A pipermailCursor is how far an archive was read.
type pipermailCursor struct {
	URL     string                `json:"url"`
	Floor   string                `json:"floor,omitempty"` // volumes that end before this day are not wanted; "" for none
	Volumes map[string]volumeMark `json:"volumes"`         // by their names
}

// A volumeMark is how far one volume was read. Offsets are of the text, so that they hold whether it came packed or
// not.
type volumeMark struct {
	box.Mark
	File  string    `json:"file"`            // which of the volume's files it was
	Label string    `json:"label,omitempty"` // what the index said of it, "[ Gzip'd Text 5 KB ]"
	Asked time.Time `json:"asked"`           // when the server was last asked for it
}

// A pipermailRun is one way through the volumes, oldest first.
type pipermailRun struct {
	at      string // the cursor of the last page
	cursor  pipermailCursor
	charset string
	rest    []volume
	size    int64   // bytes of all volumes that this run asks for, as the index shows them
	tried   int     // volumes that the server was asked for
	damaged []error // of those, what kept some from being read to their end
	failing int     // how many requests in a row failed for a reason that lies in the host or on the way
	failed  error   // why the run ends here, once what was read is stored
	open    *openVolume
}

// Fetch reads some small volumes, or one, or the next 2,000 messages or 5 MiB of it. Each run asks for the index, for
// volumes that were not read to their end or that the index shows changed, and for the newest two. A volume that cannot
// be read does not keep the others from being read.
func (s *pipermailSource) Fetch(ctx context.Context, cur store.Cursor) (source.Page, error) {
	if err := ctx.Err(); err != nil {
		return source.Page{}, err
	}
	if s.run == nil || s.run.at != string(cur) {
		run, err := s.begin(ctx, cur)
		if err != nil {
			return source.Page{}, err
		}
		s.run = run
	}
	page, err := s.page(ctx, s.run)
	if err == nil {
		page.Next, err = json.Marshal(s.run.cursor)
	}
	if err != nil || !page.More {
		s.run = nil
		return page, err
	}
	s.run.at = string(page.Next)
	return page, nil
}

// page reads the next page of a run: small volumes are put together, a large one is parted.
func (s *pipermailSource) page(ctx context.Context, r *pipermailRun) (page source.Page, err error) {
	for r.failed == nil && (r.open != nil || len(r.rest) > 0) {
		if r.open == nil {
			r.failed, err = s.next(ctx, r, &page)
		} else {
			r.failed, err = s.read(ctx, r, &page)
		}
		if err != nil {
			return source.Page{}, err
		}
		if len(page.Posts)+page.Known >= smallPage {
			page.More = r.failed != nil || r.open != nil || len(r.rest) > 0
			break
		}
	}
	page.Total = r.size
	nothing := len(page.Posts)+page.Known == 0
	switch {
	case page.More:
	case r.failed != nil && nothing:
		return source.Page{}, r.failed
	case r.failed != nil:
		page.More = true // what was read is stored first
	case len(r.damaged) > 0 && len(r.damaged) == r.tried && nothing:
		return source.Page{}, errors.Join(r.damaged...)
	case len(r.damaged) > 0:
		page.Gap = fmt.Sprintf("%d of %d volumes could not be read to the end: %v", len(r.damaged), r.tried, r.damaged[0])
	}
	return page, nil
}

// next asks for the next volume. fatal is why the run should end after what was read, err why at once.
func (s *pipermailSource) next(ctx context.Context, r *pipermailRun, page *source.Page) (fatal, err error) {
	v := r.rest[0]
	r.rest = r.rest[1:]
	r.tried++
	r.open, err = s.openVolume(ctx, r, v)
	if r.open != nil {
		page.Read += int64(len(r.open.Data))
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return r.suffer(err), nil
}

// suffer notes what came of a request for a volume. The error is not nil where the run should end: the host does not
// want to be asked, or two requests in a row had no answer.
func (r *pipermailRun) suffer(err error) error {
	if err == nil {
		r.failing = 0
		return nil
	}
	r.damaged = append(r.damaged, err)
	var fault *fetch.Error
	if errors.As(err, &fault) && fault.Reason == fetch.RateLimited {
		return err
	}
	if !mailkind.Passes(err) {
		r.failing = 0
		return nil
	}
	if r.failing++; r.failing == 2 {
		return err
	}
	return nil
}

// read takes the next messages of the open volume. fatal is why the run should end after what was read, err why at
// once.
func (s *pipermailSource) read(ctx context.Context, r *pipermailRun, page *source.Page) (fatal, err error) {
	v := r.open
	messages, end := v.Messages(ctx, page)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if len(messages) > 0 && s.cfg.Archive == "" && v.links == nil {
		v.links, err = s.permalinks(ctx, v.volume)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			// posts without their permalinks would stay so: the volume is left for a better day
			r.open = nil
			return r.suffer(err), nil
		}
	}
	reader := s.mail
	reader.Charset = r.charset
	if v.links != nil {
		reader.Link = v.links.of
	}
	if err := reader.Posts(ctx, messages, page); err != nil {
		return nil, err
	}
	if len(messages) > 0 {
		v.mark.Last = messages[len(messages)-1].Start
	}
	switch {
	case end == io.EOF:
		v.mark.Done = true
		r.open = nil
	case end != nil:
		fatal = r.suffer(box.Named(v.Name, end))
		r.open = nil
	}
	v.mark.Offset = v.Offset()
	v.Sign(&v.mark.Mark)
	r.cursor.Volumes[v.volume.name] = v.mark
	return fatal, nil
}
