package draft

import (
	"slices"
	"strings"
	"testing"

	"recap/digest/edit"
	"recap/digest/internal/scene"
	"recap/digest/load"
)

// TestApplyToWhatCameLate edits the list of what came late: a line goes, comes back, gets another title, and becomes no
// story.
func TestApplyToWhatCameLate(t *testing.T) {
	s := workshop()
	p := s.Mail("z1", "", "Max Reed", -5, "A pump for the yard", "The pump of the yard lost its hose.")
	in := s.Input()
	in.Late = []load.Late{{ID: p.ID(), Edition: "daily-2026-10-14", Start: s.Day.AddDate(0, 0, -1), End: s.Day, Post: *p}}
	id := scene.ID("z1")
	line := "- [A pump for the yard](https://list.example.org/z1) — Max Reed, 14 October <!-- story: " + id + " -->\n"
	d := draftOf(t, in, edit.Decisions{})
	file := string(Write(d))
	if !strings.Contains(file, "\n\n## Came late\n<!-- late -->\n\n"+line) {
		t.Fatalf("the draft has no list of what came late:\n%s", file)
	}
	if r, err := Apply(d, []byte(file)); err != nil || r.Decisions != nil {
		t.Errorf("Apply(untouched) = %+v, %v", r, err)
	}
	r, err := Apply(d, []byte(strings.Replace(file, "[A pump for the yard]", "[The yard's pump]", 1)))
	if err != nil || r.Decisions == nil || r.Decisions.Rename[id] != "The yard's pump" {
		t.Fatalf("Apply(another title) = %+v, %v", r, err)
	}
	if renamed := string(Write(draftOf(t, in, *r.Decisions))); !strings.Contains(renamed, "- [The yard's pump](") {
		t.Errorf("the title is not the editor's:\n%s", renamed)
	}
	if r, err = Apply(d, []byte(strings.Replace(file, line, "", 1))); err != nil || r.Decisions == nil || !slices.Equal(r.Decisions.Drop, []string{id}) {
		t.Fatalf("Apply(without the line) = %+v, %v", r, err)
	}
	without := draftOf(t, in, *r.Decisions)
	dropped := string(Write(without))
	if len(without.Edition.Late) != 0 || !strings.Contains(dropped, "## Dropped\n<!-- dropped -->\n\n- A pump for the yard <!-- story: "+id) {
		t.Fatalf("the line is not dropped:\n%s", dropped)
	}
	back := strings.Replace(dropped, "## Dropped\n<!-- dropped -->", "## Came late\n<!-- late -->", 1)
	if r, err = Apply(without, []byte(back)); err != nil || r.Decisions == nil || len(r.Decisions.Drop) != 0 {
		t.Errorf("Apply(with the line again) = %+v, %v", r, err)
	}
	story := strings.Replace(strings.Replace(file, line, "", 1), "<!-- stories -->\n", "<!-- stories -->\n\n## A pump for the yard\n<!-- story: "+id+" -->\n", 1)
	if _, err := Apply(d, []byte(story)); err == nil || !strings.Contains(err.Error(), "came late for an earlier day") {
		t.Errorf("Apply(a story of it) = %v, want a refusal", err)
	}
}
