package render

import (
	"bytes"
	"strings"
	"testing"

	"recap/digest"
)

func TestNoteOfBefore(t *testing.T) {
	e := sample(t)
	e.Note = "The meeting on the 20th has moved:\nsee *the wiki* <b>first</b>"
	const want = "Editor’s note: The meeting on the 20th has moved: see *the wiki* <b>first</b>."
	for _, o := range outputs {
		got := rendered(t, o.write, e)
		switch o.file {
		case "recap.html":
			got = visible(got)
		case "recap.txt":
			got = strings.Join(strings.Fields(got), " ")
		default:
			continue
		}
		if n := strings.Count(got, want); n != 1 {
			t.Errorf("%s has the note %d times, want once:\n%s", o.file, n, got)
		}
	}
	_, parts := readMail(t, mailOf(t, e, Envelope{}))
	if got := visible(parts[1]); !strings.Contains(got, want) {
		t.Errorf("Mail() does not hold %q:\n%s", want, got)
	}
	if got := rendered(t, Markdown, e); !strings.Contains(got, "\n\nEditor’s note: The meeting on the 20th has moved: see \\*the wiki\\* &lt;b&gt;first&lt;/b&gt;.\n\n### ") {
		t.Errorf("Markdown() does not hold the note below the first paragraph:\n%s", got[:1500])
	}
	var with, without bytes.Buffer
	if err := JSON(&with, e); err != nil {
		t.Fatal(err)
	}
	back, err := digest.Decode(with.Bytes())
	if err != nil || back.Note != e.Note {
		t.Errorf("Decode(JSON()) has the note %q, %v, want %q", back.Note, err, e.Note)
	}
	e.Note = ""
	if err := JSON(&without, e); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(without.String(), `"note"`) {
		t.Error("JSON() of an edition without a note has the key note")
	}
}

// TestIntroduction reads the editor's Markdown: what is meant as markup stays, all else is shown as it is written.
func TestIntroduction(t *testing.T) {
	e := listDay()
	e.Note = sectionedWeek().Note
	got := rendered(t, Markdown, e)
	want := "\n\nEditor’s note: Two things *before* you read:\n\n- the server moves on **Sunday**, see [the plan](https://halyard.example.org/move)\n- &#123;&#123; nothing &#125;&#125; &lt;b&gt;else&lt;/b&gt;\n\nHave fun.\n\n### In short\n\n"
	if !strings.Contains(got, want) {
		t.Errorf("Markdown() does not hold %q before all else:\n%s", want, got[:800])
	}
	page := rendered(t, outputs[3].write, e)
	for _, want := range []string{"<em>before</em>", "<strong>Sunday</strong>", `<a href="https://halyard.example.org/move">the plan</a>`, "{{ nothing }} &lt;b&gt;else&lt;/b&gt;"} {
		if !strings.Contains(page, want) {
			t.Errorf("HTML() does not hold %q", want)
		}
	}
	for source, want := range map[string]string{
		"# Title\n\ntext":                             "Title|text",
		"a  \nb\nc":                                   "a b c",
		"> quoted\n> - one\n>   - two":                "quoted|- one two",
		"[x](javascript:alert) <https://a.b/>":        "x https://a.b/",
		"`co&amp;de` &amp; \\* ![alt](https://a.b/c)": "co&amp;de & * alt",
		"    indented\n\n<div>\nraw\n</div>":          "indented|<div> raw </div>",
		"1. one\n\n   more\n2. two":                   "- one more- two",
		strings.Repeat("> ", 500) + "deep":            "",
		" \n\t":                                       "",
	} {
		var parts []string
		for _, b := range readMarkdown(source) {
			part := b.Text.plain()
			for _, p := range b.Items {
				part += "- " + p.plain()
			}
			parts = append(parts, part)
		}
		if got := strings.Join(parts, "|"); got != want {
			t.Errorf("readMarkdown(%.40q) = %q, want %q", source, got, want)
		}
	}
}
