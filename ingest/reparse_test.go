package ingest

import (
	"strings"
	"testing"
	"time"

	"recap/ingest/bluesky"
	"recap/ingest/discourse"
	"recap/ingest/feed"
	"recap/ingest/hackernews"
	"recap/ingest/mastodon"
	"recap/ingest/mbox"
	"recap/ingest/pipermail"
	"recap/store"
)

func TestReparseMail(t *testing.T) {
	box := &Config{Name: "box", Mbox: &mbox.Config{Path: "a.mbox", List: "dev@lists.example.org",
		Archive: "https://archive.example.org/{message_id}"}}
	seen := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	got := box.Reparse(store.Post{Kind: "mbox", FirstSeen: seen,
		Raw: []byte("From: Runa Vestre <runa@tide.example>\nMessage-ID: <1@tide.example>\nSubject: Basin\n\nIt is closed.\n")})
	if len(got.Posts) != 1 || got.Posts[0].Key != "1@tide.example" || got.Posts[0].Text != "It is closed." ||
		got.Posts[0].URL != "https://archive.example.org/1@tide.example" ||
		got.Posts[0].Kind != "mbox" || !got.Posts[0].Published.Equal(seen) || len(got.Enclosed) > 0 {
		t.Errorf("Reparse() = %+v", got)
	}
	digest := "From: Odile <odile@tide.example>\nMessage-ID: <2@tide.example>\nSubject: dev Digest, Vol 4, Issue 9\n\nLook.\n\n" +
		strings.Repeat("-", 70) +
		"\n\nMessage: 1\nFrom: Runa Vestre <runa@tide.example>\nSubject: Basin\nMessage-ID: <3@tide.example>\n\nIt is closed.\n\n" +
		strings.Repeat("-", 30) + "\n\nEnd of dev Digest, Vol 4, Issue 9\n"
	got = box.Reparse(store.Post{Kind: "mbox", FirstSeen: seen, Raw: []byte(digest)})
	if len(got.Posts) != 1 || len(got.Enclosed) != 1 || got.Enclosed[0].Key != "3@tide.example" || got.Enclosed[0].Sum.IsZero() {
		t.Errorf("Reparse(a digest that a member sent) = %+v, want one post, and what it enclosed named", got)
	}
	if got := (&Config{Feed: &feed.Config{}}).Reparse(store.Post{Raw: []byte("x")}); len(got.Posts) > 0 {
		t.Errorf("Reparse() of a feed = %+v, want nothing", got)
	}
	archive := &Config{Name: "archive", Pipermail: &pipermail.Config{URL: "https://lists.example.org/pipermail/dev/"}}
	for raw, want := range map[string]int{
		"From: runa at tide.example (Runa Vestre)\nSubject: Basin\n\nIt is closed.\n":                1,
		"From: runa at tide.example (Runa Vestre)\nSubject: Basin\n\nEs ist geschl\xc3\xb6ssert.\n":  1,
		"From: runa at tide.example (Runa Vestre)\nSubject: Basin\n\n\xe2\xc1\xd3\xd3\xc5\xca\xce\n": 0,
		// in the charset of the list
		"From: runa at tide.example (Runa Vestre)\nContent-Type: text/plain; charset=koi8-r\nSubject: Basin\n\n\xe2\xc1\xd3\xd3\xc5\xca\xce\n": 1,
	} {
		if got := archive.Reparse(store.Post{Kind: "pipermail", FirstSeen: seen, Raw: []byte(raw)}); len(got.Posts) != want {
			t.Errorf("Reparse(%q) = %+v, want %d posts", raw, got, want)
		}
	}
	for again, c := range map[*Config]bool{box: true, {Mbox: &mbox.Config{Path: "https://a.example/x.mbox"}}: false,
		{Feed: &feed.Config{}}: true, {Mastodon: &mastodon.Config{}}: false} {
		if again.ReadAgain() != c {
			t.Errorf("ReadAgain() of %+v = %t, want %t", again, !c, c)
		}
	}
}

// TestReparseWords reads the stored bytes of what is no mail: its words, its author and its form come from them, and
// what has no such bytes stays.
func TestReparseWords(t *testing.T) {
	seen := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	mastodon := &Config{Name: "tag", Mastodon: &mastodon.Config{Server: "https://social.example", Tag: "tide"}}
	bluesky := &Config{Name: "sky", Bluesky: &bluesky.Config{Tag: "tide"}}
	hackerNews := &Config{Name: "hn", HackerNews: &hackernews.Config{Query: "tide"}}
	forum := &Config{Name: "forum", Discourse: &discourse.Config{URL: "https://forum.example/"}}
	const toot = `{"id":"7","uri":"https://social.example/users/runa/statuses/7","url":"https://social.example/@runa/7","created_at":"2026-10-31T09:00:00Z","visibility":"public","account":{"acct":"runa","url":"https://social.example/@runa","display_name":"Runa Vestre"},`
	for name, test := range map[string]struct {
		source     *Config
		kind, raw  string
		text, form string
		author     string // name and account
	}{
		"a status": {mastodon, "mastodon", toot + `"content":"<p>The basin is closed. #tide</p>"}`,
			"The basin is closed. #tide", store.FormStatus, "Runa Vestre runa@social.example"},
		"a quotation": {mastodon, "mastodon",
			toot +
				`"content":"<p class=\"quote-inline\">RE: <a href=\"https://b.example/@tom/3\">x</a></p><p>The basin is closed. #tide</p>"}`,
			"The basin is closed. #tide", store.FormStatus, "Runa Vestre runa@social.example"},
		"a picture": {mastodon, "mastodon",
			toot + `"content":"<p>#tide</p>","media_attachments":[{"type":"image","description":"A basin without water"}]}`,
			"#tide\n\nA basin without water", store.FormPicture, "Runa Vestre runa@social.example"},
		"a post of Bluesky": {bluesky, "bluesky",
			`{"uri":"at://did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/3k","author":{"did":"did:plc:abcdefghijklmnopqrstuvwx","handle":"runa.example","displayName":"Runa Vestre"},"record":{"$type":"app.bsky.feed.post","text":"The basin is closed.","createdAt":"2026-10-31T09:00:00Z"},"indexedAt":"2026-10-31T09:00:01Z"}`,
			"The basin is closed.", store.FormStatus, "Runa Vestre runa.example"},
		"a story with a text": {hackerNews, "hackernews",
			`{"objectID":"77","created_at_i":1793437200,"author":"runa","title":"Ask HN: Who closed the tide basin?","story_text":"It is closed."}`,
			"It is closed.", store.FormForum, " runa"},
		"a post of a forum": {forum, "discourse",
			`{"id":11,"post_number":2,"post_type":1,"user_id":4,"username":"runa","name":"Runa Vestre","cooked":"<aside class=\"quote\"><blockquote>Is it?</blockquote></aside><p>The basin is closed.</p>","created_at":"2026-10-31T09:00:00Z"}`,
			"The basin is closed.", store.FormForum, "Runa Vestre runa@forum.example"},
		"what was cut":    {mastodon, "mastodon", `{"id":"7","uri":`, "", "", ""},
		"nothing":         {forum, "discourse", ``, "", "", ""},
		"of another kind": {forum, "mastodon", toot + `"content":"<p>The basin is closed.</p>"}`, "", "", ""},
		"a hidden post": {forum, "discourse",
			`{"id":11,"post_number":2,"post_type":1,"cooked":"<p>It is.</p>","created_at":"2026-10-31T09:00:00Z","hidden":true}`, "", "", ""},
	} {
		got := test.source.Reparse(store.Post{Kind: test.kind, FirstSeen: seen, URL: "https://page.example/7", Raw: []byte(test.raw)})
		switch {
		case test.text == "" && len(got.Posts) == 0:
		case len(got.Posts) != 1 || !got.Words:
			t.Errorf("%s: Reparse() = %+v, want words alone", name, got)
		default:
			p := got.Posts[0]
			if who := p.Author.Name + " " + p.Author.Handle; p.Text != test.text || p.Form != test.form ||
				who != test.author || p.URL != "https://page.example/7" || string(p.Raw) != test.raw {
				t.Errorf("%s: %q, a %q by %q at %s, want %q, a %q by %q", name, p.Text, p.Form, who, p.URL, test.text, test.form, test.author)
			}
		}
	}
}

// TestLinkless asks which sources of mail need the key archive.
func TestLinkless(t *testing.T) {
	for name, test := range map[string]struct {
		source Config
		want   bool
	}{
		"files":                  {Config{Mbox: &mbox.Config{Path: "a.mbox"}}, true},
		"files with an archive":  {Config{Mbox: &mbox.Config{Path: "a.mbox", Archive: "https://archive.example.org/{message_id}"}}, false},
		"an archive of its own":  {Config{Pipermail: &pipermail.Config{URL: "https://lists.example.org/pipermail/dev/"}}, false},
		"what is no mail":        {Config{Feed: &feed.Config{URL: "https://planet.example.org/atom.xml"}}, false},
		"a source without kind":  {Config{}, false},
		"a source with two kind": {Config{Mbox: &mbox.Config{Path: "a.mbox"}, Feed: &feed.Config{}}, false},
	} {
		if got := test.source.Linkless(); got != test.want {
			t.Errorf("Linkless() of %s = %t, want %t", name, got, test.want)
		}
	}
}
