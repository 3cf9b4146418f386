package digest

import (
	"sort"
	"strings"
)

func (b *builder) stats(ts []*thread, e *Edition) Stats {
	numbers := map[int64]bool{}
	for _, t := range ts {
		numbers[t.num] = true
	}
	st := Stats{Posts: len(b.all), Threads: len(numbers), Organizations: len(e.Organizations), Usual: Usual{-1, -1}}
	people := map[string]bool{}
	sources := map[string]bool{}
	for _, p := range b.all {
		for _, s := range p.Sources {
			sources[s] = true
		}
		switch {
		case p.Machine != "" || p.Author.Bot:
			st.Machines++
		case p.ShareOf != "":
			st.Shares++
		}
		if p.Machine == "" && p.ident != "" {
			people[p.ident] = true
		}
	}
	st.People, st.Sources = len(people), len(sources)
	if n := len(b.in.Usual); n >= 3 {
		var posts, who []int
		for _, d := range b.in.Usual {
			posts, who = append(posts, d.Posts), append(who, d.People)
		}
		st.Usual = Usual{median(posts), median(who)}
	}
	return st
}

func median(v []int) int {
	sort.Ints(v)
	n := len(v)
	if n%2 == 1 {
		return v[n/2]
	}
	return (v[n/2-1] + v[n/2] + 1) / 2
}

const (
	silenceDays = 365 // after so long a silence somebody is back
	wroteOften  = 3   // if they had written so many posts before
)

// returning names those who write again after a long silence, as the order of their posts has them.
func (b *builder) returning() (out []Returner) {
	seen := map[string]bool{}
	silent := b.in.Window.Start.AddDate(0, 0, -silenceDays)
	for _, p := range b.named() {
		h := b.in.Histories[p.ident]
		if seen[p.ident] || b.spammers[p.ident] || p.isArticle() || p.isStatus() || h.Posts < wroteOften || !h.Last.Before(silent) || !strings.Contains(p.who, " ") {
			continue
		}
		seen[p.ident] = true
		out = append(out, Returner{p.who, h.Last.In(b.in.Window.Zone), p.id})
	}
	return out
}

const archiveDays = 90 // how far back the archive must reach before anybody is called new

func (b *builder) newcomers() []Newcomer {
	out := []Newcomer{}
	if b.in.First.IsZero() || b.in.First.After(b.in.Window.Start.AddDate(0, 0, -archiveDays)) {
		return out
	}
	seen := map[string]bool{}
	for _, p := range b.people {
		if seen[p.ident] || b.spammers[p.ident] || p.isArticle() || p.isStatus() || b.in.Histories[p.ident].Posts > 0 || !strings.Contains(p.who, " ") {
			continue
		}
		seen[p.ident] = true
		out = append(out, Newcomer{p.who, p.id})
	}
	return out
}
