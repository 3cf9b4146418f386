package ingest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/digest"
	"recap/digest/render"
	"recap/ingest/feed"
	"recap/ingest/fetch"
	"recap/ingest/mbox"
	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

// harbour is the community of these tests.
var harbour = source.Own{Name: "Harbour", Senders: []string{"recap@example.org"}, Lists: []string{"recap-*.example.org"},
	Feeds: []string{"https://harbour.example.org/recaps/atom.xml"}, Pages: []string{"https://harbour.example.org/recaps/"}}

// published returns the newsletter and the feed of a community, with line ends as an archive has them.
func published(t *testing.T, from, list, site string, secret ...byte) (letter, atom string) {
	t.Helper()
	start := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	e := &digest.Edition{Schema: digest.Schema, ID: "daily-2026-03-04", Revision: 1, Digest: "daily",
		Title: "Tide tables are out", Slug: "tides", Language: "en", URL: site + "/tides.html",
		Community: digest.CommunityInfo{Name: "Harbour", URL: "https://harbour.example.org"},
		Period:    digest.Period{Start: start, End: start.AddDate(0, 0, 1), Timezone: "UTC", Label: "Wednesday, 4 March 2026"}}
	var mail, feed bytes.Buffer
	if err := render.Mail(&mail, e, render.Envelope{From: from, To: "dev@lists.example.org", ListID: list, Output: "mail", Secret: secret}); err != nil {
		t.Fatal(err)
	}
	if err := render.Atom(&feed, []*digest.Edition{e}, render.Feed{URL: site + "/atom.xml"}); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(mail.String(), "\r\n", "\n"), feed.String()
}

// TestOwnByConfiguration reads newsletters and feeds back into a database that knows of none: ours by what the
// configuration sends with, in the forms in which archives have them, and what others send and say, which are posts.
func TestOwnByConfiguration(t *testing.T) {
	ours, atom := published(t, "Recap <recap@example.org>", "recap-daily.example.org", "https://harbour.example.org/recaps")
	theirs, theirAtom := published(t, "Recap <recap@quay.example.net>", "recap-daily.quay.example.net", "https://quay.example.net/recaps")
	sisters, sisterAtom := published(t, "Recap <recap-quay@example.org>", "recap-daily.example.org", "https://harbour.example.org/quay")
	below, _ := published(t, "Recap <recap@quay.example.org>", "recap-daily.quay.example.org", "https://quay.example.org/recaps")
	byHand, _ := published(t, "", "", "https://harbour.example.org/recaps")
	signed, _ := published(t, "Recap <recap@example.org>", "", "https://harbour.example.org/recaps", 1, 2, 3)
	head, _, _ := strings.Cut(ours, "\n\n")
	id := between(head, "Message-ID: ", "\n")
	printed := func(id string) string {
		return "From: Recap <recap@example.org>\nDate: Thu, 5 Mar 2026 00:00:00 +0000\nMessage-ID: " + id + "\nSubject: Tide tables are out\n\nTide tables are out.\n"
	}
	renamed := func(mail string) string {
		return strings.Replace(mail, between(mail, "Message-ID: ", "\n"), "<renamed@archive.example.com>", 1)
	}
	viaList := func(mail string) string {
		return strings.Replace(mail, "From: "+between(mail, "From: ", "\n"), "From: \"Recap via dev\" <dev@lists.example.com>", 1)
	}
	for name, tt := range map[string]struct {
		text string
		want int
	}{
		"as it was sent":             {ours, 0},
		"as an archive prints it":    {printed(id), 0},
		"signed, as it prints it":    {printed(between(signed, "Message-ID: ", "\n")), 0},
		"under another id":           {renamed(ours), 0},
		"from the list":              {viaList(ours), 0},
		"from the list, renamed":     {viaList(renamed(ours)), 0},
		"of before the mark's list":  {strings.Replace(renamed(ours), between(head+"\n\n", "revision=1", "\n\n"), "", 1), 0},
		"from a list of our domain":  {strings.Replace(viaList(ours), "dev@lists.example.com>", "dev@example.org>\nList-Id: <dev.example.org>\nList-Post: <mailto:dev@example.org>\nX-Was: x", 1), 0},
		"printed to be sent by hand": {byHand, 0},
		"another's, by hand":         {strings.Replace(byHand, "Harbour", "Quay", 1), 1},
		"an alert":                   {printed("<note.0123456789abcdef0123456789abcdef@example.org>"), 0},
		"a mail that asks":           {printed("<note.0123456789abcdef.0123456789abcdef0123456789abcdef@example.org>"), 0},
		"an answer to it":            {"From: Ann <ann@example.org>\nDate: Thu, 5 Mar 2026 01:00:00 +0000\nMessage-ID: <reply@example.org>\nIn-Reply-To: " + id + "\nSubject: Re: Tide tables are out\n\nI looked at the header of it:\n\nX-Recap-Edition: daily\nthat is what it says.\n", 1},
		"our feed":                   {atom, 0},
		"another's":                  {theirs, 1},
		"another's, renamed":         {renamed(theirs), 1},
		"another's, from the list":   {viaList(renamed(theirs)), 1},
		"another's of our domain":    {sisters, 1},
		"another's of a part of it":  {below, 1},
		"the same, renamed":          {viaList(renamed(below)), 1},
		"another's feed":             {theirAtom, 1},
		"another's feed on our host": {sisterAtom, 1},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "read")
			kind, text := source.Kind(&mbox.Config{Path: path}), mboxOf(tt.text)
			if strings.HasPrefix(tt.text, "<?xml") {
				kind, text = &feed.Config{URL: path}, tt.text
			}
			if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			env := source.Env{Now: func() time.Time { return sourcetest.Now }, HTTP: fetch.New(fetch.Options{})}
			for what, want := range map[*source.Own]int{nil: 1, &harbour: tt.want} {
				env.Own = what
				src, err := source.Open(kind, "s", env)
				if err != nil {
					t.Fatal(err)
				}
				res, err := source.Pull(t.Context(), sourcetest.NewSink(), "s", src, false, nil)
				if err != nil || res.Added.New != want {
					t.Errorf("Pull() adds %d posts, %v, want %d, where what is own is %v", res.Added.New, err, want, what)
				}
			}
		})
	}
}

// mboxOf returns a mailbox with one mail.
func mboxOf(mail string) string {
	return fmt.Sprintf("From recap@example.org Thu Mar  5 00:00:00 2026\n%s\n", mail)
}

// between returns what stands between two texts.
func between(s, before, after string) string {
	_, s, _ = strings.Cut(s, before)
	s, _, _ = strings.Cut(s, after)
	return s
}
