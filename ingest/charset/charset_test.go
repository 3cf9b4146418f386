package charset

import "testing"

// TestClaims has texts that are in another encoding than they claim.
func TestClaims(t *testing.T) {
	for name, tt := range map[string]struct{ label, raw, want string }{
		"as it claims":              {"koi8-r", "\xf0\xc5\xde\xd8", "Печь"},
		"UTF-8 that claims KOI8":    {"koi8-r", "Печь", "Печь"},
		"UTF-8 that claims Latin-9": {"iso-8859-15", "café", "café"},
		"two bytes that are no one": {"windows-1250", "\xc2\x80 5", "Â€ 5"},
		"a name of mail alone":      {"cp936", "\xbf\xbe\xcf\xe4", "烤箱"},
		"pasted together":           {"utf-8", "café, na\xefve", "café, na\ufffdve"},
		"nothing claimed":           {"", "caf\xe9", "café"},
		"UTF-7":                     {"utf-7", "Hi Mom +Jjo--!", "Hi Mom ☺-!"},
	} {
		if got := Decode([]byte(tt.raw), tt.label); got != tt.want {
			t.Errorf("%s: Decode(%q, %q) = %q, want %q", name, tt.raw, tt.label, got, tt.want)
		}
		if tt.label == "" || tt.label == "utf-7" {
			continue // a page without a label is guessed at
		}
		if got := UTF8([]byte(tt.raw), "text/html; charset="+tt.label); got != tt.want {
			t.Errorf("%s: UTF8(%q, %q) = %q, want %q", name, tt.raw, tt.label, got, tt.want)
		}
	}
}
