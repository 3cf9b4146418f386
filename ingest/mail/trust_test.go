package mail

import (
	"strings"
	"testing"

	"recap/store"
)

// wholeOf returns a mail by from with these fields that holds another one as all of it.
func wholeOf(from, fields string) string {
	return "From: " + from + "\n" + fields + "Subject: Look\nMessage-ID: <out@example.org>\nContent-Type: message/rfc822\n\n" +
		"From: Runa Vestre <runa@tide.example>\nSubject: The basin\nMessage-ID: <in@example.org>\n\nWe close the basin.\n"
}

func TestWhatPeopleEncloseIsTheirs(t *testing.T) {
	const list = "List-Id: <dev.lists.example.org>\n"
	digestOf := func(from string) string {
		return "From: " + from + "\n" + list +
			"Message-ID: <out@example.org>\nSubject: dev Digest, Vol 4, Issue 9\n\nLook at this.\n\n" + strings.Repeat("-", 70) +
			"\n\nMessage: 1\nFrom: Runa Vestre <runa@tide.example>\nSubject: The basin\nDate: Sun, 1 Nov 2026 09:00:00 +0000\nMessage-ID: <in@example.org>\n\nWe close the basin.\n\n" +
			strings.Repeat("-", 30) + "\n\nEnd of dev Digest, Vol 4, Issue 9\n"
	}
	mimeDigest := func(from string) string {
		return "From: " + from + "\n" + list +
			"Message-ID: <out@example.org>\nSubject: dev Digest, Vol 4, Issue 9\nContent-Type: multipart/digest; boundary=b\n\n" +
			"--b\n\nFrom: Runa Vestre <runa@tide.example>\nSubject: The basin\nMessage-ID: <in@example.org>\n\nWe close the basin.\n\n--b--\n"
	}
	for name, test := range map[string]struct {
		raw     string
		writers string // of the posts
	}{
		"whole by a member":           {wholeOf("Odile <odile@tide.example>", list), "Odile"},
		"whole by the list":           {wholeOf("Runa Vestre via dev <dev@lists.example.org>", list), "Runa Vestre"},
		"whole by a list's address":   {wholeOf("dev <dev@lists.example.org>", ""), "Runa Vestre"},
		"whole by a bare address":     {wholeOf("dev <dev@tide.example>", ""), "dev"},
		"digest by a member":          {digestOf("Odile <odile@tide.example>"), "Odile"},
		"digest by the list":          {digestOf("dev-request@lists.example.org"), ", Runa Vestre"},
		"digest by the program":       {digestOf("Mailman <mailman@lists.example.org>"), "Mailman, Runa Vestre"},
		"digest by another's request": {digestOf("dev-request@tide.example"), ""},
		"MIME digest by a member":     {mimeDigest("Odile <odile@tide.example>"), "Odile"},
		"MIME digest by the list":     {mimeDigest("dev-owner@lists.example.org"), ", Runa Vestre"},
	} {
		posts, err := ParseAll([]byte(test.raw), Options{Now: now})
		if err != nil {
			t.Fatalf("%s: ParseAll() = %v", name, err)
		}
		var writers []string
		for i, p := range posts {
			writers = append(writers, p.Author.Name)
			if want := []string{"", posts[0].Key}[min(i, 1)]; p.Within != want {
				t.Errorf("%s: post %d is within %q, want %q", name, i, p.Within, want)
			}
			if p.Author.Name != "Runa Vestre" && strings.Contains(p.Text, "We close") {
				t.Errorf("%s: %q says %q, which are another's words", name, p.Author.Name, p.Text)
			}
		}
		if got := strings.Join(writers, ", "); got != test.writers {
			t.Errorf("%s: posts by %q, want %q", name, got, test.writers)
		}
	}
}

func TestWhoIsNobody(t *testing.T) {
	for fields, want := range map[string]store.Author{
		"From: Runa Vestre <runa@tide.example>": {Name: "Runa Vestre",
			Address: "runa@tide.example"},
		"From: \"Runa Vestre sold all of the pumps to us\" <runa@tide.example>": {Address: "runa@tide.example"},
		"From: \"https://pumps.example/buy\" <runa@tide.example>":               {Address: "runa@tide.example"},
		"From: =?utf-8?B?4oCL?= <runa@tide.example>":                            {Address: "runa@tide.example"},
		"From: Runa Vestre <notifications@forge.example>": {Name: "Runa Vestre",
			Address: "notifications@forge.example", Relay: true},
		"From: Runa Vestre <4711@bugs.launchpad.net>": {Name: "Runa Vestre",
			Address: "4711@bugs.launchpad.net", Relay: true},
		"From: Runa Vestre <dev@lists.example.org>\nList-Id: <dev.lists.example.org>": {Name: "Runa Vestre",
			Address: "dev@lists.example.org", Relay: true},
		"From: Runa Vestre <dev-admin@lists.example.org>\nX-BeenThere: dev@lists.example.org": {Name: "Runa Vestre",
			Address: "dev-admin@lists.example.org", Relay: true},
	} {
		p, err := Parse([]byte(fields+"\n\nhi\n"), Options{Now: now})
		if err != nil || p.Author != want {
			t.Errorf("Parse(%q): Author = %+v, %v, want %+v", fields, p.Author, err, want)
		}
	}
}
