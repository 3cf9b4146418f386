package digest

import (
	"slices"
	"sort"
)

// decide finds the stories that the editor's decisions are about, marks them, and returns all but the dropped ones.
func (b *builder) decide(e *Edition, all []*story) []*story {
	d := &b.in.Decisions
	e.Note = d.Note
	e.decided = Decisions{Title: d.Title, Note: d.Note, Rename: map[string]string{}, Approve: d.Approve}
	if len(d.Pin)+len(d.Drop)+len(d.Rename)+len(d.Order) == 0 {
		return all
	}
	owner := storyOf(all)
	here := func(ids []string) (list []string) {
		for _, id := range ids {
			switch s := owner[id]; {
			case s == nil:
				e.gone = append(e.gone, id)
			case !slices.Contains(list, s.opener().id):
				list = append(list, s.opener().id)
			}
		}
		return list
	}
	e.decided.Pin, e.decided.Order, e.decided.Drop = here(d.Pin), here(d.Order), here(d.Drop)
	for _, id := range sortedKeys(d.Rename) {
		for _, present := range here([]string{id}) {
			if _, ok := e.decided.Rename[present]; !ok || present == id {
				e.decided.Rename[present] = d.Rename[id]
			}
		}
	}
	sort.Strings(e.gone)
	e.gone = slices.Compact(e.gone)
	b.decided = e.decided
	return b.mark(all)
}

// mark notes at each story what is decided about it. Where a pinned and a dropped story have become one, it stays.
func (b *builder) mark(all []*story) (kept []*story) {
	d := &b.decided
	for _, s := range all {
		id := s.opener().id
		s.named, s.pinned = d.Rename[id], slices.Contains(d.Pin, id)
		s.dropped = slices.Contains(d.Drop, id) && !s.pinned
		if !s.dropped {
			kept = append(kept, s)
			continue
		}
		for _, p := range s.posts {
			p.dropped = true
		}
	}
	return kept
}

// storyOf maps the ids of posts to the story that they belong to. The post that opens a story stands for that story, whatever else it is in.
func storyOf(all []*story) map[string]*story {
	owner := map[string]*story{}
	for _, s := range all {
		for _, t := range s.threads {
			for _, p := range slices.Concat(t.context, t.posts) {
				if owner[p.id] == nil {
					owner[p.id] = s
				}
			}
		}
	}
	for _, s := range all {
		owner[s.opener().id] = s
	}
	return owner
}

func sortedKeys(m map[string]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// heading is the story's title: the editor's, if there is one.
func (s *story) heading() string {
	if s.named != "" {
		return s.named
	}
	return s.title
}

// choose takes n stories to tell, in the order of telling: the pinned ones, and the best of the others.
func (b *builder) choose(ranked []*story, n int) (chosen, rest []*story) {
	var pinned []*story
	for _, s := range ranked {
		if s.pinned {
			pinned = append(pinned, s)
		}
	}
	chosen, rest = choose(ranked, n, pinned...)
	sort.SliceStable(chosen, func(i, j int) bool { return b.place(chosen[i].opener().id) < b.place(chosen[j].opener().id) })
	return chosen, rest
}

// arrange puts what has been written into the order of telling.
func (b *builder) arrange(told []Story) {
	sort.SliceStable(told, func(i, j int) bool {
		if x, y := b.place(told[i].ID), b.place(told[j].ID); x != y {
			return x < y
		}
		return told[i].Score > told[j].Score
	})
}

// place is where the editor wants a story: all that nothing is decided about share the last place, and stand by their score there.
func (b *builder) place(id string) int {
	d := &b.decided
	if i := slices.Index(d.Order, id); i >= 0 {
		return len(d.Pin) + i
	}
	if i := slices.Index(d.Pin, id); i >= 0 {
		return i
	}
	return len(d.Pin) + len(d.Order)
}

// entitle gives the edition the editor's title, if there is one.
func (b *builder) entitle(e *Edition) {
	if t := b.in.Decisions.Title; t != "" {
		e.Title = t
	}
}
