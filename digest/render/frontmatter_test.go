package render

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// post is the front matter as a site generator reads it.
type post struct {
	Layout    string `yaml:"layout"`
	Title     string `yaml:"title"`
	Permalink string `yaml:"permalink"`
	Published bool   `yaml:"published"`
	Author    struct {
		Name    string `yaml:"display_name"`
		Twitter string `yaml:"twitter"`
	} `yaml:"post_author"`
	Tags yaml.Node `yaml:"tags"`
}

// TestModelFrontMatter writes the front matter of a post that people wrote anew, from what it says.
func TestModelFrontMatter(t *testing.T) {
	corpus := os.Getenv("RECAP_CORPUS")
	if corpus == "" {
		t.Skip("RECAP_CORPUS does not name the folder of the corpus, beside which the models are")
	}
	data, err := os.ReadFile(filepath.Join(corpus, "..", "recaps", "2014-mesoscon-program.md"))
	if err != nil {
		t.Fatal(err)
	}
	want, _, ok := strings.Cut(strings.TrimPrefix(string(data), "---\n"), "---\n")
	if !ok {
		t.Fatal("the model has no front matter")
	}
	var p post
	if err := yaml.Unmarshal([]byte(want), &p); err != nil {
		t.Fatal(err)
	}
	f := FrontMatter{Layout: p.Layout, Permalink: p.Permalink, Draft: !p.Published, DisplayName: p.Author.Name, Twitter: p.Author.Twitter, Tags: strings.Split(p.Tags.Value, ", "), CommaTags: true}
	got, err := f.encode(sample(t), p.Title)
	if err != nil {
		t.Fatal(err)
	}
	if got != want {
		t.Errorf("front matter is\n%swant\n%s", got, want)
	}
}

func TestFrontMatterReadBack(t *testing.T) {
	for _, title := range []string{
		`Recap: "day 1"`, "#hashtag first", "- x", "yes", "2026-10-16", "tab\tand\nnewline", strings.Repeat("long ", 60), "{{ x }} {% y %}", "%d \\n", "emoji 😀", "'single'", "null", "a: b # c", "\u2028 bell\x07", "~",
	} {
		e := sample(t)
		e.Title = title
		var b strings.Builder
		if err := Post(&b, e, FrontMatter{Permalink: "/x: y/", DisplayName: title, Twitter: "@" + line(title), Tags: []string{title, "no"}}); err != nil {
			t.Fatal(err)
		}
		head, _, ok := strings.Cut(strings.TrimPrefix(b.String(), "---\n"), "\n---\n\n")
		if !ok {
			t.Fatalf("Post() of %q has no fences:\n%s", title, b.String())
		}
		var p post
		if err := yaml.Unmarshal([]byte(head), &p); err != nil {
			t.Fatalf("Post() of %q: %v", title, err)
		}
		var tags []string
		if err := p.Tags.Decode(&tags); err != nil {
			t.Fatal(err)
		}
		if want := line(title); p.Title != want || p.Author.Name != want || p.Author.Twitter != strings.TrimPrefix(want, "@") || tags[0] != want || tags[1] != "no" || p.Permalink != "/x: y/" || !p.Published {
			t.Errorf("Post() of %q is read back as %+v with tags %q", title, p, tags)
		}
	}
}
