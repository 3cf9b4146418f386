package people_test

import (
	"fmt"
	"testing"

	"recap/digest/internal/scene"
	"recap/digest/people"
	"recap/digest/post"
	"recap/store"
)

func TestOrganisations(t *testing.T) {
	known := map[string]string{"tidewater.example": "Tidewater Labs"}
	for _, tc := range []struct {
		name  string
		write func(p *store.Post)
		want  string
	}{
		{"nothing", func(*store.Post) {}, ""},
		{"by domain", func(p *store.Post) { p.Author.Address = "ann@mail.tidewater.example" }, "Tidewater Labs"},
		{"of a relay", func(p *store.Post) { p.Author.Address, p.Author.Relay = "list@tidewater.example", true }, ""},
		{"by header and domain", func(p *store.Post) {
			p.Author.Organization, p.Author.Address = "Norrvik Harbour Works", "ann@mail.norrvik.example"
		}, "Norrvik Harbour Works"},
		{"by a header that says what it is", func(p *store.Post) { p.Author.Organization = "Norrvik College" }, "Norrvik College"},
		{"by a joke in the header", func(p *store.Post) { p.Author.Organization = "Leaking Bucket" }, ""},
		{"by a part of the domain that names nobody", func(p *store.Post) {
			p.Author.Organization, p.Author.Address = "Disorganized", "ann@pumps.org.au"
		}, ""},
		{"by a line with their name", func(p *store.Post) {
			p.Signature, p.Author.Address = "Ann Lee Pumps Norrvik\nphone 12345", "ann@norrvik.example"
		}, ""},
		{"by signature", func(p *store.Post) { p.Signature = "Ann Lee, Norrvik Systems GmbH\nphone 12345" }, "Norrvik Systems GmbH"},
		{"by somebody else's signature", func(p *store.Post) { p.Signature = "Bob Stone, Norrvik Systems GmbH" }, ""},
		{"by what they do", func(p *store.Post) { p.Signature = "Ann Lee, Senior Software Engineer" }, ""},
		{"by their own words", func(p *store.Post) { p.Text = "Hi, I work for Norrvik Systems and keep the pumps." }, "Norrvik Systems"},
		{"by what works for something else", func(p *store.Post) {
			p.Text = "I tried it. It will stop working for Windows 7, I hope it will work for Debian."
		}, ""},
		{"by where they come from", func(p *store.Post) { p.Text = "Hello, I am from Norway and I'm with Bob on this." }, ""},
		{"by a job in their own words", func(p *store.Post) { p.Text = "I am a hydraulic engineer at Norrvik Systems." }, "Norrvik Systems"},
		{"by a domain of the own name", func(p *store.Post) { p.Author.Address, p.Signature = "me@annlee.example", "Ann.Lee\nPumps" }, ""},
		{"the community itself", func(p *store.Post) { p.Author.Organization = "Larkspur" }, ""},
		{"none", func(p *store.Post) { p.Author.Organization = "private" }, ""},
	} {
		s := scene.New()
		tc.write(s.Mail("a", "", "Ann Lee", 8, "Pump", "The pump stops."))
		s.Mail("b", "", "Ann Lee", 9, "Gate", "The gate is open.")
		_, day, _ := s.Wrapped("en")
		people.NameOrganisations(day, known, "Larkspur")
		for _, p := range day {
			if p.Org != tc.want {
				t.Errorf("%s: %s is of %q, want %q", tc.name, p.Key, p.Org, tc.want)
			}
		}
	}
}

func TestRoster(t *testing.T) {
	s := scene.New()
	for i, who := range []string{"Ann Lee", "Bob Stone", "Bob Stone", "Cleo Marsh"} {
		s.Mail(fmt.Sprint(i), "", who, 8+float64(i), "Pump", "The pump stops.")
	}
	_, day, _ := s.Wrapped("en")
	day[0].Org, day[1].Org, day[2].Org, day[3].Org = "Norrvik", "Tidewater", "Tidewater", "Norrvik"
	who, orgs := people.Roster(day)
	if len(who) != 3 || who[0].Name != "Bob Stone" || who[0].Posts != 2 || who[1].Name != "Ann Lee" {
		t.Errorf("people %+v, want those with most posts first, then by date", who)
	}
	if len(orgs) != 2 || orgs[0].Name != "Norrvik" || len(orgs[0].People) != 2 {
		t.Errorf("organisations %+v", orgs)
	}
}

func TestNewcomersSaySomething(t *testing.T) {
	s := scene.New()
	s.Mail("old", "", "Dirk Holm", -24*200, "Pump", "The pump stops every day at noon, says the log.")
	s.Mail("a", "", "Ann Lee", 8, "Pump", "The pump stops every day at noon, says the log.")
	s.Mail("b", "", "Bob Stone", 9, "Pump", "+1")
	s.Mail("c", "", "cleo", 10, "Pump", "The pump stops every day at noon, says the log.")
	s.Status("d", "Eva Brook", 11, "The pump stops every day at noon, says the log, and the gate is shut.")
	s.Mail("e", "", "Dirk Holm", 12, "Pump", "The pump stops every day at noon, says the log.")
	_, day, _ := s.Wrapped("en")
	in := s.Input()
	k := people.Known{Start: in.Window.Start, First: in.First, Histories: in.Histories, Sightings: in.Sightings}
	got := k.Newcomers(day)
	if len(got) != 1 || got[0].Who != "Ann Lee" {
		t.Errorf("newcomers %v, want Ann Lee alone", names(got))
	}
	ann, source := got[0].Author.Voice(), got[0].Sources[0]
	in.Sightings[ann] = store.Sighting{Address: in.First}
	if got = k.Newcomers(day); len(got) != 0 {
		t.Errorf("newcomers %v, though the address was seen before", names(got))
	}
	in.Sightings[ann] = store.Sighting{Like: in.First}
	if got = k.Newcomers(day); len(got) != 0 {
		t.Errorf("newcomers %v, though somebody like her wrote before", names(got))
	}
	delete(in.Sightings, ann)
	for _, tt := range []struct {
		pace []int
		want int
	}{{[]int{40, 30, 20}, 1}, {[]int{40, 30, 0}, 0}, {[]int{2, 40, 3}, 0}, {[]int{0, 0, 2}, 1}, {[]int{5, 0, 0}, 0}, {nil, 0}} {
		k.Pace = map[string][]int{"other": {9, 9, 9}, source: tt.pace}
		if got = k.Newcomers(day); len(got) != tt.want {
			t.Errorf("%d newcomers where the source had %v posts in the months before, want %d", len(got), tt.pace, tt.want)
		}
	}
	k.Pace = nil
	h := store.History{Posts: 5, First: in.First, Last: in.Window.Start.AddDate(0, 0, -190)}
	in.Histories["ann lee"] = h
	if back := k.Returning(day); len(back) != 1 || back[0].Who != "Ann Lee" {
		t.Errorf("back are %v, want Ann Lee", names(back))
	}
	h.Posts = 1
	in.Histories["ann lee"] = h
	if back := k.Returning(day); len(back) != 0 {
		t.Errorf("back are %v, who had written once", names(back))
	}
}

func names(posts []*post.Post) (out []string) {
	for _, p := range posts {
		out = append(out, p.Who)
	}
	return out
}
