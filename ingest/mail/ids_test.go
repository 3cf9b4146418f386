package mail

import "testing"

// TestKeyOfArchives demands one key for one mail, whatever ids archives gave it.
func TestKeyOfArchives(t *testing.T) {
	const rest = "From: Ann Lee <ann@example.org>\nDate: Sun, 1 Nov 2026 09:00:00 +0000\nSubject: notes\n\nSome words.\n"
	const made = "<20261101090000.aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1eF3hJ5kL7nP9r@z>"
	none := Key([]byte(rest))
	for _, test := range []struct{ fields, want string }{
		{"Message-ID: " + made + "\n", none},
		{"Message-Id: <0123456789abcdef0123456789abcdef@NO-ID-FOUND.mhonarc.org>\n", none},
		{"Message-ID: <own@example.org>\nMessage-ID: " + made + "\n", "own@example.org"},
		{"Message-ID: " + made + "\nMessage-ID: <own@example.org>\n", "own@example.org"},
		{"Message-ID: " + made + "\nX-Alt-Message-ID: <own@example.org>\n", "own@example.org"},
		{"Message-ID: <own@example.org>\nX-Alt-Message-ID: " + made + "\n", "own@example.org"},
		{"Message-ID: <2026110109.short@z>\n", "2026110109.short@z"},
	} {
		if got := Key([]byte(test.fields + rest)); got != test.want {
			t.Errorf("Key(%q) = %q, want %q", test.fields, got, test.want)
		}
	}
}
