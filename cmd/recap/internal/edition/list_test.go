package edition

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/cmd/recap/internal/config"
	"recap/digest"
	"recap/digest/edit"
	"recap/digest/period"
)

// threeOfFour is a draft that tells stories a, b and c of a, b, c and d, with the decisions d.
func threeOfFour(d edit.Decisions) *Draft {
	e := &digest.Edition{ID: "daily-2026-10-19", Title: "Made title", Period: digest.Period{Label: "Monday, 19 October 2026"}}
	for _, id := range []string{"a", "b", "c", "d"} {
		e.Candidates = append(e.Candidates, digest.Candidate{Story: id, Title: "Title of\n" + id})
	}
	for _, id := range []string{"a", "b", "c"} {
		title := "Title of " + id
		if d.Rename[id] != "" {
			title = d.Rename[id]
		}
		e.Stories = append(e.Stories, digest.Story{ID: id, Title: title})
	}
	return &Draft{Due: Due{&config.Digest{Name: "daily"}, period.Window{Zone: time.UTC}}, Edition: e, present: d,
		Decisions: d, State: stateWaiting}
}

func TestParseList(t *testing.T) {
	rename := func(id, title string) map[string]string { return map[string]string{id: title} }
	for _, tc := range []struct {
		name string
		was  edit.Decisions
		list string
		want edit.Decisions
	}{
		{"as it was", edit.Decisions{}, "tell a Title of a\ntell b Title of b\ntell c Title of c\nalso d Title of d", edit.Decisions{}},
		{"without titles", edit.Decisions{}, "tell a\ntell b\ntell c\n", edit.Decisions{}},
		{"pin", edit.Decisions{}, "tell a\ntell b\npin c\n", edit.Decisions{Pin: []string{"c"}}},
		{"pin a candidate", edit.Decisions{}, "tell a\ntell b\ntell c\n\npin d", edit.Decisions{Pin: []string{"d"}}},
		{"pin a candidate in between", edit.Decisions{}, "tell a\npin d\ntell b\ntell c\n",
			edit.Decisions{Pin: []string{"d"}, Order: []string{"a", "d", "b", "c"}}},
		{"tell a candidate", edit.Decisions{}, "tell a\ntell b\ntell c\ntell d",
			edit.Decisions{Pin: []string{"d"}, Order: []string{"a", "b", "c", "d"}}},
		{"reorder", edit.Decisions{}, "tell c\ntell a\ntell b\nalso d", edit.Decisions{Order: []string{"c", "a", "b"}}},
		{"drop", edit.Decisions{}, "tell a\ndrop b\ntell c\ndrop d", edit.Decisions{Drop: []string{"b", "d"}}},
		{"take out", edit.Decisions{Pin: []string{"b"}}, "tell a\ntell c", edit.Decisions{}},
		{"rename", edit.Decisions{}, "rename a Other   title\ntell b New b\nrename d D",
			edit.Decisions{Rename: map[string]string{"a": "Other title", "b": "New b", "d": "D"}}},
		{"keep a name", edit.Decisions{Rename: rename("a", "A")}, "tell a A\ntell b\ntell c", edit.Decisions{Rename: rename("a", "A")}},
		{"take a name back", edit.Decisions{Rename: rename("a", "A")}, "tell a Title of a\ntell b\ntell c", edit.Decisions{}},
		{"keep the order", edit.Decisions{Order: []string{"a", "b"}}, "tell a\ntell b\ntell c", edit.Decisions{Order: []string{"a", "b"}}},
		{"keep the order of the rest", edit.Decisions{Order: []string{"a", "b"}}, "tell a\ndrop b\ntell c",
			edit.Decisions{Order: []string{"a"}, Drop: []string{"b"}}},
		{"unquote", edit.Decisions{Unquote: []string{"p"}}, "tell a\ntell b\ntell c\n\nunquote p Ann\nunquote q",
			edit.Decisions{Unquote: []string{"p", "q"}}},
		{"quote again", edit.Decisions{Unquote: []string{"p", "q"}}, "tell a\ntell b\ntell c\nunquote q", edit.Decisions{Unquote: []string{"q"}}},
		{"words", edit.Decisions{}, "title  The   title \nnote one\n# no\n\nnote two\n", edit.Decisions{Title: "The title", Note: "one\ntwo"}},
		{"approve", edit.Decisions{}, "tell a\napprove Ann Lee", edit.Decisions{Approve: &edit.Approval{By: "Ann Lee"}}},
		{"keep the approval", edit.Decisions{Approve: &edit.Approval{By: "Ann", Sum: "1"}}, "drop a",
			edit.Decisions{Drop: []string{"a"}, Approve: &edit.Approval{By: "Ann", Sum: "1"}}},
	} {
		got, err := ParseList(threeOfFour(tc.was), "list", []byte(tc.list))
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		if err := tc.want.Tidy(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&tc.want, got); diff != "" {
			t.Errorf("%s: parseList() (-want +got):\n%s", tc.name, diff)
		}
	}
}

// What list writes of decisions parseList reads again.
func TestListOfDecisions(t *testing.T) {
	want := edit.Decisions{Title: "T", Note: "N n\n\nm", Pin: []string{"a"}, Drop: []string{"d"},
		Rename: map[string]string{"b": "B"}, Order: []string{"a", "b"}, Unquote: []string{"p"}, Approve: &edit.Approval{By: "Ann", Sum: "1"}}
	if err := want.Tidy(); err != nil {
		t.Fatal(err)
	}
	d := threeOfFour(want)
	list := d.List()
	got, err := ParseList(d, "list", []byte(list))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&want, got); diff != "" {
		t.Errorf("parseList(list()) (-want +got):\n%s\n%s", diff, list)
	}
}

func TestParseListErrors(t *testing.T) {
	for _, tc := range []struct{ list, want string }{
		{"tell a\n\ntel b", `list:3: "tel" is not known; did you mean tell?`},
		{"pin x", `list:1: there is no story "x"; the stories are a (Title of a), `},
		{"tell", `list:1: there is no story ""`},
		{"tell a\npin a", "list:2: story a stands on line 1 already"},
		{"rename a", "list:1: rename wants a title behind the id"},
		{"note " + strings.Repeat("x", 8001), "list: the note has 8001 characters"},
	} {
		if _, err := ParseList(threeOfFour(edit.Decisions{}), "list", []byte(tc.list)); err == nil || !strings.HasPrefix(err.Error(), tc.want) {
			t.Errorf("parseList(%q) = %v, want %s", tc.list, err, tc.want)
		}
	}
	for _, list := range []string{"", "# only\n\n#comments\n"} {
		if got, err := ParseList(threeOfFour(edit.Decisions{}), "list", []byte(list)); got != nil || err != nil {
			t.Errorf("parseList(%q) = %+v, %v, want nothing", list, got, err)
		}
	}
}

func FuzzParseDecisions(f *testing.F) {
	for _, seed := range []string{"tell a\npin b\n", "drop d\nnote x", "rename a \x00", `{"pin":["a"]}`,
		`{"decisions":{"rename":{"a":"b"}}}`, "{", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := threeOfFour(edit.Decisions{})
		got, err := ParseDecisions(d, "-", []byte(text))
		if err != nil || got == nil {
			return
		}
		again := *got
		if err := again.Tidy(); err != nil || !sameDecisions(*got, again) {
			t.Errorf("parseDecisions(%q) = %+v, which is not tidy: %v", text, got, err)
		}
	})
}

// What a hashtag told is no candidate, and is decided about as all else.
func TestListOfAHashtag(t *testing.T) {
	d := threeOfFour(edit.Decisions{})
	d.Edition.Stories = append(d.Edition.Stories, digest.Story{ID: "e", Title: "Said on #hives"})
	for list, want := range map[string]edit.Decisions{
		d.List(): {},
		"tell a\ntell b\ntell c\ndrop e Said on #hives": {Drop: []string{"e"}},
		"tell a\ntell b\ntell c\ntell e Hives":          {Rename: map[string]string{"e": "Hives"}},
	} {
		got, err := ParseList(d, "list", []byte(list))
		if err := want.Tidy(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&want, got); err != nil || diff != "" {
			t.Errorf("parseList(%q): %v\n%s", list, err, diff)
		}
	}
	renamed := edit.Decisions{Rename: map[string]string{"e": "Hives"}}
	d = threeOfFour(renamed)
	d.Edition.Stories = append(d.Edition.Stories, digest.Story{ID: "e", Title: "Hives"})
	got, err := ParseList(d, "list", []byte(d.List()))
	if err != nil || got.Rename["e"] != "Hives" {
		t.Errorf("parseList(list()) of a title that was given = %+v, %v", got, err)
	}
}
