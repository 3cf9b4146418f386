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
	"recap/digest/deliver/output"
	"recap/digest/render"
)

// A Site configures posts for a static site generator. Files are named YYYY-MM-DD-SLUG.md after the last day told.
type Site struct {
	Dir   string `yaml:"dir" value:"path"`   // the site's root folder, or the folder of its posts if Posts is "."
	Posts string `yaml:"posts" value:"text"` // folder of the posts below Dir; default _posts, content/blog or source/blog
	URL   string `yaml:"url" value:"url"`    // the site's address, such as https://example.org
	// path of a post, with {slug}, {date}, {year}, {month}, {day}; default /blog/{slug}/
	Permalink string   `yaml:"permalink" value:"text"`
	Layout    string   `yaml:"layout" value:"text"`           // the site's layout for a post; default post
	Author    Author   `yaml:"author"`                        // whom the post names as its author; default: the community
	Tags      []string `yaml:"tags" value:"text"`             // default: Recap
	TagsStyle string   `yaml:"tags_style" value:"list|comma"` // list or comma; default comma for middleman, else list
}

// An Author is whom the front matter of a post names.
type Author struct {
	DisplayName string `yaml:"display_name" value:"text"`
	Twitter     string `yaml:"twitter" value:"text"` // account without "@"; left out if empty
}

// Jekyll, Hugo and Middleman configure posts for the generator of that name.
type (
	Jekyll    Site
	Hugo      Site
	Middleman Site
)

// A generator is what tells one static site generator from the others.
type generator struct {
	posts string // where it looks for posts
	comma bool   // its model wants tags as one text
	hugo  bool   // front matter as Hugo reads it
}

var (
	jekyll    = generator{posts: "_posts"}
	hugo      = generator{posts: "content/blog", hugo: true}
	middleman = generator{posts: "source/blog", comma: true}
)

// About implements output.Kind.
func (j *Jekyll) About() output.About { return (*Site)(j).about(jekyll) }

// Open implements output.Kind.
func (j *Jekyll) Open(name string, takes output.Digests) (output.Output, error) {
	return (*Site)(j).open(name, takes, jekyll)
}

// About implements output.Kind.
func (h *Hugo) About() output.About { return (*Site)(h).about(hugo) }

// Open implements output.Kind.
func (h *Hugo) Open(name string, takes output.Digests) (output.Output, error) {
	return (*Site)(h).open(name, takes, hugo)
}

// About implements output.Kind.
func (m *Middleman) About() output.About { return (*Site)(m).about(middleman) }

// Open implements output.Kind.
func (m *Middleman) Open(name string, takes output.Digests) (output.Output, error) {
	return (*Site)(m).open(name, takes, middleman)
}

// about says what posts for a generator are.
func (s *Site) about(g generator) output.About {
	a := output.About{Form: output.Files, Again: output.Rewrite, Revised: output.Rewrite, Redacted: output.Rewrite,
		Needs: []string{"dir"}, Where: s.Dir, Folder: s.folder(g), Dated: true}
	if s.URL != "" {
		a.Page = strings.TrimSuffix(s.URL, "/") + s.pattern()
	}
	return a
}

func (s *Site) open(name string, takes output.Digests, g generator) (output.Output, error) {
	return &siteOutput{*s, name, g, takes}, need("dir", s.Dir)
}

// folder returns where the posts are written.
func (s *Site) folder(g generator) string {
	if s.Dir == "" {
		return ""
	}
	return filepath.Join(s.Dir, filepath.FromSlash(cmp.Or(s.Posts, g.posts)))
}

// pattern returns the configured pattern of a post's path, or the default.
func (s *Site) pattern() string { return cmp.Or(s.Permalink, "/blog/{slug}/") }

// permalink returns the path of the edition's post on the site. It depends on nothing but the edition.
func (s *Site) permalink(e *digest.Edition) string { return expand(s.pattern(), e) }

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
	name      string
	generator generator
	takes     output.Digests
}

// Publish writes the edition's post. An edition whose permalink another one has already is refused, because generators
// say nothing about it and lose one of them.
func (o *siteOutput) Publish(ctx context.Context, in output.Input) ([]output.File, error) {
	e := in.Edition
	name, err := render.FileName(render.LastDay(e).Format(time.DateOnly) + "-" + e.Slug)
	if err != nil {
		return nil, fmt.Errorf("output %s: slug %w", o.name, err)
	}
	for _, other := range o.takes.Editions(in) {
		if other.ID != e.ID && o.permalink(other) == o.permalink(e) {
			remedy := "give each digest an output of its own"
			if other.Slug != e.Slug {
				remedy = `put {slug} in the key "permalink"`
			}
			return nil, fmt.Errorf("output %s: editions %s and %s have the same permalink %s; %s", o.name, other.ID, e.ID, o.permalink(e), remedy)
		}
	}
	comma := o.generator.comma
	if o.TagsStyle != "" {
		comma = o.TagsStyle == "comma"
	}
	var b bytes.Buffer
	err = render.Post(&b, e, render.FrontMatter{
		Layout:      o.Layout,
		Permalink:   o.permalink(e),
		DisplayName: o.Author.DisplayName,
		Twitter:     o.Author.Twitter,
		Tags:        o.Tags,
		CommaTags:   comma,
		Hugo:        o.generator.hugo,
	})
	if err != nil {
		return nil, fmt.Errorf("output %s: %w", o.name, err)
	}
	w, err := output.NewWriter(ctx, o.name, o.folder(o.generator), in)
	if err != nil {
		return nil, err
	}
	w.Write(ctx, name+".md", b.Bytes())
	return w.Result()
}
