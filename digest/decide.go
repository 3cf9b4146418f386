package digest

import (
	"slices"
	"sort"

	"recap/digest/edit"
	"recap/digest/story"
)

// Decided returns the editor's decisions as the edition has them: each story under the id that it has now. gone are the ids that belong to
// no story of the period any more; nothing is done about them. Only an edition that Build has made knows this.
func (e *Edition) Decided() (present edit.Decisions, gone []string) { return e.decided, e.gone }

// decide finds the stories and the parts of the stream that the editor's decisions are about and marks them. It returns all stories.
func (b *builder) decide(all []*story.Story) []*story.Story {
	d, e := &b.in.Decisions, b.e
	e.decided = edit.Decisions{Title: d.Title, Note: d.Note, Rename: map[string]string{}, Approve: d.Approve}
	if len(d.Pin)+len(d.Drop)+len(d.Rename)+len(d.Order) == 0 {
		return all
	}
	owner := storyOf(all)
	for _, x := range b.streamed.all() {
		for _, p := range x.posts {
			owner[p.ID] = x.id()
		}
	}
	here := func(ids []string) (list []string) {
		for _, id := range ids {
			switch present := owner[id]; {
			case present == "":
				e.gone = append(e.gone, id)
			case !slices.Contains(list, present):
				list = append(list, present)
			}
		}
		return list
	}
	e.decided.Pin, e.decided.Order, e.decided.Drop = here(d.Pin), here(d.Order), here(d.Drop)
	renamed := make([]string, 0, len(d.Rename))
	for id := range d.Rename {
		renamed = append(renamed, id)
	}
	sort.Strings(renamed)
	for _, id := range renamed {
		for _, present := range here([]string{id}) {
			if _, ok := e.decided.Rename[present]; !ok || present == id {
				e.decided.Rename[present] = d.Rename[id]
			}
		}
	}
	sort.Strings(e.gone)
	e.gone = slices.Compact(e.gone)
	for _, s := range all { // where a pinned and a dropped story have become one, it stays
		id := s.ID()
		s.Named, s.Pinned = e.decided.Rename[id], slices.Contains(e.decided.Pin, id)
		s.Dropped = slices.Contains(e.decided.Drop, id) && !s.Pinned
	}
	e.Stats.Withheld += b.streamed.decide(&e.decided)
	sort.SliceStable(all, func(i, j int) bool { return pinPlace(e, all[i]) < pinPlace(e, all[j]) })
	return all
}

// pinPlace is where a story stands among the pinned ones; all others share the last place.
func pinPlace(e *Edition, s *story.Story) int {
	if i := slices.Index(e.decided.Pin, s.ID()); i >= 0 {
		return i
	}
	return len(e.decided.Pin)
}

// storyOf maps the ids of posts to the id of the story that they belong to. The post that opens a story stands for that story, whatever else it is in.
func storyOf(all []*story.Story) map[string]string {
	owner := map[string]string{}
	for _, s := range all {
		for _, p := range s.All {
			if owner[p.ID] == "" {
				owner[p.ID] = s.ID()
			}
		}
	}
	for _, s := range all {
		owner[s.ID()] = s.ID()
	}
	return owner
}
