package render

import (
	"bytes"
	"strings"
	"testing"

	"recap/digest"
)

func TestNote(t *testing.T) {
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
	if got := rendered(t, Markdown, e); !strings.Contains(got, "\n\nEditor’s note: The meeting on the 20th has moved: see &#42;the wiki&#42; &#60;b&#62;first&#60;&#47;b&#62;&#46;\n\n### ") {
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
