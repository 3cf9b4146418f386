package ingest

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/dghubble/go-twitter/twitter"

	"recap/store"
)

// tootPost returns the post of a status with that content and those fields, as the server at social.example gives it.
func tootPost(t *testing.T, content string, fields map[string]any) store.Post {
	t.Helper()
	status := map[string]any{
		"id": "7", "uri": "https://social.example/users/ines/statuses/7", "url": "https://social.example/@ines/7", "created_at": contractNow.Add(-time.Hour).Format(time.RFC3339),
		"content": content, "visibility": "public", "account": map[string]any{"acct": "ines", "display_name": "Ines Kuhl", "url": "https://social.example/@ines"},
	}
	for k, v := range fields {
		status[k] = v
	}
	raw, err := json.Marshal(status)
	if err != nil {
		t.Fatal(err)
	}
	toot := new(toot)
	if err := json.Unmarshal(raw, toot); err != nil {
		t.Fatal(err)
	}
	s := &hashtag{cfg: &Mastodon{}, base: &url.URL{Scheme: "https", Host: "social.example"}}
	return s.post(toot, contractNow)
}

// TestMastodonOwnWords leaves out of statuses what servers and bridges write into them.
func TestMastodonOwnWords(t *testing.T) {
	const own = "The valve is new, and it does not bang any more."
	quote := map[string]any{"quote": map[string]any{"state": "accepted", "quoted_status": map[string]any{"url": "https://b.example/@tom/3", "uri": "https://b.example/users/tom/statuses/3", "content": "<p>It bangs.</p>"}}}
	tests := []struct {
		name, content string
		fields        map[string]any
		text, quoted  string
	}{
		{"a quotation for servers that know none", `<p class="quote-inline">RE: <a href="https://b.example/@tom/3">b.example/@tom/3</a></p><p>` + own + `</p>`, nil, own, ""},
		{"a mark before the words", `<p>RE: https://b.example/@tom/3</p><p>` + own + `</p>`, quote, own, "It bangs."},
		{"a mark behind the words", `<p>` + own + `</p><p>QT: <a href="https://b.example/@tom/3">https://b.example/@tom/3</a></p>`, nil, own, ""},
		{"a mark in brackets", `<p>` + own + `</p><p>QT: [https://b.example/@tom/3]</p>`, quote, own, "It bangs."},
		{"the address alone", `<p>` + own + `</p><p><a href="https://b.example/users/tom/statuses/3">https://b.example/users/tom/statuses/3</a></p>`, quote, own, "It bangs."},
		{"an address that is no quotation", `<p>` + own + `</p><p>https://moor.example/valve</p>`, nil, own + "\n\nhttps://moor.example/valve", ""},
		{"re: in a sentence", `<p>Re: https://moor.example/valve I must say that it holds.</p>`, nil, "Re: https://moor.example/valve I must say that it holds.", ""},
		{"a bridge", `<p>` + own + `</p><p>🌉 bridged from 🦋 <a href="https://sky.example/profile/ines.example">https://sky.example/profile/ines.example</a></p>`, nil, own, ""},
		{"a bridge of other words", `<p>` + own + `</p><p>🔁 gespiegelt von 🐘 <a href="https://other.example/@ines">https://other.example/@ines</a></p>`, nil, own, ""},
		{"a last line with a link", `<p>` + own + `</p><p>The plan: https://moor.example/plan</p>`, nil, own + "\n\nThe plan: https://moor.example/plan", ""},
		{"chapters", `<p>` + own + `</p><p>0:00 Hello 1:30 Valve 4:10 Goodbye</p>`, nil, own, ""},
		{"quotation not accepted yet", `<p class="quote-inline">RE: <a href="https://b.example/@tom/3">x</a></p><p>` + own + `</p>`, map[string]any{"quote": map[string]any{"state": "pending", "quoted_status": map[string]any{"url": "https://b.example/@tom/3", "content": "<p>It bangs.</p>"}}}, own, ""},
	}
	for _, tt := range tests {
		if p := tootPost(t, tt.content, tt.fields); p.Text != tt.text || p.Quoted != tt.quoted {
			t.Errorf("%s:\n got %q, quoted %q\nwant %q, quoted %q", tt.name, p.Text, p.Quoted, tt.text, tt.quoted)
		}
	}
}

// TestMastodonPictures reads the descriptions of pictures where there is nothing else to read.
func TestMastodonPictures(t *testing.T) {
	media := map[string]any{"media_attachments": []any{map[string]any{"type": "image", "description": "A valve in a hand,\nseen from above"}, map[string]any{"type": "image", "description": nil}}}
	if p := tootPost(t, `<p>#moor #valve 🔧</p>`, media); p.Form != store.FormPicture || !strings.HasSuffix(p.Text, "A valve in a hand, seen from above") {
		t.Errorf("a picture with tags: %q, a %q", p.Text, p.Form)
	}
	if p := tootPost(t, `<p>The new valve.</p>`, media); p.Form != "" || p.Text != "The new valve." {
		t.Errorf("a picture with words: %q, a %q", p.Text, p.Form)
	}
	if p := tootPost(t, `<p>#moor</p>`, nil); p.Form != "" || p.Text != "#moor" {
		t.Errorf("only a tag: %q, a %q", p.Text, p.Form)
	}
}

// TestDisplayName takes the pronouns off the names that people give themselves.
func TestDisplayName(t *testing.T) {
	for name, want := range map[string]string{
		"Ines (she/her)": "Ines", "Ines [sie/ihr] 🌱": "Ines 🌱", "Ines （she/her）": "Ines", "Tom he/him": "Tom", "AC/DC": "AC/DC", "Ines / Moor": "Ines / Moor", "(she/her)": "(she/her)",
		"Ines | she/they": "Ines | she/they", "Олег (он/его)": "Олег", "Ines (Moor/Fen)": "Ines",
	} {
		if got := displayName(name); got != want {
			t.Errorf("displayName(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestHackerNewsForms reads what items are, and which of them were taken out of sight.
func TestHackerNewsForms(t *testing.T) {
	tests := []struct {
		name, item, form string
		policy           store.Policy
	}{
		{"submitted page", `{"objectID":"1","title":"A moor pump","url":"https://moor.example/","_tags":["story"]}`, store.FormLink, store.PolicyQuote},
		{"question", `{"objectID":"1","title":"Ask HN: Who has a moor pump?","story_text":"Ours bangs.","_tags":["story","ask_hn"]}`, store.FormForum, store.PolicyQuote},
		{"comment", `{"objectID":"1","comment_text":"The moor pump bangs.","story_id":9,"parent_id":9,"_tags":["comment"]}`, store.FormComment, store.PolicyQuote},
		{"job", `{"objectID":"1","title":"Moor (YC S30) hires","url":"https://moor.example/jobs","_tags":["job"]}`, store.FormAdvert, store.PolicyQuote},
		{"flagged", `{"objectID":"1","title":"[flagged] The moor is dry","url":"https://moor.example/","_tags":["story"]}`, store.FormLink, store.PolicyCount},
		{"dead", `{"objectID":"1","title":"[dead] The moor is dry","url":"https://moor.example/","_tags":["story"]}`, store.FormLink, store.PolicyCount},
	}
	s := &hackerNews{cfg: &HackerNews{}, words: []string{"moor"}}
	for _, tt := range tests {
		p, err := s.post(json.RawMessage(tt.item), contractNow)
		if err != nil || p == nil || p.Form != tt.form || p.Policy != tt.policy {
			t.Errorf("%s: %+v, %v, want a %s with policy %d", tt.name, p, err, tt.form, tt.policy)
		}
	}
	p, err := s.post(json.RawMessage(`{"objectID":"2","comment_text":"<p>&gt; the pump bangs<p>It does not, on the moor.<p>&gt; always<p>Never.","_tags":["comment"]}`), contractNow)
	if err != nil || p == nil || len(p.Cuts) != 2 {
		t.Fatalf("%+v, %v, want two quotations", p, err)
	}
	for i, want := range []string{"the pump bangs → It does not, on the moor.\n\nNever.", "always → Never."} {
		if c := p.Cuts[i]; p.Quoted[c.From:c.To]+" → "+p.Text[c.At:] != want {
			t.Errorf("cut %d: %+v of %q and %q", i, c, p.Text, p.Quoted)
		}
	}
}

// TestTweetEdits keeps the versions of a status one post, which reads as the last.
func TestTweetEdits(t *testing.T) {
	const first, second = "1978300000000000001", "1978300900000000001"
	archive := &tweetArchive{}
	n := &normaliser{now: contractNow.AddDate(1, 0, 0), archive: archive}
	user := `"user":{"screen_name":"ines","name":"Ines Kuhl"}`
	for name, later := range map[string]string{
		"account archive": `{"id_str":"` + second + `","full_text":"It holds.","created_at":"Thu Oct 15 10:00:00 +0000 2026","edit_info":{"edit":{"initialTweetId":"` + first + `","editControlInitial":{"editTweetIds":["` + first + `","` + second + `"]}}},` + user + `}`,
		"web site":        `{"id_str":"` + second + `","full_text":"It holds.","created_at":"Thu Oct 15 10:00:00 +0000 2026","edit_control":{"initial_tweet_id":"` + first + `"},` + user + `}`,
		"list of all":     `{"id_str":"` + second + `","full_text":"It holds.","created_at":"Thu Oct 15 10:00:00 +0000 2026","edit_control":{"edit_tweet_ids":["` + first + `","` + second + `"]},` + user + `}`,
	} {
		p, err := n.post([]byte(later))
		if err != nil {
			t.Fatal(err)
		}
		q, err := n.post([]byte(`{"id_str":"` + first + `","full_text":"It bangs.","created_at":"Thu Oct 15 09:00:00 +0000 2026","edit_info":{"initial":{"editTweetIds":["` + first + `"]}},` + user + `}`))
		if err != nil {
			t.Fatal(err)
		}
		if p.Key != q.Key || p.Edited.IsZero() || !q.Edited.IsZero() || !strings.HasSuffix(p.URL, second) || !p.Edited.Equal(time.Date(2026, 10, 15, 10, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: key %s, edited %v, at %s; the first has key %s", name, p.Key, p.Edited, p.URL, q.Key)
		}
	}
}

// TestTweetNoteLinks spells out the addresses of a long post, which stand apart from it.
func TestTweetNoteLinks(t *testing.T) {
	full := "Nine things about the valve, " + strings.Repeat("which is new and holds, ", 12) + "at https://t.co/abc and https://t.co/def"
	at := time.Date(2026, 10, 15, 9, 0, 0, 0, time.UTC)
	n := &normaliser{now: contractNow.AddDate(1, 0, 0), archive: &tweetArchive{notes: map[int64][]tweetNote{at.Unix(): {{full, []twitter.URLEntity{
		{URL: "https://t.co/abc", ExpandedURL: "https://moor.example/valve"}, {URL: "https://t.co/def", ExpandedURL: "https://moor.example/plan"},
	}}}}}}
	p, err := n.post([]byte(`{"id_str":"1978300000000000001","full_text":"` + full[:250] + `…","created_at":"Thu Oct 15 09:00:00 +0000 2026","user":{"screen_name":"ines"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(p.Text, "at https://moor.example/valve and https://moor.example/plan") || strings.Contains(strings.Join(p.Links, " "), "t.co") || len(p.Links) != 2 {
		t.Errorf("text %q with links %q", p.Text, p.Links)
	}
}

// TestTweetPictures reads the descriptions of pictures where there is nothing else to read.
func TestTweetPictures(t *testing.T) {
	n := &normaliser{now: contractNow.AddDate(1, 0, 0)}
	status := func(text string) string {
		return `{"id_str":"1978300000000000001","full_text":"` + text + ` https://t.co/pic","created_at":"Thu Oct 15 09:00:00 +0000 2026","user":{"screen_name":"ines"},` +
			`"extended_entities":{"media":[{"url":"https://t.co/pic","ext_alt_text":"A valve, open"}]}}`
	}
	if p, err := n.post([]byte(status("#moor"))); err != nil || p.Text != "#moor\n\nA valve, open" || p.Form != store.FormPicture {
		t.Errorf("a picture with a tag: %q, a %q, %v", p.Text, p.Form, err)
	}
	if p, err := n.post([]byte(status("It holds."))); err != nil || p.Text != "It holds." || p.Form != "" {
		t.Errorf("a picture with words: %q, a %q, %v", p.Text, p.Form, err)
	}
}
