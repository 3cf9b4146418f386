package hackernews

import (
	"encoding/json"
	"testing"

	"recap/ingest/source/sourcetest"
	"recap/store"
)

// TestHackerNewsForms reads what items are, and which of them were taken out of sight.
func TestHackerNewsForms(t *testing.T) {
	tests := []struct {
		name, item, form string
		policy           store.Policy
	}{
		{"submitted page", `{"objectID":"1","title":"A moor pump","url":"https://moor.example/","_tags":["story"]}`,
			store.FormLink, store.PolicyQuote},
		{"question", `{"objectID":"1","title":"Ask HN: Who has a moor pump?","story_text":"Ours bangs.","_tags":["story","ask_hn"]}`, store.FormForum, store.PolicyQuote},
		{"comment", `{"objectID":"1","comment_text":"The moor pump bangs.","story_id":9,"parent_id":9,"_tags":["comment"]}`,
			store.FormComment, store.PolicyQuote},
		{"job", `{"objectID":"1","title":"Moor (YC S30) hires","url":"https://moor.example/jobs","_tags":["job"]}`,
			store.FormAdvert, store.PolicyQuote},
		{"flagged", `{"objectID":"1","title":"[flagged] The moor is dry","url":"https://moor.example/","_tags":["story"]}`,
			store.FormLink, store.PolicyCount},
		{"dead", `{"objectID":"1","title":"[dead] The moor is dry","url":"https://moor.example/","_tags":["story"]}`,
			store.FormLink, store.PolicyCount},
	}
	s := &hackerNewsSource{cfg: &Config{}, words: []string{"moor"}}
	for _, tt := range tests {
		p, err := s.post(json.RawMessage(tt.item), sourcetest.Now)
		if err != nil || p == nil || p.Form != tt.form || p.Policy != tt.policy {
			t.Errorf("%s: %+v, %v, want a %s with policy %d", tt.name, p, err, tt.form, tt.policy)
		}
	}
	p, err := s.post(json.RawMessage(`{"objectID":"2","comment_text":"<p>&gt; the pump bangs<p>It does not, on the moor.<p>&gt; always<p>Never.","_tags":["comment"]}`), sourcetest.Now)
	if err != nil || p == nil || len(p.Cuts) != 2 {
		t.Fatalf("%+v, %v, want two quotations", p, err)
	}
	for i, want := range []string{"the pump bangs → It does not, on the moor.\n\nNever.", "always → Never."} {
		if c := p.Cuts[i]; p.Quoted[c.From:c.To]+" → "+p.Text[c.At:] != want {
			t.Errorf("cut %d: %+v of %q and %q", i, c, p.Text, p.Quoted)
		}
	}
}
