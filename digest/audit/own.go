package audit

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"recap/digest"
	"recap/digest/language"
	"recap/digest/proof"
)

// own proves a sentence of the program's own anew: the names in it and its numbers stand in the posts that it cites or
// in what is known of them, or are counts that the program made. Where a post is not stored any more nobody can tell.
func (a *auditor) own(x *Sentence, ids []string) {
	x.Writer, x.Evidence = "recap", a.cited(ids)
	why := proof.Facts(x.Text, a.knownOf(ids), a.made)
	a.judge(x, string(why), Failed)
	if why != "" && slices.ContainsFunc(ids, func(id string) bool { return a.posts[id] == nil }) {
		x.State, x.Why = Counted, "some of the posts that it is of are not stored, or their words may not be shown"
	}
}

// knownOf yields what is known of posts: who wrote them and when, what they are called, what they say, and what they go
// on from.
func (a *auditor) knownOf(ids []string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, id := range ids {
			for k := a.posts[id]; k != nil; k = a.begun[k.ID] {
				of := append([]string{k.Author, k.Title, k.Text, a.lang.Date(k.Date, a.lang.Layouts.Short), a.lang.Date(k.Date, a.lang.Layouts.Day)}, k.Names...)
				for _, s := range of {
					if s != "" && !yield(s) {
						return
					}
				}
			}
		}
	}
}

// counts collects the words and numbers that own sentences may hold anyway.
func (a *auditor) counts() {
	a.made = a.Edition.OwnWords(a.lang)
	for i := range a.Posts {
		if n := a.Posts[i].Counts.Replies; n > 0 {
			a.made[strconv.Itoa(n)] = true
		}
	}
}

// brief proves the lines of "In short", each by its story.
func (a *auditor) brief() {
	for _, line := range a.Edition.Brief {
		x := Sentence{Part: "brief", Story: line.Story, Text: line.Text}
		i := slices.IndexFunc(a.Edition.Stories, func(s digest.Story) bool { return s.ID == line.Story })
		if i < 0 {
			x.Writer = "recap"
			a.judge(&x, "there is no such story", Failed)
			a.add(x)
			continue
		}
		s := &a.Edition.Stories[i]
		for w := range proof.Words(strings.ToLower(s.Title)) { // the heading of what is proven below it
			if !a.made[w] {
				a.made[w] = true
				defer delete(a.made, w)
			}
		}
		a.own(&x, of(s))
		a.add(x)
	}
}

// of returns the posts that a story is of, and the one that names it, which may be older.
func of(s *digest.Story) []string {
	if slices.Contains(s.Sources, s.ID) {
		return s.Sources
	}
	return append(slices.Clone(s.Sources), s.ID)
}

// facts proves the line below the title of a story: its size by a count of the stored posts, the rest as any other
// sentence of the program's own.
func (a *auditor) facts(s *digest.Story) {
	if s.Facts == "" {
		return
	}
	x := Sentence{Part: "facts", Story: s.ID, Title: s.Title, Text: s.Facts}
	since := s.Since.In(a.Edition.Period.Start.Location())
	for _, layout := range []string{a.lang.Layouts.Short, a.lang.Layouts.Day} {
		for w := range proof.Words(strings.ToLower(a.lang.Date(since, layout))) {
			if !a.made[w] {
				a.made[w] = true
				defer delete(a.made, w) // of this story alone
			}
		}
	}
	a.own(&x, of(s))
	if size, known := a.size(s); known {
		if first, _, _ := strings.Cut(s.Facts, " · "); first != size {
			x.State, x.Why = Failed, "the stored posts make "+size
		}
	}
	a.add(x)
}

// size counts the stored posts of a story and who wrote them; known is false where some are not stored.
func (a *auditor) size(s *digest.Story) (size string, known bool) {
	who := map[string]bool{}
	for _, id := range s.Sources {
		ident, stored := a.who[id]
		if !stored {
			return "", false
		}
		who[ident] = true
	}
	l := &a.lang.Phrases
	if n := len(s.Sources); n > 1 {
		return language.Fill(l.Size, "posts", l.Count(n, l.Post), "people", l.Count(len(who), l.Person)), true
	}
	return l.Count(len(s.Sources), l.Post), true
}
