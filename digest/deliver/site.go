package deliver

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"recap/digest"
	"recap/digest/render"
)

// site returns the configuration of a post's generator and its kind, or nil.
func (t *Target) site() (*Site, string) {
	switch {
	case t.Jekyll != nil:
		return t.Jekyll, "jekyll"
	case t.Hugo != nil:
		return t.Hugo, "hugo"
	case t.Middleman != nil:
		return t.Middleman, "middleman"
	}
	return nil, ""
}

// postFolders are where the generators look for posts.
var postFolders = map[string]string{"jekyll": "_posts", "hugo": "content/blog", "middleman": "source/blog"}

// pattern returns the configured pattern of a post's path, or the default.
func (s *Site) pattern() string { return cmp.Or(s.Permalink, "/blog/{slug}/") }

// permalink returns the path of the edition's post on the site. It depends on nothing but the edition.
func (s *Site) permalink(e *digest.Edition) string {
	return expand(s.pattern(), e)
}

// expand fills in a pattern with the last day that the edition tells.
func expand(pattern string, e *digest.Edition) string {
	day := render.LastDay(e)
	return strings.NewReplacer(
		"{slug}", e.Slug,
		"{date}", day.Format(time.DateOnly),
		"{year}", day.Format("2006"),
		"{month}", day.Format("01"),
		"{day}", day.Format("02"),
	).Replace(pattern)
}

// A siteOutput writes posts for a static site generator.
type siteOutput struct {
	Site
	name  string
	kind  string
	takes takes
}

func (t *Target) newSite(s *Site, kind string) *siteOutput {
	return &siteOutput{*s, t.Name, kind, t.Digests}
}

// folder returns where the posts are written.
func (s *Site) folder(kind string) string {
	return filepath.Join(s.Dir, filepath.FromSlash(cmp.Or(s.Posts, postFolders[kind])))
}

// Publish writes the edition's post. An edition whose permalink another one has already is refused, because generators say
// nothing about it and lose one of them.
func (o *siteOutput) Publish(ctx context.Context, in Input) ([]File, error) {
	e := in.Edition
	name, err := render.FileName(render.LastDay(e).Format(time.DateOnly) + "-" + e.Slug)
	if err != nil {
		return nil, fmt.Errorf("output %s: slug %w", o.name, err)
	}
	for _, other := range o.takes.editions(in) {
		if other.ID != e.ID && o.permalink(other) == o.permalink(e) {
			return nil, fmt.Errorf("output %s: editions %s and %s have the same permalink %s; put {date} in the key %q", o.name, other.ID, e.ID, o.permalink(e), "permalink")
		}
	}
	var b bytes.Buffer
	err = render.Post(&b, e, render.FrontMatter{
		Layout:      o.Layout,
		Permalink:   o.permalink(e),
		DisplayName: o.Author.DisplayName,
		Twitter:     o.Author.Twitter,
		Tags:        o.Tags,
		CommaTags:   cmp.Or(o.TagsStyle, map[string]string{"middleman": "comma"}[o.kind]) == "comma",
		Hugo:        o.kind == "hugo",
	})
	if err != nil {
		return nil, fmt.Errorf("output %s: %w", o.name, err)
	}
	w, err := newWriter(ctx, o.name, o.folder(o.kind), in)
	if err != nil {
		return nil, err
	}
	w.write(ctx, name+".md", b.Bytes())
	return w.result()
}
