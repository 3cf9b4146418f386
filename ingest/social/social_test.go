package social

import (
	"testing"
)

// TestDisplayName takes the pronouns off the names that people give themselves.
func TestDisplayName(t *testing.T) {
	for name, want := range map[string]string{
		"Ines (she/her)": "Ines", "Ines [sie/ihr] 🌱": "Ines 🌱", "Ines （she/her）": "Ines", "Tom he/him": "Tom",
		"AC/DC": "AC/DC", "Ines / Moor": "Ines / Moor", "(she/her)": "(she/her)",
		"Ines | she/they": "Ines | she/they", "Олег (он/его)": "Олег", "Ines (Moor/Fen)": "Ines",
	} {
		if got := DisplayName(name); got != want {
			t.Errorf("displayName(%q) = %q, want %q", name, got, want)
		}
	}
}
