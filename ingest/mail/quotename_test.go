package mail

import "testing"

// TestSplitNamedQuotes has quotations that are marked by who is quoted, and what only looks like them.
func TestSplitNamedQuotes(t *testing.T) {
	for _, tt := range []struct{ name, text, own, quoted string }{
		{"a name", "Marta> The pump is loud\nMarta> and leaks.\n\nMine is quiet.\n", "Mine is quiet.", "The pump is loud\nand leaks."},
		{"a name once", "Jean-Luc> The pump is loud.\n\nMine is quiet.\n", "Mine is quiet.", "The pump is loud."},
		{"two names", "Marta> Loud.\nPetr> Quiet.\nMarta> No.\n\nLet us measure.\n", "Let us measure.", "Loud.\nQuiet.\nNo."},
		{"initials, further in", "     MK> The pump is loud.\n\nMine is quiet.\n\n    k> and leaks\n\nNot here.\n", "Mine is quiet.\n\nNot here.", "The pump is loud.\nand leaks"},
		{"a name with accents", "Jörg> Die Pumpe ist laut.\n\nMeine nicht.\n", "Meine nicht.", "Die Pumpe ist laut."},
		{"a prompt", "Try this:\n\n    mysql> select 1;\n    mysql> quit\n\nThat is all.\n", "Try this:\n\n    mysql> select 1;\n    mysql> quit\n\nThat is all.", ""},
		{"the rest of a tag", "It writes <Pump\nFormat> twice, and then\nFormat> again.\n", "It writes <Pump\nFormat> twice, and then\nFormat> again.", ""},
		{"an arrow in a sentence", "We went by\nTrondheim> Bergen> Voss in the end.\n", "We went by\nTrondheim> Bergen> Voss in the end.", ""},
		{"a comparison", "If a> b the pump stops.\n", "If a> b the pump stops.", ""},
	} {
		w := Split(tt.text)
		if w.Own != tt.own || w.Quoted != tt.quoted {
			t.Errorf("%s: Split() = own %q, quoted %q, want %q, %q", tt.name, w.Own, w.Quoted, tt.own, tt.quoted)
		}
	}
}
