package config

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"recap/ingest/source"
)

func env(vars map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := vars[name]
		return value, ok
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestUnreadableConfig(t *testing.T) {
	dir := t.TempDir()
	for _, file := range []string{filepath.Join(dir, "none.yaml"), dir} {
		if _, err := Load(file, env(nil)); err == nil || !errorLine.MatchString(err.Error()) {
			t.Errorf("Load(%s) = %v, want one line with a remedy", file, err)
		}
	}
}

func TestGoodConfig(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "recap.yaml")
	writeFile(t, filepath.Join(dir, "token"), "secret\n")
	writeFile(t, file, `
community: {name: "${NAME} and $${NAME}", hashtags: ["#one", two]}
database: ~/data/recap.db
sources:
  - &a {name: a, every: 0s, feed: {url: "feeds/a.xml"}}
  - {<<: *a, name: b, publish: count}
  - {name: c, mbox: {path: "https://lists.example.org/c.mbox"}}
  - {name: d, mastodon: {server: "https://social.example.org", tag: x, token_file: token}}
digests:
  - {name: weekly, period: week, settle: 0s}
outputs:
`)
	c, err := Load(file, env(map[string]string{"NAME": "Ann", "HOME": "/home/ann"}))
	if err != nil {
		t.Fatalf("Load() = %v", err)
	}
	if want := "Ann and ${NAME}"; c.Community.Name != want {
		t.Errorf("name = %q, want %q", c.Community.Name, want)
	}
	if diff := cmp.Diff([]string{"one", "two"}, c.Community.Hashtags); diff != "" {
		t.Errorf("hashtags (-want +got):\n%s", diff)
	}
	if want := "/home/ann/data/recap.db"; c.Database != want {
		t.Errorf("database = %q, want %q", c.Database, want)
	}
	if got, want := c.Sources[0].Feed.URL, filepath.Join(dir, "feeds/a.xml"); got != want || c.Sources[0].Every != 0 {
		t.Errorf("source a = %q every %v, want %q every 0s", got, c.Sources[0].Every, want)
	}
	if b := c.Sources[1]; b.Name != "b" || b.Publish != "count" || b.Feed == nil || b.Every != 0 {
		t.Errorf("source b = %+v, want what it inherits from a with its own name", b)
	}
	if got, want := c.Sources[2].Mbox.Path, "https://lists.example.org/c.mbox"; got != want || c.Sources[2].Every != source.Pace {
		t.Errorf("source c = %q every %v, want %q every %v", got, c.Sources[2].Every, want, source.Pace)
	}
	if got, want := c.Sources[3].Mastodon.TokenFile, filepath.Join(dir, "token"); got != want {
		t.Errorf("token_file = %q, want %q", got, want)
	}
	want := Digest{Name: "weekly", Period: "week", At: Clock{Hour: 7, Minute: 0}, Settle: 0, CatchUp: 7, MaxAge: 36 * time.Hour, MaxStories: 6, StoryWords: 120, WhenEmpty: "skip", Approval: "none", Writer: "excerpts"}
	if diff := cmp.Diff([]Digest{want}, c.Digests); diff != "" {
		t.Errorf("digests (-want +got):\n%s", diff)
	}
}

func TestJSONConfig(t *testing.T) {
	file := filepath.Join(t.TempDir(), "recap.yaml")
	writeFile(t, file, "{\n\t\"community\": {\"name\": \"a\\/b \\ud83d\\ude00\"},\n\t\"sources\": [{\"name\": \"x\", \"feed\": {\"url\": \"x.xml\"}}]\n}\n")
	c, err := Load(file, env(nil))
	if err != nil {
		t.Fatalf("Load() of JSON = %v", err)
	}
	if want := "a/b 😀"; c.Community.Name != want {
		t.Errorf("name = %q, want %q", c.Community.Name, want)
	}
	if len(c.Digests) != 1 || c.Digests[0].Name != "daily" || c.Digests[0].Period != "day" {
		t.Errorf("digests = %+v, want one a day by default", c.Digests)
	}
}

// TestExampleConfig demands that config.example.yaml is right as it stands, and shows every key that there is; of what
// stands in several places, such as a mailbox, in one of them.
func TestExampleConfig(t *testing.T) {
	data, err := os.ReadFile("../../../../config.example.yaml")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "recap.yaml")
	writeFile(t, file, string(data))
	for _, name := range secrets.FindAllString(string(data), -1) {
		writeFile(t, filepath.Join(dir, name), "x\n")
	}
	writeFile(t, filepath.Join(dir, "programme.ics"), "BEGIN:VCALENDAR\nEND:VCALENDAR\n")
	writeFile(t, filepath.Join(dir, "logo.png"), `<svg xmlns="http://www.w3.org/2000/svg"></svg>`) // what a picture is, its content says
	writeFile(t, filepath.Join(dir, "pages.css"), "h1 { color: navy }\n")
	if err := os.Mkdir(filepath.Join(dir, "templates"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(file, env(map[string]string{"HOME": dir})); err != nil {
		t.Fatalf("Load(config.example.yaml) = %v", err)
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	keysOf(doc.Content[0], "", shown)
	lacks, has := map[string]string{}, map[string]bool{}
	EachStruct(reflect.TypeFor[Config](), "", func(path string, typ reflect.Type) {
		for _, f := range FieldsOf(typ) {
			key, name := Join(path, f.Name), typ.String()+" "+f.Name
			lacks[name], has[name] = key, has[name] || shown[key]
		}
	})
	for name, key := range lacks {
		if !has[name] {
			t.Errorf("config.example.yaml does not show %s", key)
		}
	}
}

// secrets matches names of files with secrets.
var secrets = regexp.MustCompile(`[\w.-]+\.secret`)

// keysOf notes the paths of all keys below n, with [] for the entries of a list.
func keysOf(n *yaml.Node, path string, keys map[string]bool) {
	switch n.Kind {
	case yaml.SequenceNode:
		for _, item := range n.Content {
			keysOf(item, path+"[]", keys)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := Join(path, n.Content[i].Value)
			keys[key] = true
			keysOf(n.Content[i+1], key, keys)
		}
	}
}

func FuzzConfig(f *testing.F) {
	f.Add(base)
	f.Add(`{"community": {"name": "a"}, "sources": [{"name": "b", "feed": {"url": "c"}}]}`)
	f.Add("a: &a [*a]\ncommunity: *a")
	f.Add("community: {<<: &b {<<: *b}}")
	f.Fuzz(func(t *testing.T, text string) {
		file := filepath.Join(t.TempDir(), "recap.yaml")
		writeFile(t, file, text)
		_, err := Load(file, env(nil))
		var errs Errors
		if err != nil && !errors.As(err, &errs) {
			t.Errorf("Load() = %T, want Errors", err)
		}
		for _, e := range errs {
			if !strings.HasPrefix(e.Error(), file+":") || !strings.Contains(e.Error(), "; ") || strings.ContainsAny(e.Error(), "\n\x1b") {
				t.Errorf("Load() = %q, want plain lines", e)
			}
		}
	})
}
