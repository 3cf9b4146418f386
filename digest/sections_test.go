package digest

import (
	"slices"
	"strings"
	"testing"
)

// sectioned returns an edition of a harbour with stories in several sections.
func sectioned(t *testing.T) *Edition {
	t.Helper()
	e := &Edition{ID: "daily-1", Title: "Harbour, 19 October 2026: Release 2.4 of the pump", Language: "en",
		Community: CommunityInfo{Name: "Harbour"}}
	e.Period.Label = "19 October 2026"
	e.Stats.Posts, e.Stats.Stories = 9, 3
	for i, x := range []struct{ title, section string }{{"Release 2.4 of the pump", "Releases"}, {"Paint for the gates", "Talk"},
		{"Vote on the lock", "Votes"}} {
		id := string(rune('a' + i))
		said := []Sentence{{Text: "About " + x.title + ".", Sources: []string{id}}}
		e.Stories = append(e.Stories, Story{ID: "s" + id, Title: x.title, Section: x.section, Score: float64(9 - i),
			Sources: []string{id, id + "2"}, People: []string{"Ann Lee", "Bob Ray"},
			Paragraphs: []Paragraph{{Label: "Opener", By: "Ann Lee", Sentences: said}}})
		e.Posts = append(e.Posts, PostRef{ID: id}, PostRef{ID: id + "2"})
		if i < 2 {
			e.Brief = append(e.Brief, Brief{Text: x.title + ": 2 posts from 2 people", Story: "s" + id})
		}
	}
	e.Posts = append(e.Posts, PostRef{ID: "new"})
	e.Narrative.Sentences = []Sentence{{Text: "Cyd Fox writes here for the first time.", Sources: []string{"new"}},
		{Text: "Also: Paint for the gates.", Sources: []string{"b"}}}
	e.Lede.Sentences = []Sentence{{Text: "The pump is out.", Sources: []string{"a"}}}
	e.Votes = []Vote{{Title: "Vote on the lock", Source: "c"}}
	return e
}

func TestOfSections(t *testing.T) {
	for _, tt := range []struct {
		sections string
		stories  string // ids; "" for no edition at all
		title    string
		brief    string
		posts    string
		lede     int
		votes    int
	}{
		{"", "sa sb sc", "Release 2.4 of the pump", "sa sb", "a a2 b b2 c c2 new", 1, 1},
		{"Releases Talk Votes", "sa sb sc", "Release 2.4 of the pump", "sa sb", "a a2 b b2 c c2 new", 1, 1},
		{"Talk Votes", "sb sc", "Paint for the gates", "sb sc", "b b2 c c2 new", 0, 1},
		{"Releases", "sa", "Release 2.4 of the pump", "sa", "a a2 new", 1, 0},
		{"Nonsense", "", "", "", "", 0, 0},
	} {
		e := sectioned(t)
		before := len(e.Stories)
		got := OfSections(e, strings.Fields(tt.sections))
		if tt.stories == "" {
			if got != nil {
				t.Errorf("%s: OfSections() tells %d stories, want nothing", tt.sections, len(got.Stories))
			}
			continue
		}
		var stories, brief, posts []string
		for _, s := range got.Stories {
			stories = append(stories, s.ID)
		}
		for _, b := range got.Brief {
			brief = append(brief, b.Story)
			if !slices.ContainsFunc(got.Stories, func(s Story) bool { return s.ID == b.Story && b.Text == s.Title+": 2 posts from 2 people" }) {
				t.Errorf("%s: the line %q", tt.sections, b.Text)
			}
		}
		for _, p := range got.Posts {
			posts = append(posts, p.ID)
		}
		if strings.Join(stories, " ") != tt.stories || strings.Join(brief, " ") != tt.brief || strings.Join(posts, " ") != tt.posts ||
			!strings.HasSuffix(got.Title, ": "+tt.title) || len(got.Lede.Sentences) != tt.lede || len(got.Votes) != tt.votes {
			t.Errorf("%s: stories %q, in short %q, posts %q, title %q, %d and %d, want %+v", tt.sections, stories, brief, posts, got.Title,
				len(got.Lede.Sentences), len(got.Votes), tt)
		}
		if !strings.HasPrefix(got.Title, "Harbour, ") || got.Stats.Stories != len(got.Stories) || got.Stats.Posts != 9 {
			t.Errorf("%s: %q with %+v", tt.sections, got.Title, got.Stats)
		}
		if n := len(got.Narrative.Sentences); n != map[bool]int{true: 2, false: 1}[slices.Contains(stories, "sb")] {
			t.Errorf("%s: %d sentences of what metadata tells", tt.sections, n)
		}
		if len(e.Stories) != before || len(e.Brief) != 2 || len(e.Votes) != 1 {
			t.Errorf("%s: the edition itself was changed", tt.sections)
		}
	}
}

// TestOfSectionsKeepsTheEditorsTitle demands that a title of no story stays.
func TestOfSectionsKeepsTheEditorsTitle(t *testing.T) {
	e := sectioned(t)
	e.Title = "A quiet day at the harbour"
	if got := OfSections(e, []string{"Votes"}); got.Title != e.Title {
		t.Errorf("the title is %q, want the editor's", got.Title)
	}
	e.Model = &Model{Name: "m"}
	if got := OfSections(e, []string{"Votes"}); !strings.HasSuffix(got.Title, ": Vote on the lock") {
		t.Errorf("the title is %q, and nobody knows what a model's is about", got.Title)
	}
}
