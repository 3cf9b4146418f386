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

// TestKeyWithoutWords demands keys of their own for mails without an id that say nothing and were sent at one moment,
// because they bring different things.
func TestKeyWithoutWords(t *testing.T) {
	const head = "From: Runa Vestre <runa@tide.example>\nDate: Sun, 1 Nov 2026 09:00:00 +0000\nSubject: Pictures\nContent-Transfer-Encoding: base64\n"
	keys := map[string]string{}
	for name, rest := range map[string]string{
		"one":             "Content-Type: image/png; name=basin.png\n\nAAAA\n",
		"another name":    "Content-Type: image/png; name=pump.png\n\nAAAA\n",
		"another kind":    "Content-Type: application/zip; name=basin.png\n\nAAAA\n",
		"another content": "Content-Type: image/png; name=basin.png\n\nBBBB\n",
		"two":             "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png\n\nAAAA\n--b\nContent-Type: image/png\n\nAAAA\n--b--\n",
	} {
		key := Key([]byte(head + rest))
		if other, taken := keys[key]; taken {
			t.Errorf("%s and %s have one key", name, other)
		}
		keys[key] = name
	}
}
