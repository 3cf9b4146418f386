package sample

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
)

// TestRecordedAnswers demands that each recorded sentence rests on words which the community has said, and that some are false on purpose.
func TestRecordedAnswers(t *testing.T) {
	var all recording
	if err := json.Unmarshal(file("answers.json"), &all); err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, one := range community(t) {
		text := strings.ReplaceAll(one.title+" "+one.body, "=\n", "") // quoted-printable breaks lines so
		if data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(one.body), "")); err == nil {
			text = one.title + " " + string(data)
		}
		said += strings.Join(strings.Fields(text), " ") + "\n"
	}
	unsupported := 0
	for _, s := range all.Stories {
		if !strings.Contains(said, strings.Split(s.Title, "'")[0]) && s.Title != "Wind at the quay" {
			t.Errorf("no story is called %q", s.Title)
		}
		for _, list := range [][]recordedSentence{s.Told.Sentences, s.Chose.Excerpts} {
			if len(list) == 0 {
				t.Errorf("%s: nothing is recorded", s.Title)
			}
			for _, x := range list {
				if x.Supported != nil && !*x.Supported {
					unsupported++
				}
				if len(x.Evidence) == 0 {
					t.Errorf("%q rests on nothing", x.Text)
				}
				for _, e := range x.Evidence {
					if !strings.Contains(said, e) {
						t.Errorf("nobody says %q", e)
					}
				}
			}
		}
	}
	if n := strings.Count(string(file("answers.json")), `"false": `); n < 4 || unsupported == 0 {
		t.Errorf("%d answers are false on purpose, and %d are left to the second reader", n, unsupported)
	}
}
