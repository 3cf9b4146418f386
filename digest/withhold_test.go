package digest

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/store"
)

// TestLoadWithholds reads posts whose authors allow less and less: the builder sees no word that it may not tell, and counts everybody.
func TestLoadWithholds(t *testing.T) {
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	day := time.Date(2026, 10, 15, 0, 0, 0, 0, time.UTC)
	var posts []store.Post
	for _, hours := range []int{-30, 8} { // what came before is looked at, too
		for policy, name := range map[store.Policy]string{store.PolicyQuote: "Ann Lee", store.PolicyLink: "Bob Stone", store.PolicyCount: "Cleo Marsh"} {
			posts = append(posts, store.Post{
				Key: "https://social.example.org/" + name + "/" + time.Duration(hours).String(), Kind: "mastodon", Policy: policy, Tags: []string{"pumps"},
				Author: store.Author{Name: name, Handle: strings.ReplaceAll(name, " ", "") + "@social.example.org"}, Title: "title by " + name, Text: "words by " + name,
				Quoted: "quoted by " + name, Signature: "signed by " + name, Links: []string{"https://example.org/" + name}, Published: day.Add(time.Duration(hours) * time.Hour),
			})
		}
	}
	if _, err := db.Commit(t.Context(), "tag", posts, nil); err != nil {
		t.Fatal(err)
	}
	w, err := Days(day, day, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	in, err := Load(t.Context(), db, w, Options{})
	if err != nil || len(in.Posts) != 3 {
		t.Fatalf("Load() = %+v, %v, want three posts", in, err)
	}
	people := map[string]bool{}
	for _, p := range append(append(in.Posts, in.Background...), in.Context...) {
		people[p.Author.Identity()] = true
		data, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		seen := strings.ReplaceAll(string(data), `"Key":"`+p.Key+`"`, "")
		if words := strings.Contains(seen, " by "); words != (p.Policy == store.PolicyQuote) {
			t.Errorf("the builder sees words of %s: %t, with policy %d", p.Key, words, p.Policy)
		}
		if named := strings.Contains(p.Key, p.Author.Name) && p.Author.Name != ""; named != (p.Policy != store.PolicyCount) {
			t.Errorf("the builder sees the name of who wrote %s: %t, with policy %d", p.Key, named, p.Policy)
		}
	}
	if len(people) != 3 {
		t.Errorf("the builder counts %d people, want 3", len(people))
	}
}

// mixedDay is a day of a list and of a hashtag stream, and says which posts are the stream's.
func mixedDay() (s *scene, restricted map[string]bool, words []string) {
	s = pumpDay()
	restricted = map[string]bool{}
	for i, text := range []string{
		"The xylophone museum of Zanzibar runs its fountain with our smallest impeller since yesterday #pumps",
		"Quicksilver in the reservoir means that the turbine at Birkenhead has to stop before Thursday #pumps",
		"Our kayak club drained its basin in forty minutes with a borrowed diesel engine #pumps",
	} {
		p := s.add("x"+string(rune('0'+i)), "", []string{"Gus Quintero", "Hedda Yxkull", "Ivo Zwart"}[i], "", 9+float64(i), text)
		p.Kind, p.Sources, p.Tags = "twitter", []string{"x"}, []string{"pumps"}
		p.Counts = store.Counts{Likes: 90, Shares: 50, Replies: 4}
		restricted[p.ID()] = true
	}
	return s, restricted, []string{"xylophone", "Zanzibar", "Quicksilver", "Birkenhead", "kayak", "basin", "Quintero", "Yxkull", "Zwart"}
}

func TestWithoutWords(t *testing.T) {
	s, restricted, words := mixedDay()
	opt := pumpOptions()
	opt.IDsOnly = map[string]bool{"x": true}
	e := mustBuild(t, s.input(), opt)
	text := func(e *Edition) string {
		data, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	before := text(e)
	told := 0
	for _, w := range words {
		if strings.Contains(before, w) {
			told++
		}
	}
	if told < 3 {
		t.Fatalf("the edition holds %d words of the stream: it has nothing to withhold", told)
	}
	out := WithoutWords(e, restricted)
	after := text(out)
	for _, w := range words {
		if strings.Contains(after, w) {
			t.Errorf("the edition still holds %s", w)
		}
	}
	if text(e) != before {
		t.Error("WithoutWords() changed its argument")
	}
	for _, p := range out.Posts {
		if restricted[p.ID] != (p.Author == "") || p.URL == "" || p.Key == "" {
			t.Errorf("post %+v: restricted %t", p, restricted[p.ID])
		}
	}
	counts := 0
	for i, story := range out.Stories {
		for j, p := range story.Paragraphs {
			for k, sentence := range p.Sentences {
				if sentence.Quote != nil && restricted[sentence.Quote.Source] {
					t.Errorf("story %d quotes %+v", i, sentence.Quote)
				}
				if len(sentence.Sources) > 0 && restricted[sentence.Sources[0]] {
					counts++
					if sentence.Text != sentence.Anchor+"." || !strings.HasSuffix(sentence.Anchor, "post") && !strings.HasSuffix(sentence.Anchor, "posts") {
						t.Errorf("story %d paragraph %d sentence %d = %+v, want a count and a link", i, j, k, sentence)
					}
				}
			}
		}
	}
	if counts == 0 {
		t.Error("no count stands in place of what was withheld")
	}
	opt.IDsOnly = nil // the edition was made before the source was restricted
	e = mustBuild(t, s.input(), opt)
	before, after = text(e), text(WithoutWords(e, restricted))
	for _, name := range words[6:] {
		if cited := slices.ContainsFunc(e.Posts, func(p PostRef) bool { return strings.Contains(p.Author, name) }); !cited || !strings.Contains(before, name) {
			t.Errorf("the older edition does not cite %s: it has nothing to withhold", name)
		}
		if strings.Contains(after, name) {
			t.Errorf("the older edition still names %s", name)
		}
	}
	if WithoutWords(e, map[string]bool{"0123456789abcdef": true}) != e {
		t.Error("an edition that tells nothing restricted is not given back as it is")
	}
}
