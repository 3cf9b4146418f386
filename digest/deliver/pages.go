package deliver

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"recap/digest"
	"recap/digest/render"
)

// An htmlOutput writes pages that need no generator.
type htmlOutput struct {
	HTML
	name  string
	takes takes
}

// pagePattern names the page of an edition.
const pagePattern = "{slug}.html"

// pageName returns the file name of the edition's page.
func pageName(e *digest.Edition) string { return expand(pagePattern, e) }

// Publish writes the edition's page, its neighbours' pages where they do not lead to it yet, and the list of all.
func (o *htmlOutput) Publish(ctx context.Context, in Input) ([]File, error) {
	all := o.takes.editions(in)
	var entries []render.HTMLEntry
	for _, e := range all {
		name, err := render.FileName(pageName(e))
		if err != nil {
			return nil, fmt.Errorf("output %s: slug %w", o.name, err)
		}
		if e.ID != in.Edition.ID && name == pageName(in.Edition) {
			return nil, fmt.Errorf("output %s: editions %s and %s have the same page %s; give each digest an output of its own", o.name, e.ID, in.Edition.ID, name)
		}
		entries = append(entries, render.HTMLEntry{Edition: e, File: name})
	}
	var index bytes.Buffer
	if err := render.HTMLIndex(&index, entries, in.Atom, in.Look); err != nil {
		return nil, fmt.Errorf("output %s: %w", o.name, err)
	}
	w, err := newWriter(ctx, o.name, o.Dir, in)
	if err != nil {
		return nil, err
	}
	series := slices.DeleteFunc(entries, func(en render.HTMLEntry) bool { return en.Edition.Digest != in.Edition.Digest }) // newest first
	at := slices.IndexFunc(series, func(en render.HTMLEntry) bool { return en.Edition.ID == in.Edition.ID })
	for i := max(0, at-1); i < min(len(series), at+2); i++ {
		page, err := o.page(series, i, in)
		if err != nil {
			return nil, fmt.Errorf("output %s: %w", o.name, err)
		}
		if i == at {
			w.write(ctx, series[i].File, page)
		} else {
			o.refresh(ctx, w, series[i], page)
		}
	}
	w.writeList(ctx, "index.html", index.Bytes())
	return w.result()
}

// page returns the page of one edition of a series, newest first.
func (o *htmlOutput) page(series []render.HTMLEntry, i int, in Input) ([]byte, error) {
	p := render.Page{Index: "index.html", Atom: in.Atom, Look: in.Look}
	if o.URL != "" {
		p.URL = strings.TrimSuffix(o.URL, "/") + "/" + series[i].File
	}
	if i+1 < len(series) {
		p.Earlier = &series[i+1]
	}
	if i > 0 {
		p.Later = &series[i-1]
	}
	var b bytes.Buffer
	err := render.HTML(&b, series[i].Edition, p)
	return b.Bytes(), err
}

// refresh writes the page of a neighbour if it is there and as it was written; what somebody has changed or taken away is not this edition's business.
// The delivery is the neighbour's.
func (o *htmlOutput) refresh(ctx context.Context, w *writer, en render.HTMLEntry, page []byte) {
	old, _, err := readBelow(w.dir, en.File)
	if err != nil || bytes.Equal(old, page) || !w.ours(en.File, sum(old)) {
		return
	}
	in := w.in
	in.Edition = en.Edition
	n := &writer{in: in, output: w.output, dir: w.dir, rows: w.rows}
	n.write(ctx, en.File, page)
	w.files, w.errs = append(w.files, n.files...), append(w.errs, n.errs...)
}

// An atomOutput writes a feed of the newest editions.
type atomOutput struct {
	Atom
	name  string
	takes takes
}

// Publish writes the feed.
func (o *atomOutput) Publish(ctx context.Context, in Input) ([]File, error) {
	var b bytes.Buffer
	if err := render.Atom(&b, o.takes.editions(in), render.Feed{URL: o.URL}); err != nil {
		return nil, fmt.Errorf("output %s: %w", o.name, err)
	}
	w, err := newWriter(ctx, o.name, filepath.Dir(o.File), in)
	if err != nil {
		return nil, err
	}
	w.writeList(ctx, filepath.Base(o.File), b.Bytes())
	return w.result()
}
