package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSamePerson(t *testing.T) {
	for _, test := range []struct {
		a, b Author
		want bool
	}{
		{Author{Name: "Mira Oduya", Address: "mira@a.example"}, Author{Name: "mira  oduya", Address: "Mira@a.example"}, true},
		{Author{Name: "Mira Oduya", Address: "mira@a.example"}, Author{Name: "Mira Oduya", Address: "eve@b.example"}, false},
		{Author{Name: "Mira Oduya", Address: "mira@a.example"}, Author{Name: "Henk Vaals", Address: "mira@a.example"}, false},
		{Author{Name: "Mira Oduya", Address: "mira@a.example"}, Author{Name: "Mira Oduya"}, true}, // a list hid the address
		{Author{Name: "Mira Oduya", Address: "mira@a.example"}, Author{Address: "mira@a.example"}, true},
		{Author{Name: "Mira Oduya", Address: "mira@a.example"}, Author{}, false},
		{Author{}, Author{}, false},
		{Author{Name: "Oduya, Mirá", Address: "mira@a.example"}, Author{Name: "Mira Oduya (Norrvik)", Address: "mira@a.example"}, true},
		{Author{Name: "Mir? Oduya", Address: "mira@a.example"}, Author{Name: "Mirá Oduya", Address: "mira@a.example"}, true},
		{Author{Name: "Mira Oduya", Address: "notify@forge.example", Relay: true}, Author{Name: "Henk Vaals", Address: "notify@forge.example", Relay: true}, false},
		{Author{Name: "Mira Oduya", Address: "notify@forge.example", Relay: true}, Author{Name: "Mira Oduya", Address: "mira@a.example"}, true},
		{Author{Name: "Mira", Handle: "mira@a.example"}, Author{Name: "Mira O.", Handle: "mira@a.example"}, true},
		{Author{Name: "Mira", Handle: "mira@a.example"}, Author{Name: "Mira", Handle: "mira@b.example"}, false},
	} {
		if got, back := SamePerson(test.a, test.b), SamePerson(test.b, test.a); got != test.want || back != test.want {
			t.Errorf("SamePerson(%+v, %+v) = %t, and %t the other way round, want %t", test.a, test.b, got, back, test.want)
		}
	}
}

func TestAddressesOfRelaysIdentifyNobody(t *testing.T) {
	one := Author{Name: "mira", Address: "notify@forge.example", Relay: true}
	other := Author{Name: "henk", Address: "notify@forge.example", Relay: true}
	if one.Identity() != "mira" || one.Identity() == other.Identity() || one.Voice() == other.Voice() {
		t.Errorf("identities %q and %q, voices %q and %q, want two people", one.Identity(), other.Identity(), one.Voice(), other.Voice())
	}
}

func TestSightings(t *testing.T) {
	db := openTest(t)
	mira, henk := Author{Name: "Mira Oduya", Address: "mira@a.example"}, Author{Name: "Henk Vaals", Handle: "henk@b.example"}
	by := func(n int, a Author, change func(*Post)) Post {
		return with(mail(n), func(p *Post) { p.Author = a; change(p) })
	}
	none := func(*Post) {}
	at := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	commit(t, db, "list",
		by(1, Author{Name: "Mirabel", Address: "mira@a.example"}, none), by(2, mira, none), by(3, mira, none), by(4, henk, none),
		by(5, Author{Name: "Cron", Address: "cron@a.example"}, func(p *Post) { p.Machine = "a robot" }),
		by(6, Author{Name: "Ines Farnby", Address: "notify@forge.example", Relay: true}, none),
		by(9, Author{Name: "Late", Address: "late@a.example"}, none))
	authors := []Author{mira, {Name: "Eve", Address: "mira@a.example"}, {Name: "Mira Oduya", Address: "eve@b.example"}, henk,
		{Name: "Cron", Address: "cron@a.example"}, {Name: "Other", Address: "notify@forge.example"}, {Name: "Late", Address: "late@a.example"}, {}}
	want := []Sighting{{at(1), at(2)}, {Address: at(1)}, {}, {at(4), at(4)}, {}, {}, {}, {}}
	got, err := db.Sightings(t.Context(), authors, at(8))
	if err != nil {
		t.Fatalf("Sightings() = %v", err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Sightings() differ (-want +got):\n%s", diff)
	}
}
