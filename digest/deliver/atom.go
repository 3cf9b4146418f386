package deliver

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"

	"recap/digest/deliver/output"
	"recap/digest/render"
)

// Atom configures a feed of the newest recaps (RFC 4287).
type Atom struct {
	File string `yaml:"file" value:"path"` // file to write
	URL  string `yaml:"url" value:"url"`   // address under which the file is published
}

// About implements output.Kind.
func (a *Atom) About() output.About {
	about := output.About{Form: output.Files, Again: output.Rewrite, Revised: output.Rewrite, Redacted: output.Rewrite,
		Needs: []string{"file", "url"}, Where: a.File, Feed: a.URL, Listed: true}
	if a.File != "" {
		about.Folder = filepath.Dir(a.File)
	}
	return about
}

// Open implements output.Kind.
func (a *Atom) Open(name string, takes output.Digests) (output.Output, error) {
	return &atomOutput{*a, name, takes}, need("file", a.File)
}

// An atomOutput writes a feed of the newest editions.
type atomOutput struct {
	Atom
	name  string
	takes output.Digests
}

// Publish writes the feed.
func (o *atomOutput) Publish(ctx context.Context, in output.Input) ([]output.File, error) {
	var b bytes.Buffer
	if err := render.Atom(&b, o.takes.Editions(in), render.Feed{URL: o.URL}); err != nil {
		return nil, fmt.Errorf("output %s: %w", o.name, err)
	}
	w, err := output.NewWriter(ctx, o.name, filepath.Dir(o.File), in)
	if err != nil {
		return nil, err
	}
	w.WriteList(ctx, filepath.Base(o.File), b.Bytes())
	return w.Result()
}
