package deliver

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
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

// Publish writes the edition's page and the list of all.
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
	var page, index bytes.Buffer
	address := ""
	if o.URL != "" {
		address = strings.TrimSuffix(o.URL, "/") + "/" + pageName(in.Edition)
	}
	if err := render.HTML(&page, in.Edition, render.Page{URL: address, Index: "index.html"}); err != nil {
		return nil, fmt.Errorf("output %s: %w", o.name, err)
	}
	if err := render.HTMLIndex(&index, entries, ""); err != nil {
		return nil, fmt.Errorf("output %s: %w", o.name, err)
	}
	w, err := newWriter(ctx, o.name, o.Dir, in)
	if err != nil {
		return nil, err
	}
	w.write(ctx, pageName(in.Edition), page.Bytes())
	w.writeList(ctx, "index.html", index.Bytes())
	return w.result()
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
