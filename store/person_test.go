package store

import (
	"testing"
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
		{Author{Name: "Mira Oduya", Address: "notify@forge.example", Relay: true},
			Author{Name: "Henk Vaals", Address: "notify@forge.example", Relay: true}, false},
		{Author{Name: "Mira Oduya", Address: "notify@forge.example", Relay: true},
			Author{Name: "Mira Oduya", Address: "mira@a.example"}, true},
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
