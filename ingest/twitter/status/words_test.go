package status

import (
	"strings"
	"testing"
	"time"

	"github.com/dghubble/go-twitter/twitter"

	"recap/ingest/source/sourcetest"
	"recap/store"
)

// TestTweetEdits keeps the versions of a status one post, which reads as the last.
func TestTweetEdits(t *testing.T) {
	const first, second = "1978300000000000001", "1978300900000000001"
	archive := &Archive{}
	n := &Normaliser{Now: sourcetest.Now.AddDate(1, 0, 0), Archive: archive}
	user := `"user":{"screen_name":"ines","name":"Ines Kuhl"}`
	for name, later := range map[string]string{
		"account archive": `{"id_str":"` + second +
			`","full_text":"It holds.","created_at":"Thu Oct 15 10:00:00 +0000 2026","edit_info":{"edit":{"initialTweetId":"` +
			first + `","editControlInitial":{"editTweetIds":["` + first + `","` + second + `"]}}},` + user + `}`,
		"web site": `{"id_str":"` + second +
			`","full_text":"It holds.","created_at":"Thu Oct 15 10:00:00 +0000 2026","edit_control":{"initial_tweet_id":"` +
			first + `"},` + user + `}`,
		"list of all": `{"id_str":"` + second +
			`","full_text":"It holds.","created_at":"Thu Oct 15 10:00:00 +0000 2026","edit_control":{"edit_tweet_ids":["` +
			first + `","` + second + `"]},` + user + `}`,
	} {
		p, err := n.Post([]byte(later))
		if err != nil {
			t.Fatal(err)
		}
		q, err := n.Post([]byte(`{"id_str":"` + first +
			`","full_text":"It bangs.","created_at":"Thu Oct 15 09:00:00 +0000 2026","edit_info":{"initial":{"editTweetIds":["` + first + `"]}},` + user + `}`))
		if err != nil {
			t.Fatal(err)
		}
		if p.Key != q.Key || p.Edited.IsZero() || !q.Edited.IsZero() || !strings.HasSuffix(p.URL, second) ||
			!p.Edited.Equal(time.Date(2026, 10, 15, 10, 0, 0, 0, time.UTC)) {
			t.Errorf("%s: key %s, edited %v, at %s; the first has key %s", name, p.Key, p.Edited, p.URL, q.Key)
		}
	}
}

// TestTweetNoteLinks spells out the addresses of a long post, which stand apart from it.
func TestTweetNoteLinks(t *testing.T) {
	full := "Nine things about the valve, " + strings.Repeat("which is new and holds, ", 12) + "at https://t.co/abc and https://t.co/def"
	at := time.Date(2026, 10, 15, 9, 0, 0, 0, time.UTC)
	n := &Normaliser{Now: sourcetest.Now.AddDate(1, 0, 0), Archive: &Archive{notes: map[int64][]Note{at.Unix(): {{full, []twitter.URLEntity{
		{URL: "https://t.co/abc", ExpandedURL: "https://moor.example/valve"}, {URL: "https://t.co/def", ExpandedURL: "https://moor.example/plan"},
	}}}}}}
	p, err := n.Post([]byte(`{"id_str":"1978300000000000001","full_text":"` + full[:250] +
		`…","created_at":"Thu Oct 15 09:00:00 +0000 2026","user":{"screen_name":"ines"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(p.Text, "at https://moor.example/valve and https://moor.example/plan") ||
		strings.Contains(strings.Join(p.Links, " "), "t.co") || len(p.Links) != 2 {
		t.Errorf("text %q with links %q", p.Text, p.Links)
	}
}

// TestTweetPictures reads the descriptions of pictures where there is nothing else to read.
func TestTweetPictures(t *testing.T) {
	n := &Normaliser{Now: sourcetest.Now.AddDate(1, 0, 0)}
	status := func(text string) string {
		return `{"id_str":"1978300000000000001","full_text":"` + text +
			` https://t.co/pic","created_at":"Thu Oct 15 09:00:00 +0000 2026","user":{"screen_name":"ines"},` +
			`"extended_entities":{"media":[{"url":"https://t.co/pic","ext_alt_text":"A valve, open"}]}}`
	}
	if p, err := n.Post([]byte(status("#moor"))); err != nil || p.Text != "#moor\n\nA valve, open" || p.Form != store.FormPicture {
		t.Errorf("a picture with a tag: %q, a %q, %v", p.Text, p.Form, err)
	}
	if p, err := n.Post([]byte(status("It holds."))); err != nil || p.Text != "It holds." || p.Form != store.FormStatus {
		t.Errorf("a picture with words: %q, a %q, %v", p.Text, p.Form, err)
	}
}
