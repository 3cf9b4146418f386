package render

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
)

// need skips the test if a program of this Debian package is missing, and fails it where peers are required.
func need(t *testing.T, program, pkg string) {
	t.Helper()
	if _, err := exec.LookPath(program); err == nil {
		return
	}
	if os.Getenv("RECAP_REQUIRE_PEERS") == "1" {
		t.Fatalf("%s is missing: install the package %s", program, pkg)
	}
	t.Skipf("%s is missing: install the package %s", program, pkg)
}

// ruby runs a script that reads a JSON array of documents and writes one of pages.
func ruby(t *testing.T, script, pkg string, docs []string) []string {
	t.Helper()
	need(t, "ruby", pkg)
	in, err := json.Marshal(docs)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("ruby", "-rjson", "-e", script)
	cmd.Stdin = strings.NewReader(string(in))
	cmd.Env = append(os.Environ(), "LANG=C.UTF-8")
	out, err := cmd.Output()
	if err != nil {
		if exit, ok := err.(*exec.ExitError); ok && strings.Contains(string(exit.Stderr), "cannot load such file") &&
			os.Getenv("RECAP_REQUIRE_PEERS") != "1" {
			t.Skipf("a Ruby library is missing: install the package %s", pkg)
		}
		t.Fatalf("ruby: %v", err)
	}
	var pages []string
	if err := json.Unmarshal(out, &pages); err != nil {
		t.Fatal(err)
	}
	return pages
}

func TestEscapeDiscount(t *testing.T) {
	docs, want, allowed := documents(2, 1500)
	pages := ruby(t,
		`require "rdiscount"; puts JSON.generate(JSON.parse(STDIN.read).map { |d| RDiscount.new(d, :smart).to_html.force_encoding("UTF-8") })`,
		"ruby-rdiscount", docs)
	checkShown(t, "Discount", docs, pages, want, allowed)
}

func TestEscapeKramdown(t *testing.T) {
	docs, want, allowed := documents(3, 500)
	pages := ruby(t,
		`require "kramdown"; require "kramdown-parser-gfm"; puts JSON.generate(JSON.parse(STDIN.read).map { |d| Kramdown::Document.new(d, input: "GFM", auto_ids: false).to_html })`,
		"jekyll", docs)
	checkShown(t, "kramdown", docs, pages, want, allowed)
}

// TestEditionsInOtherEngines shows whole editions, as they are and with an attack in every field, as goldmark shows them.
func TestEditionsInOtherEngines(t *testing.T) {
	var docs, want []string
	var names []string
	for name, e := range fixtures(t) {
		for _, text := range []string{"", "x *a* _b_ {{ c }} {% d %} <i>e</i> [f](g) `h` | i & j -- \"k\" it's 1. l #m +n: o"} {
			if text != "" {
				poison(reflect.ValueOf(e), text)
			}
			doc := rendered(t, Markdown, e)
			var page bytes.Buffer
			if err := goldmark.Convert([]byte(doc), &page); err != nil {
				t.Fatal(err)
			}
			docs, want, names = append(docs, doc), append(want, apostrophes(visible(page.String()))), append(names, name)
		}
	}
	for engine, script := range map[string][2]string{
		"Discount": {`require "rdiscount"; puts JSON.generate(JSON.parse(STDIN.read).map { |d| RDiscount.new(d, :smart).to_html.force_encoding("UTF-8") })`,
			"ruby-rdiscount"},
		"kramdown": {`require "kramdown"; require "kramdown-parser-gfm"; puts JSON.generate(JSON.parse(STDIN.read).map { |d| Kramdown::Document.new(d, input: "GFM", auto_ids: false).to_html })`,
			"jekyll"},
	} {
		for i, page := range ruby(t, script[0], script[1], docs) {
			if got := apostrophes(visible(page)); got != want[i] {
				t.Errorf("%s shows %s otherwise than goldmark (-want +got):\n%s\nof\n%s", engine, names[i], cmp.Diff(want[i], got), docs[i])
			}
			for _, tag := range tags(page) {
				if !slices.Contains([]string{"h1", "h2", "h3", "p", "a", "ul", "li", "em", "strong"}, tag) {
					t.Errorf("%s makes an element <%s> of %s:\n%s", engine, tag, names[i], docs[i])
				}
			}
		}
	}
}

// sitePosts returns posts of the sample with hostile words in every place that posts fill.
func sitePosts(t *testing.T) map[string]string {
	t.Helper()
	posts := make(map[string]string)
	for i, words := range []string{"{{ site.title }} {% if x", "\"it's\" -- (c) 1/2 ... | a |", "<script>x</script> *[A]: b {: .c} $$d$$"} {
		e := sample(t)
		e.Title = "Recap: " + words
		e.Stories[0].Title = words
		e.Stories[0].Paragraphs[0].Sentences[0].Text = "Mira Solberg reported " + words + " and more."
		e.Also[0].Title = words
		name := "2026-10-1" + string(rune('0'+i)) + "-hostile.md"
		posts[name] = words
		for _, p := range []struct {
			dir string
			f   FrontMatter
		}{{"jekyll", FrontMatter{}}, {"hugo", FrontMatter{Hugo: true}}} {
			p.f.Permalink = "/blog/hostile-" + string(rune('0'+i)) + "/"
			var b strings.Builder
			if err := Post(&b, e, p.f); err != nil {
				t.Fatal(err)
			}
			posts[p.dir+"/"+name] = b.String()
		}
	}
	return posts
}

// buildSite writes files, runs a generator on them and returns the text of the pages that it made of the three posts.
func buildSite(t *testing.T, posts, out, prefix string, files map[string]string, command ...string) {
	t.Helper()
	dir := t.TempDir()
	made := sitePosts(t)
	for name, text := range made {
		if rest, ok := strings.CutPrefix(name, prefix+"/"); ok {
			files[posts+"/"+rest] = text
		}
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "LANG=C.UTF-8", "TZ=Europe/Oslo")
	log, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", command[0], err, log)
	}
	for _, bad := range []string{"Conflict:", "Error", "Liquid Exception", "Skipping"} {
		if strings.Contains(string(log), bad) {
			t.Errorf("%s says %q:\n%s", command[0], bad, log)
		}
	}
	for i := range 3 {
		page, err := os.ReadFile(filepath.Join(dir, out, "blog", "hostile-"+string(rune('0'+i)), "index.html"))
		if err != nil {
			t.Errorf("%s made no page: %v", command[0], err)
			continue
		}
		words := made["2026-10-1"+string(rune('0'+i))+"-hostile.md"]
		shown := apostrophes(visible(string(page)))
		for _, want := range []string{"Recap: " + unmarked(words), "Mira Solberg reported " + words + " and more.",
			"Also discussed: " + words + ";"} {
			if !strings.Contains(shown, want) {
				t.Errorf("%s: the page does not show %q:\n%s", command[0], want, shown)
			}
		}
		for _, name := range tags(string(page)) {
			if !slices.Contains([]string{"h1", "h2", "h3", "p", "a", "ul", "li"}, name) {
				t.Errorf("%s: the page has an element <%s>", command[0], name)
			}
		}
	}
}

func TestJekyllBuildsPosts(t *testing.T) {
	need(t, "jekyll", "jekyll")
	buildSite(t, "_posts", "_site", "jekyll", map[string]string{
		"_config.yml":        "timezone: Europe/Oslo\n",
		"_layouts/post.html": "<h1>{{ page.title | escape }}</h1>{% for t in page.tags %}<p>{{ t }}</p>{% endfor %}{{ content }}",
	}, "jekyll", "build", "--strict_front_matter", "--trace")
}

func TestHugoBuildsPosts(t *testing.T) {
	need(t, "hugo", "hugo")
	buildSite(t, "content/blog", "public", "hugo", map[string]string{
		"config.toml": "baseURL = 'https://example.org/'\ntitle = 'x'\n" +
			"disableKinds = ['taxonomy', 'term', 'RSS', 'sitemap', 'home', 'section', '404']\n",
		"layouts/_default/post.html": "<h1>{{ .Title }}</h1>{{ range .Params.tags }}<p>{{ . }}</p>{{ end }}{{ .Content }}",
	}, "hugo", "--quiet")
}
