package render

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"recap/digest"
)

// schema compiles the schema that ships with the program.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(SchemaJSON))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("recap-1.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("recap-1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, doc string) error {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

func TestJSONFitsSchema(t *testing.T) {
	s := schema(t)
	all := fixtures(t)
	all["explained"] = explained(t)
	for name, e := range all {
		if err := validate(t, s, rendered(t, JSON, e)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	// What was published once must stay valid.
	old, err := filepath.Glob("testdata/*/recap.json")
	if err != nil || len(old) == 0 {
		t.Fatalf("no old files: %v", err)
	}
	for _, file := range old {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, s, string(data)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func explained(t *testing.T) *digest.Edition {
	e := sample(t)
	e.Candidates = []digest.Candidate{{Rank: 1, Story: "s1", Title: "Sensor clocks drift in cold water", Score: 6.25}}
	return e
}

func TestSchemaRefuses(t *testing.T) {
	s := schema(t)
	for name, spoil := range map[string]func(m map[string]any){
		"another schema":      func(m map[string]any) { m["schema"] = "recap/2" },
		"no lede":             func(m map[string]any) { delete(m, "lede") },
		"null list":           func(m map[string]any) { m["also"] = nil },
		"bad time":            func(m map[string]any) { m["period"].(map[string]any)["start"] = "yesterday" },
		"bad post id":         func(m map[string]any) { m["posts"].([]any)[0].(map[string]any)["id"] = "x" },
		"unknown state":       func(m map[string]any) { m["coverage"].([]any)[0].(map[string]any)["state"] = "fine" },
		"a story in no state": func(m map[string]any) { m["stories"].([]any)[0].(map[string]any)["state"] = "fine" },
		"a line for nothing":  func(m map[string]any) { m["brief"] = []any{map[string]any{"text": "x"}} },
		"an unknown label": func(m map[string]any) {
			m["stories"].([]any)[0].(map[string]any)["paragraphs"].([]any)[0].(map[string]any)["label"] = "shout"
		},
		"text as number": func(m map[string]any) { m["title"] = 7 },
	} {
		var m map[string]any
		if err := json.Unmarshal([]byte(rendered(t, JSON, listDay())), &m); err != nil {
			t.Fatal(err)
		}
		spoil(m)
		doc, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		if validate(t, s, string(doc)) == nil {
			t.Errorf("%s: the schema lets it pass", name)
		}
	}
}

func TestJSONKeyOrder(t *testing.T) {
	got := rendered(t, JSON, explained(t))
	at := 0
	for _, key := range []string{"schema", "id", "revision", "digest", "title", "slug", "url", "language", "community", "period", "event", "stats", "stories", "lede", "brief", "narrative", "rest", "also",
		"newcomers", "questions", "votes", "organizations", "people", "upcoming", "coverage", "posts", "candidates"} {
		i := strings.Index(got[at:], "\n \""+key+"\":")
		if i < 0 {
			t.Fatalf("JSON() has no key %q where the contract puts it", key)
		}
		at += i
	}
	if !strings.HasSuffix(got, "}\n") || strings.HasSuffix(got, "\n\n") {
		t.Errorf("JSON() ends in %q, want one line break", got[len(got)-3:])
	}
}

func TestJSONReadBack(t *testing.T) {
	e := sample(t)
	e.Title = "bell \a, C1 \u0085, right-to-left \u202e, tag \U000e0041, noncharacter \U0001fffe, <b> & ☃"
	want := rendered(t, JSON, e)
	back, err := digest.Decode([]byte(want))
	if err != nil {
		t.Fatal(err)
	}
	if back.Title != e.Title {
		t.Errorf("Decode(JSON()) has title %q, want %q", back.Title, e.Title)
	}
	if got := rendered(t, JSON, back); got != want {
		t.Errorf("JSON(Decode(JSON())) differs:\n%s", got)
	}
	if strings.ContainsFunc(want, func(r rune) bool { return r != '\n' && hidden(r) }) {
		t.Errorf("JSON() holds control characters: %q", want[:400])
	}
	if !strings.Contains(want, "<b> & ☃") {
		t.Errorf("JSON() escapes what is harmless: %q", want[:400])
	}
}

func TestJSONKeepsEdition(t *testing.T) {
	e := &digest.Edition{Stories: []digest.Story{{}}, Lede: digest.Lede{Sentences: []digest.Sentence{{}}}}
	rendered(t, JSON, e)
	if e.Stories[0].Sources != nil || e.Lede.Sentences[0].Sources != nil || e.Also != nil {
		t.Error("JSON() changed the edition")
	}
}

func TestFileName(t *testing.T) {
	for _, tt := range []struct {
		id string
		ok bool
	}{{"daily-2026-10-16", true}, {"a.b_C", true}, {"", false}, {"../x", false}, {".hidden", false}, {"a/b", false}, {"a\x00", false}, {"ä", false}, {strings.Repeat("a", 201), false}} {
		if _, err := FileName(tt.id); (err == nil) != tt.ok {
			t.Errorf("FileName(%.20q) = %v, want ok %v", tt.id, err, tt.ok)
		}
	}
}

func TestIndex(t *testing.T) {
	older, newer := sample(t), quiet(t)
	second := sample(t)
	second.Revision, second.Title = 2, "Corrected"
	var b bytes.Buffer
	if err := Index(&b, []*digest.Edition{older, second, newer}); err != nil {
		t.Fatal(err)
	}
	var got []IndexEntry
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	marked := listDay()
	marked.Title, marked.Brief[0].Text, marked.Stories[0].Title = "A <b>title</b> [x](https://example.org)", "<i> is told", "<u>"
	b.Reset()
	if err := Index(&b, []*digest.Edition{marked}); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "<>") || strings.Contains(b.String(), "](") || !strings.Contains(b.String(), `"A ‹b›title‹/b› [x] (https://example.org)"`) || !strings.Contains(b.String(), `"summary": "‹i› is told; `) {
		t.Errorf("Index() has markup in titles:\n%s", b.String())
	}
	if len(got) != 2 || got[0].ID != newer.ID || got[1].Title != "Corrected" || got[1].File != "recaps/daily-2026-10-16.json" {
		t.Errorf("Index() = %+v, want the quiet day, then revision 2 of the busy one", got)
	}
}
