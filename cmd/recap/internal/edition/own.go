package edition

import (
	"context"
	"strings"
	"sync"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/digest"
	"recap/digest/deliver/outbox"
	"recap/digest/deliver/output"
	"recap/digest/language"
	"recap/digest/render"
	"recap/ingest/source"
	"recap/store"
)

// Own returns what the recaps of a community are known by where its sources bring them back: what its outputs send with
// and publish as, and what db, which may be nil, has recorded of them by now.
func Own(c *config.Config, db store.DB) *source.Own {
	o := &source.Own{Name: c.Community.Name}
	r := &recorded{db: db}
	for i := range c.Outputs {
		a := c.Outputs[i].About()
		page, _, _ := strings.Cut(a.Page, "{")
		for _, add := range []struct {
			to    *[]string
			value string
		}{{&o.Senders, strings.ToLower(a.Sender)}, {&o.Lists, strings.ToLower(a.ListID)}, {&o.Feeds, a.Feed}, {&o.Pages, page}} {
			if add.value != "" {
				*add.to = append(*add.to, add.value)
			}
		}
		if a.Form == output.Call {
			r.callers = append(r.callers, c.Outputs[i].Name)
		}
	}
	if db != nil {
		o.Posted, o.Told = r.posted, r.told
	}
	return o
}

// A recorded reads once what the database has of recaps.
type recorded struct {
	db      store.DB
	callers []string // outputs whose receivers may have posted something

	mu       sync.Mutex
	asked    bool
	made     []string
	from, to time.Time // of which time recaps were read
	recaps   []source.Recap
}

// posted returns the addresses that receivers have answered with.
func (r *recorded) posted(ctx context.Context) ([]string, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.asked {
		return r.made, nil
	}
	var made []string
	for _, name := range r.callers {
		letters, err := r.db.Letters(ctx, store.LetterFilter{Output: name, States: []store.LetterState{store.LetterSent}})
		if err != nil {
			return nil, err
		}
		for _, l := range letters {
			if at := outbox.MadeAt(l.Response); at != "" {
				made = append(made, at)
			}
		}
	}
	r.asked, r.made = true, made
	return made, nil
}

// told returns the recaps of this time at least. What was read once is not read again.
func (r *recorded) told(ctx context.Context, from, to time.Time) ([]source.Recap, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.to.IsZero() {
		r.from, r.to = from, from
	}
	if err := r.read(ctx, from, r.from); err != nil {
		return nil, err
	}
	if from.Before(r.from) {
		r.from = from
	}
	if err := r.read(ctx, r.to, to); err != nil {
		return nil, err
	}
	if to.After(r.to) {
		r.to = to
	}
	return r.recaps, nil
}

// read adds the recaps of a time, if it is one.
func (r *recorded) read(ctx context.Context, from, to time.Time) error {
	if !from.Before(to) {
		return nil
	}
	all, err := Editions(ctx, r.db, from, to)
	for _, e := range all {
		r.recaps = append(r.recaps, recapOf(e))
	}
	return err
}

// recapOf returns what copies of an edition are known by.
func recapOf(e *digest.Edition) source.Recap {
	w := language.PhrasesFor(e.Language)
	note, _ := render.Plain(e.Note)
	r := source.Recap{Page: e.URL, Ended: e.Period.End, Title: e.Title,
		Heads: []string{e.Community.Name, e.Period.Label, w.ReadOnWeb, w.InShort, w.CorrectedMark, w.EditorsNote, note}}
	for _, b := range e.Brief {
		r.First += b.Text + " "
	}
	switch {
	case r.First != "":
	case len(e.Lede.Sentences) > 0:
		r.First = e.Lede.Sentences[0].Text
	case len(e.Narrative.Sentences) > 0:
		r.First = e.Narrative.Sentences[0].Text
	}
	return r
}
