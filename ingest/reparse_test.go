package ingest

import (
	"strings"
	"testing"
	"time"

	"recap/ingest/feed"
	"recap/ingest/mastodon"
	"recap/ingest/mbox"
	"recap/store"
)

func TestReparseMail(t *testing.T) {
	box := &Config{Name: "box", Mbox: &mbox.Config{Path: "a.mbox", List: "dev@lists.example.org", Archive: "https://archive.example.org/{message_id}"}}
	seen := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	got := box.Reparse(store.Post{Kind: "mbox", FirstSeen: seen, Raw: []byte("From: Runa Vestre <runa@tide.example>\nMessage-ID: <1@tide.example>\nSubject: Basin\n\nIt is closed.\n")})
	if len(got.Posts) != 1 || got.Posts[0].Key != "1@tide.example" || got.Posts[0].Text != "It is closed." || got.Posts[0].URL != "https://archive.example.org/1@tide.example" ||
		got.Posts[0].Kind != "mbox" || !got.Posts[0].Published.Equal(seen) || len(got.Enclosed) > 0 {
		t.Errorf("Reparse() = %+v", got)
	}
	digest := "From: Odile <odile@tide.example>\nMessage-ID: <2@tide.example>\nSubject: dev Digest, Vol 4, Issue 9\n\nLook.\n\n" + strings.Repeat("-", 70) +
		"\n\nMessage: 1\nFrom: Runa Vestre <runa@tide.example>\nSubject: Basin\nMessage-ID: <3@tide.example>\n\nIt is closed.\n\n" + strings.Repeat("-", 30) + "\n\nEnd of dev Digest, Vol 4, Issue 9\n"
	got = box.Reparse(store.Post{Kind: "mbox", FirstSeen: seen, Raw: []byte(digest)})
	if len(got.Posts) != 1 || len(got.Enclosed) != 1 || got.Enclosed[0].Key != "3@tide.example" || got.Enclosed[0].Sum.IsZero() {
		t.Errorf("Reparse(a digest that a member sent) = %+v, want one post, and what it enclosed named", got)
	}
	if got := (&Config{Feed: &feed.Config{}}).Reparse(store.Post{Raw: []byte("x")}); len(got.Posts) > 0 {
		t.Errorf("Reparse() of a feed = %+v, want nothing", got)
	}
	for again, c := range map[*Config]bool{box: true, {Mbox: &mbox.Config{Path: "https://a.example/x.mbox"}}: false, {Feed: &feed.Config{}}: true, {Mastodon: &mastodon.Config{}}: false} {
		if again.ReadAgain() != c {
			t.Errorf("ReadAgain() of %+v = %t, want %t", again, !c, c)
		}
	}
}
