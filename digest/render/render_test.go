package render

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/digest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sample returns the edition of an invented community's busy day.
func sample(t testing.TB) *digest.Edition {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "edition.json"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := digest.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// quiet returns the edition of a day without posts.
func quiet(t testing.TB) *digest.Edition {
	e := sample(t)
	return &digest.Edition{
		Schema: digest.Schema, ID: "daily-2026-10-18", Digest: "daily", Title: "Fenwick, 18 October 2026", Slug: "fenwick-2026-10-18", Language: "en",
		Community: e.Community,
		Period:    digest.Period{Start: e.Period.End.AddDate(0, 0, 1), End: e.Period.End.AddDate(0, 0, 2), Timezone: "Europe/Oslo", Label: "Sunday, 18 October 2026"},
		Stats:     digest.Stats{Usual: digest.Usual{Posts: -1, People: -1}},
		Coverage:  []digest.Coverage{{Source: "dev", Kind: "mbox", State: "failed", Error: "open archives/dev.mbox: permission denied"}},
	}
}

// outputs are all renderers, by the name of their golden file.
var outputs = []struct {
	file  string
	write func(w io.Writer, e *digest.Edition) error
}{
	{"recap.md", Markdown},
	{"recap.txt", Text},
	{"recap.json", JSON},
	{"recap.html", func(w io.Writer, e *digest.Edition) error {
		return HTML(w, e, Page{Index: "index.html", Atom: "https://fenwick.example.org/atom.xml"})
	}},
	{"recap.eml", func(w io.Writer, e *digest.Edition) error {
		return Mail(w, e, Envelope{From: "Fenwick recap <recap@fenwick.example.org>", To: "announce@lists.fenwick.example.org", ListID: "recap.fenwick.example.org"})
	}},
	{"middleman.md", func(w io.Writer, e *digest.Edition) error {
		return Post(w, e, FrontMatter{Permalink: "/blog/fenwick-tide-days-day-2/", DisplayName: "Mira Solberg", Twitter: "mirasolberg", Tags: []string{"Recap", "TideDays"}, CommaTags: true})
	}},
	{"jekyll.md", func(w io.Writer, e *digest.Edition) error {
		return Post(w, e, FrontMatter{Permalink: "/blog/fenwick-tide-days-day-2/", Tags: []string{"Recap", "TideDays"}})
	}},
	{"hugo.md", func(w io.Writer, e *digest.Edition) error {
		return Post(w, e, FrontMatter{Permalink: "/blog/fenwick-tide-days-day-2/", Hugo: true, Draft: true})
	}},
	{"atom.xml", func(w io.Writer, e *digest.Edition) error {
		return Atom(w, []*digest.Edition{e}, Feed{URL: "https://fenwick.example.org/atom.xml"})
	}},
	{"index.json", func(w io.Writer, e *digest.Edition) error { return Index(w, []*digest.Edition{e}) }},
	{"index.html", func(w io.Writer, e *digest.Edition) error {
		return HTMLIndex(w, []HTMLEntry{{e, e.Slug + ".html"}}, "https://fenwick.example.org/atom.xml", nil)
	}},
}

func rendered(t testing.TB, write func(io.Writer, *digest.Edition) error, e *digest.Edition) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, e); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for day, e := range fixtures(t) {
		for i, o := range outputs {
			if i > 3 && !slices.Contains([]string{"busy", "quiet", "list"}, day) {
				continue // what posts, feeds and mail put around it is the same every day
			}
			t.Run(day+"/"+o.file, func(t *testing.T) {
				got := rendered(t, o.write, e)
				file := filepath.Join("testdata", day, o.file)
				if *update {
					if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("%s differs (-want +got); -update writes it anew:\n%s", file, diff)
				}
			})
		}
	}
}

func TestSameBytesEverywhere(t *testing.T) {
	defer func(zone *time.Location) { time.Local = zone }(time.Local)
	e := sample(t)
	for _, o := range outputs {
		time.Local = time.UTC
		want := rendered(t, o.write, e)
		for _, zone := range []*time.Location{time.FixedZone("far", 14*3600), time.FixedZone("CEST", 2*3600)} {
			time.Local = zone
			for range 25 {
				if got := rendered(t, o.write, sample(t)); got != want {
					t.Fatalf("%s depends on the local zone %s or on chance:\n%s", o.file, zone, cmp.Diff(want, got))
				}
			}
		}
	}
}
