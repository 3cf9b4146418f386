package render

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"recap/digest"
)

// TestModelIsNamed demands that every output says who wrote the text where a model did, and that it did not where it
// was to; the row of the coverage that says so is no source.
func TestModelIsNamed(t *testing.T) {
	for _, tc := range []struct {
		writer string
		failed bool
		want   []string
	}{
		{"model", false, []string{"Text by tide-7b, each sentence checked"}},
		{"chosen", false, []string{"Excerpts chosen by tide-7b"}},
		{"model", true, []string{"Text by tide-7b", "could not do all of its part"}},
	} {
		e := modelDay()
		e.Model = &digest.Model{Name: "tide-7b", Prompt: "1"}
		for i := range e.Stories {
			e.Stories[i].Writer, e.Stories[i].Translated = tc.writer, i == 0
		}
		if tc.failed {
			e.Coverage = append(e.Coverage, digest.Coverage{Source: "writer", Kind: "model", State: "partial", Error: "secret reason"})
		}
		for _, format := range Formats {
			var b bytes.Buffer
			if err := Format(&b, e, format, nil); err != nil {
				t.Fatal(err)
			}
			text := strings.Join(strings.Fields(b.String()), " ")
			if format == "json" {
				var again digest.Edition
				if err := json.Unmarshal(b.Bytes(), &again); err != nil || again.Model.Name != "tide-7b" || !again.Stories[0].Translated {
					t.Errorf("json: %v, %+v", err, again.Model)
				}
				continue
			}
			if format == "eml" { // encoded
				text = strings.ReplaceAll(text, "= ", "")
			}
			for _, want := range append(tc.want, "translated") {
				if !strings.Contains(text, want) && format != "eml" {
					t.Errorf("%s by %s does not say %q", format, tc.writer, want)
				}
			}
			if strings.Contains(text, "secret reason") || strings.Contains(text, "writer was read") {
				t.Errorf("%s takes the model for a source", format)
			}
		}
	}
}

// TestEvidenceOnThePage demands that a reader of the page sees what is behind a number without a script, and that
// other outputs lead to the post.
func TestEvidenceOnThePage(t *testing.T) {
	e := modelDay()
	var page, md bytes.Buffer
	if err := HTML(&page, e, Page{}); err != nil {
		t.Fatal(err)
	}
	if err := Markdown(&md, e); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, s := range e.Stories {
		for _, p := range s.Paragraphs {
			for _, x := range p.Sentences {
				for _, ev := range x.Evidence {
					n++
					if !strings.Contains(page.String(), "<blockquote><p>"+ev.Text+"</p></blockquote>") {
						t.Errorf("the page does not hold the evidence %q", ev.Text)
					}
					if url := e.Post(ev.Source).URL; !strings.Contains(md.String(), "]("+url+")") {
						t.Errorf("Markdown does not lead to %s", url)
					}
				}
			}
		}
	}
	if n == 0 || strings.Count(page.String(), "popovertarget=") == 0 || strings.Contains(page.String(), "<script") {
		t.Errorf("%d sentences of evidence, and the page has no place for them", n)
	}
}
