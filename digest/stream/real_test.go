package stream

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/store"
)

// tweet is as much of a v1.1 status as these tests need.
type tweet struct {
	ID        string  `json:"id_str"`
	Text      string  `json:"text"`
	Full      string  `json:"full_text"`
	Created   string  `json:"created_at"`
	Lang      string  `json:"lang"`
	Answers   string  `json:"in_reply_to_status_id_str"`
	Shared    int     `json:"retweet_count"`
	Retweeted *tweet  `json:"retweeted_status"`
	User      account `json:"user"`
	Entities  struct {
		Hashtags []struct{ Text string }
		URLs     []struct {
			URL      string
			Expanded string `json:"expanded_url"`
		}
	}
}

type account struct {
	Name   string
	Handle string `json:"screen_name"`
}

// readTweets reads a file of one v1.1 status a line, shares counted with what they pass on.
func readTweets(t testing.TB, path string) []*post.Post {
	f, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	lex := post.NewLexicon(language.For("en"))
	var out []*post.Post
	shared := map[string]int{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var tw tweet
		if err := json.Unmarshal(lines.Bytes(), &tw); err != nil {
			t.Fatal(err)
		}
		if tw.Retweeted != nil {
			shared[tw.Retweeted.ID]++
			continue
		}
		at, _ := time.Parse(time.RubyDate, tw.Created)
		text := strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(tw.Text + tw.Full)
		sp := &store.Post{Key: tw.ID, Kind: "twitter", Form: store.FormStatus, Published: at, Language: tw.Lang}
		sp.Author = store.Author{Name: tw.User.Name, Handle: tw.User.Handle}
		for _, u := range tw.Entities.URLs {
			if u.Expanded != "" {
				text = strings.ReplaceAll(text, u.URL, u.Expanded)
			}
		}
		sp.Text = text
		for _, h := range tw.Entities.Hashtags {
			sp.Tags = append(sp.Tags, strings.ToLower(h.Text))
		}
		if tw.Answers != "" {
			sp.InReplyTo = []string{tw.Answers}
		}
		p := post.New(sp, true, language.For("en"), lex)
		lex.Add(p.Terms())
		out = append(out, p)
	}
	for _, p := range out {
		p.Shared = shared[p.Key]
	}
	return out
}

func TestHackathon(t *testing.T) {
	days := map[string][]*post.Post{}
	zone := time.FixedZone("", 3*3600)
	for _, p := range readTweets(t, filepath.Join(os.Getenv("RECAP_CORPUS"), "tweets/sibhack.json")) {
		d := p.Published.In(zone).Format(time.DateOnly)
		days[d] = append(days[d], p)
	}
	lex := post.NewLexicon(language.For("en"))
	for _, d := range slices.Sorted(maps.Keys(days)) {
		if len(days[d]) < 5 {
			continue
		}
		o := Options{Language: language.For("en"), Lexicon: lex, Zone: zone, Own: map[string]bool{"sibhack": true}}
		hang := Hangers(days[d], o)
		for p := range hang {
			t.Logf("HANGER %s: %s", p.Who, p.Text)
		}
		posts := slices.DeleteFunc(slices.Clone(days[d]), func(p *post.Post) bool { return hang[p] })
		s := Read(posts, o)
		everyOnce(t, s, posts)
		headingsSay(t, s)
		t.Logf("==== %s, %d statuses\n%s", d, len(posts), show(s))
	}
}

// show prints a stream as a reader sees it.
func show(s *Stream) string {
	var b strings.Builder
	quote := func(posts []*post.Post) {
		for _, p := range posts {
			name, of := s.Speaker(p)
			if of != "" {
				name += ", relaying " + of
			}
			b.WriteString("- " + name + ": “" + Excerpt(p) + "”\n")
		}
	}
	b.WriteString("## Announced\n")
	quote(s.Notices)
	b.WriteString("## Most shared\n")
	quote(s.Most)
	for _, x := range s.Sessions {
		first, last := x.Posts[0].Published, x.Posts[len(x.Posts)-1].Published
		fmt.Fprintf(&b, "## %s [%s-%s, %d]\n", x.Heading, first.Format("15:04"), last.Format("15:04"), len(x.Posts))
		quote(x.Picks)
	}
	b.WriteString("## Rest\n")
	for _, x := range s.Rest {
		fmt.Fprintf(&b, "- %s [%d]\n", x.Heading, len(x.Posts))
	}
	return b.String()
}

// verbatim asserts that what is printed of a status stands in it, in order: each piece between two addresses.
func verbatim(t testing.TB, p *post.Post) {
	t.Helper()
	text, excerpt := strings.Join(strings.Fields(p.Text), " "), Excerpt(p)
	if excerpt == "" || prose.Count(excerpt) > maxWords {
		t.Errorf("excerpt %q of %q", excerpt, text)
	}
	for _, piece := range strings.Split(excerpt, prose.Link) {
		_, rest, ok := strings.Cut(text, strings.TrimSpace(piece))
		if !ok {
			t.Errorf("%q does not stand in %q", piece, text)
		}
		text = rest
	}
}

// everyOnce asserts that each status is in exactly one place, and that what is printed is verbatim.
func everyOnce(t testing.TB, s *Stream, posts []*post.Post) {
	t.Helper()
	seen := map[*post.Post]int{}
	for _, p := range slices.Concat(s.Most, s.Notices) {
		seen[p]++
		verbatim(t, p)
	}
	for _, x := range slices.Concat(s.Sessions, s.Rest) {
		for _, p := range x.Posts {
			seen[p]++
		}
		for _, p := range x.Picks {
			verbatim(t, p)
			if !slices.Contains(x.Posts, p) {
				t.Errorf("%q is picked and not in its session", p.Text)
			}
		}
	}
	if len(seen) != len(posts) {
		t.Errorf("%d statuses of %d have a place", len(seen), len(posts))
	}
	for p, n := range seen {
		if n != 1 {
			t.Errorf("%q is in %d places", p.Text, n)
		}
	}
}
