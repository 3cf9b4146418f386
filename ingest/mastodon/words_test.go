package mastodon

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"recap/ingest/source/sourcetest"
	"recap/store"
)

// tootPost returns the post of a status with that content and those fields, as the server at social.example gives it.
func tootPost(t *testing.T, content string, fields map[string]any) store.Post {
	t.Helper()
	status := map[string]any{
		"id": "7", "uri": "https://social.example/users/ines/statuses/7", "url": "https://social.example/@ines/7",
		"created_at": sourcetest.Now.Add(-time.Hour).Format(time.RFC3339),
		"content":    content, "visibility": "public",
		"account": map[string]any{"acct": "ines", "display_name": "Ines Kuhl", "url": "https://social.example/@ines"},
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
	s := &mastodonSource{cfg: &Config{}, base: &url.URL{Scheme: "https", Host: "social.example"}}
	return s.post(toot, sourcetest.Now)
}

// TestMastodonOwnWords leaves out of statuses what servers and bridges write into them.
func TestMastodonOwnWords(t *testing.T) {
	const own = "The valve is new, and it does not bang any more."
	quote := map[string]any{"quote": map[string]any{"state": "accepted",
		"quoted_status": map[string]any{"url": "https://b.example/@tom/3", "uri": "https://b.example/users/tom/statuses/3",
			"content": "<p>It bangs.</p>"}}}
	tests := []struct {
		name, content string
		fields        map[string]any
		text, quoted  string
	}{
		{"a quotation for servers that know none",
			`<p class="quote-inline">RE: <a href="https://b.example/@tom/3">b.example/@tom/3</a></p><p>` + own + `</p>`, nil, own, ""},
		{"a mark before the words", `<p>RE: https://b.example/@tom/3</p><p>` + own + `</p>`, quote, own, "It bangs."},
		{"a mark behind the words", `<p>` + own + `</p><p>QT: <a href="https://b.example/@tom/3">https://b.example/@tom/3</a></p>`, nil, own, ""},
		{"a mark in brackets", `<p>` + own + `</p><p>QT: [https://b.example/@tom/3]</p>`, quote, own, "It bangs."},
		{"the address alone", `<p>` + own +
			`</p><p><a href="https://b.example/users/tom/statuses/3">https://b.example/users/tom/statuses/3</a></p>`, quote, own, "It bangs."},
		{"an address that is no quotation", `<p>` + own + `</p><p>https://moor.example/valve</p>`, nil,
			own + "\n\nhttps://moor.example/valve", ""},
		{"re: in a sentence", `<p>Re: https://moor.example/valve I must say that it holds.</p>`, nil,
			"Re: https://moor.example/valve I must say that it holds.", ""},
		{"a bridge", `<p>` + own + `</p><p>🌉 bridged from 🦋 <a href="https://sky.example/profile/ines.example">https://sky.example/profile/ines.example</a></p>`, nil, own, ""},
		{"a bridge of other words", `<p>` + own +
			`</p><p>🔁 gespiegelt von 🐘 <a href="https://other.example/@ines">https://other.example/@ines</a></p>`, nil, own, ""},
		{"a last line with a link", `<p>` + own + `</p><p>The plan: https://moor.example/plan</p>`, nil,
			own + "\n\nThe plan: https://moor.example/plan", ""},
		{"chapters", `<p>` + own + `</p><p>0:00 Hello 1:30 Valve 4:10 Goodbye</p>`, nil, own, ""},
		{"quotation not accepted yet", `<p class="quote-inline">RE: <a href="https://b.example/@tom/3">x</a></p><p>` + own +
			`</p>`, map[string]any{"quote": map[string]any{"state": "pending",
			"quoted_status": map[string]any{"url": "https://b.example/@tom/3", "content": "<p>It bangs.</p>"}}}, own, ""},
	}
	for _, tt := range tests {
		if p := tootPost(t, tt.content, tt.fields); p.Text != tt.text || p.Quoted != tt.quoted {
			t.Errorf("%s:\n got %q, quoted %q\nwant %q, quoted %q", tt.name, p.Text, p.Quoted, tt.text, tt.quoted)
		}
	}
}

// TestMastodonPictures reads the descriptions of pictures where there is nothing else to read.
func TestMastodonPictures(t *testing.T) {
	media := map[string]any{"media_attachments": []any{map[string]any{"type": "image",
		"description": "A valve in a hand,\nseen from above"}, map[string]any{"type": "image", "description": nil}}}
	if p := tootPost(t, `<p>#moor #valve 🔧</p>`, media); p.Form != store.FormPicture ||
		!strings.HasSuffix(p.Text, "A valve in a hand, seen from above") {
		t.Errorf("a picture with tags: %q, a %q", p.Text, p.Form)
	}
	if p := tootPost(t, `<p>The new valve.</p>`, media); p.Form != store.FormStatus || p.Text != "The new valve." {
		t.Errorf("a picture with words: %q, a %q", p.Text, p.Form)
	}
	if p := tootPost(t, `<p>#moor</p>`, nil); p.Form != store.FormStatus || p.Text != "#moor" {
		t.Errorf("only a tag: %q, a %q", p.Text, p.Form)
	}
}
