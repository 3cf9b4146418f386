package digest

import (
	"strings"
	"testing"
	"unicode/utf8"

	"recap/store"
)

func TestGate(t *testing.T) {
	in := pumpDay().input()
	c := NewChecker(in, pumpOptions())
	a1, a2, a3, a4 := store.PostID("", "a1@example.org"), store.PostID("", "a2@example.org"), store.PostID("", "a3@example.org"), store.PostID("", "a4@example.org")
	b1, c1 := store.PostID("", "b1@example.org"), store.PostID("", "c1@example.org")
	rod := "The rod was white with lime and the pump runs through the night again."
	for _, tc := range []struct {
		name  string
		story string
		text  string
		cites []string
		quote *Quote
		pass  bool
	}{
		{"told", a1, "Cleo Marsh noted that version 2.3 of the firmware ignores a float that moves less than four millimetres.", []string{a3}, nil, true},
		{"family name", a1, "In reply, Marsh noted that version 2.3 of the firmware ignores a float that moves less than four millimetres.", []string{a3}, nil, true},
		{"answered person", a1, "In reply to Bob Stone, Cleo Marsh noted that version 2.3 of the firmware ignores a float that moves less than four millimetres.", []string{a3}, nil, true},
		{"according to", a1, "According to Cleo Marsh, version 2.3 of the firmware ignores a float that moves less than four millimetres.", []string{a3}, nil, true},
		{"started", a1, "Ann Lee asked about “Pump stops when the tank is half full”.", []string{a1}, nil, true},
		{"dated", a1, "On 15 October, Bob Stone thought that the float sticks because the lime builds up on the rod over the summer.", []string{a2}, nil, true},
		{"quoted", a1, "Lee said: “" + rod + "”", []string{a4}, &Quote{rod, "Ann Lee", a4}, true},
		{"settled", a1, "That settled it for Ann Lee.", []string{a4}, nil, true},
		{"unanswered", c1, "Nobody had answered by the end of the day.", []string{c1}, nil, true},
		{"tally", b1, "When the period closed the vote was open and stood at two votes in favour and one vote against.", []string{b1}, nil, true},

		{"another number", a1, "Cleo Marsh noted that version 2.9 of the firmware ignores a float that moves less than four millimetres.", []string{a3}, nil, false},
		{"a number from elsewhere in the post", a1, "Cleo Marsh noted that version 3.2 of the firmware ignores a float that moves less than four millimetres.", []string{a3}, nil, false},
		{"another day", a1, "On 22 October, Bob Stone thought that the float sticks because the lime builds up on the rod over the summer.", []string{a2}, nil, false},
		{"another speaker", a1, "Ann Lee noted that version 2.3 of the firmware ignores a float that moves less than four millimetres.", []string{a3}, nil, false},
		{"another family name", a1, "Stone noted that version 2.3 of the firmware ignores a float that moves less than four millimetres.", []string{a3}, nil, false},
		{"according to another", a1, "According to Bob Stone, version 2.3 of the firmware ignores a float that moves less than four millimetres.", []string{a3}, nil, false},
		{"nobody speaks", a1, "Version 2.3 of the firmware ignores a float that moves less than four millimetres.", []string{a3}, nil, false},
		{"foreign name", a1, "Cleo Marsh noted that Siemens ignores a float that moves less than four millimetres.", []string{a3}, nil, false},
		{"foreign words", a1, "Cleo Marsh noted that the seals wear out after two summers in hard water.", []string{a3}, nil, false},
		{"same words, turned round", a1, "Cleo Marsh noted that an empty float moves a sticky rod, the tank looks like four firmware millimetres and ignores less.", []string{a3}, nil, false},
		{"no source", a1, "Cleo Marsh noted that version 2.3 of the firmware ignores a float.", nil, nil, false},
		{"unknown source", a1, "Cleo Marsh noted that version 2.3 of the firmware ignores a float.", []string{"0000000000000000"}, nil, false},
		{"altered quote", a1, "Lee said: “The rod was black with lime and the pump runs through the night again.”", []string{a4}, &Quote{"The rod was black with lime and the pump runs through the night again.", "Ann Lee", a4}, false},
		{"cut quote", a1, "Lee said: “The rod was white with lime”", []string{a4}, &Quote{"The rod was white with lime", "Ann Lee", a4}, false},
		{"quote of another", a1, "Lee said: “" + rod + "”", []string{a4}, &Quote{rod, "Bob Stone", a4}, false},
		{"marked, but nobody's words", a1, "Ann Lee said that “the pump is a fine machine”.", []string{a1}, nil, false},
		{"unanswered, but it was", a1, "Nobody had answered by the end of the day.", []string{a1}, nil, false},
		{"wrong tally", b1, "When the period closed the vote was open and stood at nine votes in favour and one vote against.", []string{b1}, nil, false},
		{"settled for another", a1, "That settled it for Bob Stone.", []string{a4}, nil, false},
	} {
		why := c.Story(tc.story, Sentence{Text: tc.text, Sources: tc.cites, Quote: tc.quote})
		if (why == "") != tc.pass {
			t.Errorf("%s: objection(%q) = %q, want pass %v", tc.name, tc.text, why, tc.pass)
		}
	}
}

func TestGateOfTheLede(t *testing.T) {
	in := pumpDay().input()
	e := mustBuild(t, in, pumpOptions())
	c := NewChecker(in, pumpOptions())
	first := e.Lede.Sentences[0]
	if why := c.Lede(e, 0, first); why != "" {
		t.Errorf("objection(%q) = %q, want none", first.Text, why)
	}
	for _, text := range []string{
		"Pumpworks saw 18 posts from 5 people in 4 threads on Thursday, 15 October 2026.",
		"Pumpworks saw 11 posts from 5 people in 11 threads on Thursday, 15 October 2026.",
		"Pumpworks saw 11 posts from 5 people in 4 threads on Thursday, 22 October 2026.",
		"Tidewater saw 11 posts from 5 people in 4 threads on Thursday, 15 October 2026.",
		"Pumpworks and Tidewater saw 11 posts from 5 people in 4 threads on Thursday, 15 October 2026.",
	} {
		if c.Lede(e, 0, Sentence{Text: text, Sources: first.Sources}) == "" {
			t.Errorf("objection(%q) = none, want one", text)
		}
	}
	if len(e.Lede.Sentences) < 2 {
		t.Fatalf("the lede is %+v, want the main story in it", e.Lede.Sentences)
	}
	main := e.Lede.Sentences[1]
	main.Text = "The main story is “Where do the spare seals come from?”, announced by Bob Stone."
	if c.Lede(e, 1, main) == "" {
		t.Errorf("objection(%q) = none, want one", main.Text)
	}
}

func TestGateOfAHashtagStory(t *testing.T) {
	s := newScene()
	for i, who := range []string{"Ann Lee", "Bob Stone", "Cleo Marsh", "Dev Kumar", "Eve Moor"} {
		p := s.add(string(rune('a'+i)), "", who, "", 9+float64(i), "The pump of shed "+who+" runs on #100wells water again")
		p.Kind, p.Key = "mastodon", "https://social.example.org/"+string(rune('1'+i))
		if i < 2 { // a tag that most posts carry is the stream's own
			p.Tags = []string{"100wells"}
		}
	}
	c := NewChecker(s.input(), pumpOptions())
	if c.all[0].title != "#100wells" {
		t.Fatalf("the first story is %q, want the one under the tag", c.all[0].title)
	}
	id := c.all[0].opener().id
	if why := c.Story(id, Sentence{Text: "Ann Lee posted under #100wells.", Sources: []string{id}}); why != "" {
		t.Errorf("objection() = %q, want none", why)
	}
	if c.Story(id, Sentence{Text: "Ann Lee posted under #107wells.", Sources: []string{id}}) == "" {
		t.Error("objection() of another tag = none, want one")
	}
}

// Parts of any text are its own bytes, in order, without white space.
func FuzzEachPart(f *testing.F) {
	for _, seed := range []string{"Ann's v1.2 stops", "naïve cafés…", "\xff\xfea", "日本語 text", "a\u0301b c", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		eachPart(s, func(w string, at int) {
			if at < end || s[at:at+len(w)] != w || w == "" || strings.ContainsAny(w, " \t\n'\"") {
				t.Errorf("eachPart(%q) gives %q at %d after %d", s, w, at, end)
			}
			if utf8.ValidString(s) && !utf8.ValidString(w) {
				t.Errorf("eachPart(%q) gives %q, which is no UTF-8", s, w)
			}
			end = at + len(w)
		})
		tokenize(s)
	})
}
