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

// TestOwnWordsAreNoPosts reads back what the program publishes: the newsletter with its header, as an archive that
// keeps only the Message-ID has it, and under another id; the feed; and what people write about it, which is theirs.
func TestOwnWordsAreNoPosts(t *testing.T) {
	start := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
	e := &digest.Edition{Schema: digest.Schema, ID: "daily-2026-03-04", Revision: 1, Digest: "daily",
		Title: "Tide tables are out", Slug: "tides", Language: "en",
		Community: digest.CommunityInfo{Name: "Harbour", URL: "https://harbour.example.org"},
		Period:    digest.Period{Start: start, End: start.AddDate(0, 0, 1), Timezone: "UTC", Label: "Wednesday, 4 March 2026"}}
	var whole, signed, atom bytes.Buffer
	if err := render.Mail(&whole, e, render.Envelope{From: "Recap <recap@example.org>", To: "dev@lists.example.org"}); err != nil {
		t.Fatal(err)
	}
	if err := render.Mail(&signed, e, render.Envelope{From: "Recap <recap@example.org>", To: "dev@lists.example.org", Output: "mail", Secret: []byte("tide")}); err != nil {
		t.Fatal(err)
	}
	if err := render.Atom(&atom, []*digest.Edition{e}, render.Feed{URL: "https://harbour.example.org/atom.xml"}); err != nil {
		t.Fatal(err)
	}
	sent := strings.ReplaceAll(whole.String(), "\r\n", "\n")
	head, _, _ := strings.Cut(sent, "\n\n")
	id := between(head, "Message-ID: ", "\n")
	bare := "From: Recap <recap@example.org>\nDate: Thu, 5 Mar 2026 00:00:00 +0000\nMessage-ID: " + id +
		"\nSubject: Tide tables are out\n\nTide tables are out.\n"
	signedID := between(signed.String(), "Message-ID: ", "\r\n")
	if signedID == id {
		t.Errorf("the signed id is %s, as the other", id)
	}
	other := strings.Replace(sent, id, "<renamed@archive.example.org>", 1)
	reply := "From: Ann <ann@example.org>\nDate: Thu, 5 Mar 2026 01:00:00 +0000\nMessage-ID: <reply@example.org>\nIn-Reply-To: " + id +
		"\nSubject: Re: Tide tables are out\n\nI looked at the header of it:\n\nX-Recap-Edition: daily\nthat is what it says.\n"
	dir := t.TempDir()
	for _, tt := range []struct {
		name, file, text string
		kind             func(path string) source.Kind
		want             int
	}{
		{"as it was sent", "list.mbox", mboxOf(sent), func(p string) source.Kind { return &mbox.Config{Path: p} }, 0},
		{"as an archive prints it", "bare.mbox", mboxOf(bare), func(p string) source.Kind { return &mbox.Config{Path: p} }, 0},
		{"signed, as an archive prints it", "signed.mbox", mboxOf(strings.Replace(bare, id, signedID, 1)), func(p string) source.Kind { return &mbox.Config{Path: p} }, 0},
		{"under another id", "other.mbox", mboxOf(other), func(p string) source.Kind { return &mbox.Config{Path: p} }, 0},
		{"an answer to it", "reply.mbox", mboxOf(reply), func(p string) source.Kind { return &mbox.Config{Path: p} }, 1},
		{"the feed", "atom.xml", atom.String(), func(p string) source.Kind { return &feed.Config{URL: p} }, 0},
	} {
		path := filepath.Join(dir, tt.file)
		if err := os.WriteFile(path, []byte(tt.text), 0o644); err != nil {
			t.Fatal(err)
		}
		src, err := source.Open(tt.kind(path), "s", source.Env{Now: func() time.Time { return sourcetest.Now },
			HTTP: fetch.New(fetch.Options{})})
		if err != nil {
			t.Fatal(err)
		}
		page, err := src.Fetch(t.Context(), nil)
		if err != nil || len(page.Posts) == 0 {
			t.Fatalf("%s: Fetch() = %d posts, %v, want it read", tt.name, len(page.Posts), err)
		}
		res, err := source.Pull(t.Context(), sourcetest.NewSink(), "s", src, true, nil)
		if err != nil || res.Added.New != tt.want {
			t.Errorf("%s: Pull() adds %d posts, %v, want %d", tt.name, res.Added.New, err, tt.want)
		}
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
