package digest

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"recap/digest/post"
	"recap/store"
)

// Told returns what the edition tells, for the store to remember, so that later editions do not tell it again: one row for each thread of
// each story.
func (e *Edition) Told() []store.Told {
	var out []store.Told
	for _, s := range e.Stories {
		var threads []string
		prints := map[string][]string{}
		posts := map[string][]string{}
		note := func(id string) string {
			p := e.Post(id)
			if p == nil {
				return ""
			}
			if !slices.Contains(threads, p.Thread) {
				threads = append(threads, p.Thread)
			}
			if !slices.Contains(posts[p.Thread], id) {
				posts[p.Thread] = append(posts[p.Thread], id)
			}
			return p.Thread
		}
		for _, p := range s.Paragraphs {
			for _, sent := range p.Sentences {
				for i, id := range sent.Sources {
					if t := note(id); i == 0 {
						prints[t] = append(prints[t], fingerprint(sent.Text))
					}
				}
			}
		}
		for _, id := range s.Sources {
			note(id)
		}
		for _, t := range threads {
			out = append(out, store.Told{Edition: e.ID, Story: s.ID, Title: s.Title, URL: s.URL, Thread: t, Posts: posts[t], Prints: prints[t]})
		}
	}
	return out
}

// fingerprint is a hash of a sentence's letters and digits, whatever marks and cases stand around them.
func fingerprint(s string) string {
	var words []string
	post.EachWord(strings.ToLower(s), func(w string) { words = append(words, w) })
	h := sha256.Sum256([]byte(strings.Join(words, " ")))
	return hex.EncodeToString(h[:8])
}
