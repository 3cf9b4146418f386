package post_test

import (
	"testing"

	"recap/digest/internal/scene"
	"recap/digest/language"
	"recap/digest/post"
	"recap/store"
)

func TestPrintName(t *testing.T) {
	for name, want := range map[string]string{
		"Ann Lee": "Ann Lee", "ann lee": "Ann Lee", "Lee, Ann": "Ann Lee", "Lee, Ann (Tidewater)": "Ann Lee",
		"van der Berg, Ann": "Ann van der Berg", "Ann Lee, Jr.": "Ann Lee, Jr.",
		"Mira Oduya, Henk Vaals": "Mira Oduya, Henk Vaals", "Ann Lee via harbour": "Ann Lee",
		"ann.lee@example.org": "ann.lee", "ann@example.org": "ann", "\"Ann Lee\"": "Ann Lee",
		"Ann Lee <ann@example.org>": "Ann Lee",
		"ann at example.org":        "ann", "annlee": "annlee", "李安": "李安", "": "", "  Ann   Lee ": "Ann Lee",
		"Norrvik Systems, Inc.": "Norrvik Systems, Inc.",
	} {
		if got := post.PrintName(name); got != want {
			t.Errorf("PrintName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestCanonicalURL(t *testing.T) {
	same := post.CanonicalURL("https://blog.example.org/a")
	for _, u := range []string{"http://www.blog.example.org/a/", "https://blog.example.org/a?utm_source=x&ref=y",
		"https://blog.example.org/a#top"} {
		if got := post.CanonicalURL(u); got != same || got == "" {
			t.Errorf("CanonicalURL(%q) = %q, want %q", u, got, same)
		}
	}
	if post.CanonicalURL("https://blog.example.org/") != "" || post.CanonicalURL("://") != "" ||
		post.CanonicalURL("https://blog.example.org/a?id=2") == same {
		t.Error("a bare site, no address, or another page is that page")
	}
}

func TestNobodyIsNamedByTheListsAddress(t *testing.T) {
	s := scene.New()
	p := s.Mail("a", "", "", 8, "Pump", "It stops.")
	p.Author, p.Lists = store.Author{Address: "harbour@lists.example.org"}, []string{"harbour@lists.example.org"}
	_, day, _ := s.Wrapped("en")
	if day[0].Who != "" {
		t.Errorf("the list is named as %q", day[0].Who)
	}
}

func TestLanguages(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Pump", "The pump stops at noon and there is nobody who knows why it does so.")
	s.Mail("b", "", "Ann Lee", 9, "Pumpe", "Die Pumpe steht seit Mittag still, und es weiß hier niemand, warum sie das tut.")
	s.Mail("c", "", "Ann Lee", 10, "水泵", "水泵昨天中午停了。谁知道原因？").Language = "zh"
	_, day, _ := s.Wrapped("en")
	for i, want := range []struct {
		tag   string
		alien bool
	}{{"en", false}, {"de", true}, {"en", true}} {
		if p := day[i]; p.Language != language.For(want.tag) || p.Alien != want.alien {
			t.Errorf("%q is read by %s, alien %t", p.Text, p.Language.Tag, p.Alien)
		}
	}
}

func TestTerms(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Pumps", "The pumps were stopped.")
	s.Mail("b", "", "Bob Stone", 9, "Pump", "A pump stops.")
	s.Mail("c", "", "Cleo Marsh", 10, "Crane", "The crane is green.")
	_, day, _ := s.Wrapped("en")
	if post.Alike(day[0].Terms(), day[1].Terms()) <= post.Alike(day[0].Terms(), day[2].Terms()) {
		t.Error("words are not compared by their stems")
	}
	if n := post.Common(day[0].Terms(), day[0].Terms()); n != len(day[0].Terms()) {
		t.Errorf("%d of %d terms in common with itself", n, len(day[0].Terms()))
	}
	for i, x := range day[0].Terms() {
		if i > 0 && x <= day[0].Terms()[i-1] {
			t.Error("terms do not ascend")
		}
	}
}

func TestClip(t *testing.T) {
	if got := post.Clip("ab水泵", 4); got != "ab" {
		t.Errorf("Clip cuts a character: %q", got)
	}
}
