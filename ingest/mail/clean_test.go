package mail

import (
	"testing"

	"recap/ingest/text"
)

// TestClean puts every byte, and characters of which some must go, at every place of a text that is otherwise well.
func TestClean(t *testing.T) {
	const plain = "Some words, and more."
	var odd []string
	for c := range 256 {
		odd = append(odd, string([]byte{byte(c)}))
	}
	odd = append(odd, "é", "\u00ad", "\u200b", "\u202e", "\u2066", "…", "日本", "\r\n", "\x1b[0m", "\ufeff", "\U0001f600")
	for _, s := range odd {
		for at := range len(plain) + 1 {
			in := plain[:at] + s + plain[at:]
			if got, want := clean(in), text.Clean(in); got != want {
				t.Errorf("clean(%q) = %q, want %q", in, got, want)
			}
		}
	}
}
