package feed

import (
	"cmp"
	"slices"

	"recap/store"
)

// maxShared is how many ids that are no identity the cursor remembers, those found last.
const maxShared = 200

// A feedMemory is what earlier reads tell about the identity of items.
type feedMemory struct {
	items  []feedItem
	shared []string // hashes of the ids that are no identity, oldest first
}

// part gives a key of its own to each item whose id others bear, too, and leaves out what stands there once more. An id
// is shared if two items of the page have it with different links or titles, or if the last read knew it with another
// link and another date; once it was shared it always is. Such items are told apart by their links, and by their titles
// where those are the same, so that a key depends neither on the order of the page nor on what else is there.
func (m *feedMemory) part(drafts []draft) []draft {
	for _, id := range sharedIDs(drafts, m.items) {
		if hash := shortHash(id); !slices.Contains(m.shared, hash) {
			m.shared = append(m.shared, hash)
		}
	}
	m.shared = m.shared[max(0, len(m.shared)-maxShared):]
	m.split(drafts)
	kept, taken := drafts[:0], make(map[string]bool, len(drafts))
	for _, d := range drafts {
		if !taken[d.post.Key] {
			taken[d.post.Key] = true
			kept = append(kept, d)
		}
	}
	return kept
}

// split puts behind each shared id what tells the items apart that bear it.
func (m *feedMemory) split(drafts []draft) {
	if len(m.shared) == 0 {
		return
	}
	type place struct{ id, link string }
	title, several := make(map[place]string), make(map[place]bool)
	for _, d := range drafts {
		at := place{d.post.Key, d.post.URL}
		if first, ok := title[at]; ok && first != d.post.Title {
			several[at] = true
		}
		title[at] = d.post.Title
	}
	for i := range drafts {
		p := &drafts[i].post
		if !slices.Contains(m.shared, shortHash(p.Key)) {
			continue
		}
		by := cmp.Or(p.URL, p.Title)
		if several[place{p.Key, p.URL}] {
			by = p.URL + "\x00" + p.Title
		}
		p.Key += "#" + shortHash(by)
	}
}

// sharedIDs returns the ids that several items bear: on this page, or one here and another at the last read.
func sharedIDs(drafts []draft, last []feedItem) []string {
	known := make(map[string]feedItem, len(last))
	for _, it := range last {
		known[it.Key] = it
	}
	var shared []string
	first := make(map[string]*store.Post, len(drafts))
	for i := range drafts {
		p := &drafts[i].post
		before, ok := first[p.Key]
		if !ok {
			first[p.Key] = p
			it, date := known[p.Key], seconds(p.Claimed)
			if it.Link != "" && it.Date != 0 && p.URL != "" && date != 0 && it.Link != linkHash(p.URL) && it.Date != date {
				shared = append(shared, p.Key)
			}
		} else if before.URL != p.URL || before.Title != p.Title {
			shared = append(shared, p.Key)
		}
	}
	return shared
}
