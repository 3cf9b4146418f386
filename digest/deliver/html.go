package deliver

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"recap/digest"
	"recap/digest/deliver/output"
	"recap/digest/render"
)

// HTML configures plain pages: index.html and one page an edition.
type HTML struct {
	Dir string `yaml:"dir" value:"path"` // folder to write to
	URL string `yaml:"url" value:"url"`  // address under which the folder is published
}

// About implements output.Kind.
func (h *HTML) About() output.About {
	a := output.About{Form: output.Files, Again: output.Rewrite, Revised: output.Rewrite, Redacted: output.Rewrite,
		Needs: []string{"dir"}, Where: h.Dir, Folder: h.Dir, Dated: true, Listed: true}
	if h.URL != "" {
		a.Page = strings.TrimSuffix(h.URL, "/") + "/" + pagePattern
	}
	return a
}

// Open implements output.Kind.
func (h *HTML) Open(name string, takes output.Digests) (output.Output, error) {
	return &htmlOutput{*h, name, takes}, need("dir", h.Dir)
}

// An htmlOutput writes pages that need no generator.
type htmlOutput struct {
	HTML
	name  string
	takes output.Digests
}

// pagePattern names the page of an edition.
const pagePattern = "{slug}.html"

// pageName returns the file name of the edition's page.
func pageName(e *digest.Edition) string { return expand(pagePattern, e) }

// Publish writes the edition's page, its neighbours' pages where they do not lead to it yet, and the list of all.
func (o *htmlOutput) Publish(ctx context.Context, in output.Input) ([]output.File, error) {
	all := o.takes.Editions(in)
	var entries []render.HTMLEntry
	for _, e := range all {
		name, err := render.FileName(pageName(e))
		if err != nil {
			return nil, fmt.Errorf("output %s: slug %w", o.name, err)
		}
		if e.ID != in.Edition.ID && name == pageName(in.Edition) {
			return nil,
				fmt.Errorf("output %s: editions %s and %s have the same page %s; give each digest an output of its own",
					o.name, e.ID, in.Edition.ID, name)
		}
		entries = append(entries, render.HTMLEntry{Edition: e, File: name})
	}
	var index bytes.Buffer
	if err := render.HTMLIndex(&index, entries, in.Atom, in.Look); err != nil {
		return nil, fmt.Errorf("output %s: %w", o.name, err)
	}
	w, err := output.NewWriter(ctx, o.name, o.Dir, in)
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
			w.Write(ctx, series[i].File, page)
		} else {
			w.Refresh(ctx, series[i].Edition, series[i].File, page)
		}
	}
	w.WriteList(ctx, "index.html", index.Bytes())
	return w.Result()
}

// page returns the page of one edition of a series, newest first.
func (o *htmlOutput) page(series []render.HTMLEntry, i int, in output.Input) ([]byte, error) {
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
