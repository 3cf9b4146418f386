package people_test

import (
	"fmt"
	"slices"
	"testing"

	"recap/digest/internal/scene"
	"recap/digest/people"
	"recap/digest/post"
	"recap/store"
)

// A sender is what stands in a From header.
type sender struct{ name, address string }

// written returns a post of each sender, one an hour.
func written(senders []sender) (*scene.Scene, []*post.Post) {
	s := scene.New()
	for i, from := range senders {
		p := s.Mail(fmt.Sprint(i), "", "Nobody", 8+float64(i), "Pump", "The pump stops.")
		p.Author = store.Author{Name: from.name, Address: from.address}
		p.Lists = []string{"dev@lists.norrvik.example"}
	}
	_, day, _ := s.Wrapped("en")
	return s, day
}

// TestUnite counts who writes from one address under names that agree once, and never two whose names do not.
func TestUnite(t *testing.T) {
	for _, tc := range []struct {
		name string
		from []sender
		want int
	}{
		{"a second name left out", []sender{{"Mira T. Oduya", "mira@a.example"}, {"Mira Oduya", "mira@a.example"}}, 1},
		{"two at one desk", []sender{{"Mira Oduya", "desk@a.example"}, {"Henk Vaals", "desk@a.example"}}, 2},
		{"two of one family", []sender{{"Mira Oduya", "oduya@a.example"}, {"Henk Oduya", "oduya@a.example"}}, 2},
		{"the bare address", []sender{{"Mira Oduya", "mo@a.example"}, {"", "mo@a.example"}}, 1},
		{"the address spelled out", []sender{{"mo at a.example", "mo@a.example"}, {"Mira Oduya", "mo@a.example"}}, 1},
		{"the account as a name", []sender{{"bluepump", "bluepump@a.example"}, {"Mira Oduya", "bluepump@a.example"}}, 1},
		{"a bare address of two", []sender{{"", "x@a.example"}, {"Mira Oduya", "x@a.example"}, {"Henk Vaals", "x@a.example"}}, 3},
		{"the first name alone", []sender{{"Mira", "mo@a.example"}, {"Mira Oduya", "mo@a.example"}}, 1},
		{"an initial", []sender{{"M. Oduya", "mo@a.example"}, {"Mira Oduya", "mo@a.example"}}, 1},
		{"an initial of two", []sender{{"M. Oduya", "mo@a.example"}, {"Mira Oduya", "mo@a.example"}, {"Max Oduya", "mo@a.example"}}, 3},
		{"turned round", []sender{{"Oduya Mira", "mo@a.example"}, {"Mira Oduya", "MO@a.example"}}, 1},
		{"accents", []sender{{"Zoë Krüger", "zk@a.example"}, {"Zoe Kruger", "zk@a.example"}}, 1},
		{"other addresses", []sender{{"Mira T. Oduya", "mira@a.example"}, {"Mira Oduya", "mira@b.example"}}, 2},
		{"one name at home and at work", []sender{{"Mira Oduya", "mira@a.example"}, {"Mira Oduya", "mo@b.example"}, {"Mira T. Oduya", "mo@b.example"}}, 1},
		{"one name of two people", []sender{{"M. Oduya", "mo@a.example"}, {"Mira Oduya", "mo@a.example"}, {"M. Oduya", "max@b.example"}, {"Max Oduya", "max@b.example"}}, 2},
		{"the list itself", []sender{{"Mira Oduya", "dev@lists.norrvik.example"}, {"", "dev@lists.norrvik.example"}}, 2},
		{"an office", []sender{{"Mira Oduya", "info@a.example"}, {"", "info@a.example"}}, 2},
	} {
		_, day := written(tc.from)
		people.Unite(day)
		who := map[string]bool{}
		for _, p := range day {
			who[p.Ident] = true
		}
		if len(who) != tc.want {
			t.Errorf("%s: %q are %d, want %d", tc.name, tc.from, len(who), tc.want)
		}
		if roster, _ := people.Roster(day); len(roster) != tc.want {
			t.Errorf("%s: the roster is %+v, want %d", tc.name, roster, tc.want)
		}
	}
}

// TestUniteRelay keeps apart who writes through a forge, which shows its own address.
func TestUniteRelay(t *testing.T) {
	s, _ := written([]sender{{"Mira T. Oduya", "notify@a.example"}, {"Mira Oduya", "notify@a.example"}})
	for _, p := range s.Posts {
		p.Author.Relay = true
	}
	_, day, _ := s.Wrapped("en")
	if one := people.Unite(day); one != nil {
		t.Errorf("Unite() = %v, want nobody united by an address that many write from", one)
	}
}

// TestTogether adds up what was written under several names, and shows the name where the bare address came first.
func TestTogether(t *testing.T) {
	s, day := written([]sender{{"", "mo@a.example"}, {"Mira Oduya", "mo@a.example"}, {"Henk Vaals", "hv@a.example"}})
	one := people.Unite(day)
	hour := func(n int) store.History {
		return store.History{Posts: n, First: s.Day.AddDate(0, 0, -n), Last: s.Day.AddDate(0, 0, n)}
	}
	before := map[string]store.History{"mira oduya": hour(2), "mo@a.example": hour(3), "henk vaals": hour(1)}
	got := people.Together(before, one)
	want := store.History{Posts: 5, First: s.Day.AddDate(0, 0, -3), Last: s.Day.AddDate(0, 0, 3)}
	if len(got) != 2 || got[day[0].Ident] != want || got["henk vaals"] != hour(1) {
		t.Errorf("Together() = %+v, want %+v of %s", got, want, day[0].Ident)
	}
	if len(before) != 3 {
		t.Errorf("Together() changed what it was given: %+v", before)
	}
	who, _ := people.Roster(day)
	i := slices.IndexFunc(who, func(p people.Person) bool { return p.Posts == 2 })
	if i < 0 || who[i].Name != "Mira Oduya" {
		t.Errorf("the roster is %+v, want Mira Oduya by name with two posts", who)
	}
}
