package digest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// recorded is an edition as the version before excerpts recorded it: sentences of the program's own, "also", no labels.
func recorded(t *testing.T) *Edition {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "recorded.json"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestRecordedEditionsAreRead(t *testing.T) {
	e := recorded(t)
	again, err := Decode(encoded(t, e))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []*Edition{e, again} {
		if len(e.Lede.Sentences) != 2 || len(e.Also) != 1 || len(e.Stories) != 1 || len(e.Stories[0].Paragraphs) != 2 || e.Stories[0].Paragraphs[0].Label != "" || e.Stories[0].State != "" || e.Stories[0].Outcome == "" || len(e.Brief)+len(e.Rest)+len(e.Narrative.Sentences) != 0 || e.Stats.Usual.Posts != -1 {
			t.Errorf("the edition is read as %+v", e)
		}
	}
}

// What older editions told is known by the same rows, or stories would be told twice after the program was replaced.
func TestRecordedEditionsKeepTheirRows(t *testing.T) {
	rows := recorded(t).Told()
	if len(rows) != 1 {
		t.Fatalf("rows %+v", rows)
	}
	r := rows[0]
	if r.Edition != "daily-2026-10-14" || r.Story != "1111111111111111" || r.Thread != "1111111111111111" || r.URL != "https://list.example.org/g1" || r.Title != "Grease for the winch" ||
		!slices.Equal(r.Posts, []string{"1111111111111111", "2222222222222222", "3333333333333333"}) || !slices.Equal(r.Prints, []string{"15e8ec12c336e6b9", "1ad4cce40901dc19", "b1b36d96718eb4c4"}) {
		t.Errorf("row %+v", r)
	}
}

func TestRecordedEditionsWithoutWords(t *testing.T) {
	e := recorded(t)
	before := string(encoded(t, e))
	out := WithoutWords(e, map[string]bool{"4444444444444444": true})
	text := string(encoded(t, out))
	for _, words := range []string{"Max Thal", "Paint for the crane"} {
		if strings.Contains(text, words) {
			t.Errorf("%q is left", words)
		}
	}
	if len(out.Also) != 1 || out.Also[0].Title != "1 post" || out.Stories[0].Title != "Grease for the winch" || len(out.Stories[0].Paragraphs) != 2 || len(out.Lede.Sentences) != 2 {
		t.Errorf("what rests on other posts is lost: %s", text)
	}
	out = WithoutWords(e, map[string]bool{"1111111111111111": true, "3333333333333333": true})
	text = string(encoded(t, out))
	for _, words := range []string{"Kim Ott", "Ott replied", "Grease for the winch", "which grease", "Tidewater"} {
		if strings.Contains(text, words) {
			t.Errorf("%q is left in %s", words, text)
		}
	}
	if !strings.Contains(text, "The yellow one") {
		t.Error("the words of Lou Graf, who may be quoted, are lost")
	}
	if string(encoded(t, e)) != before {
		t.Error("WithoutWords() changed its argument")
	}
}
