package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"recap/ingest/text"
	"recap/store"
)

// keepKeys gives posts the keys under which they are known. An id that is an address stays the same under another
// scheme. When all ids of a feed are new although its pages are not, as after the move of a site, the posts are known
// again by their links, where one link stands for one item both now and at the last read. It returns the new id of each
// post that keeps an older key.
func keepKeys(posts []store.Post, last []feedItem) map[string]string {
	aliases := make(map[string]string)
	byID, byLink, byAddress := make(map[string]string), make(map[string]string), make(map[string]string)
	known := make(map[string]bool)
	for _, it := range last {
		known[it.Key] = true
		if isAbsolute(it.Key) {
			byAddress[bareAddress(it.Key)] = it.Key
		}
		if it.ID != "" {
			known[it.ID] = true
			byID[it.ID] = it.Key
		}
		if _, twice := byLink[it.Link]; twice {
			it.Key = ""
		}
		byLink[it.Link] = it.Key
	}
	links, taken, moved := make(map[string]int), make(map[string]bool), true
	for _, p := range posts {
		links[linkHash(p.URL)]++
		taken[p.Key] = true
		moved = moved && !known[p.Key]
	}
	keep := func(p *store.Post, key string) {
		if key == "" || taken[key] {
			return
		}
		taken[key] = true
		aliases[key] = p.Key
		p.Key = key
	}
	for i := range posts {
		key := posts[i].Key
		keep(&posts[i], byID[key])
		if posts[i].Key == key && !known[key] && isAbsolute(key) {
			keep(&posts[i], byAddress[bareAddress(key)])
		}
	}
	var again []int
	for i, p := range posts {
		if link := linkHash(p.URL); moved && link != "" && links[link] == 1 && byLink[link] != "" {
			again = append(again, i)
		}
	}
	if len(again) < feedChurn {
		return aliases
	}
	for _, i := range again {
		keep(&posts[i], byLink[linkHash(posts[i].URL)])
	}
	return aliases
}

// bareAddress returns an address without its scheme, "www." and a slash at its end.
func bareAddress(address string) string {
	_, bare, _ := strings.Cut(address, "://")
	return strings.TrimRight(strings.TrimPrefix(strings.ToLower(bare), "www."), "/")
}

// remembered returns what the cursor keeps of a page.
func remembered(posts []store.Post, aliases map[string]string) []feedItem {
	items := make([]feedItem, 0, min(len(posts), feedKeptItems))
	for _, p := range posts[:min(len(posts), feedKeptItems)] {
		items = append(items, feedItem{Key: p.Key, Link: linkHash(p.URL), ID: aliases[p.Key]})
	}
	return items
}

// scrolledPast reports whether a page shares nothing with the one before, so that items between the two may have come
// and gone.
func scrolledPast(last []feedItem, posts []store.Post) bool {
	if len(last) == 0 || len(posts) < feedHandful {
		return false
	}
	known := make(map[string]bool, len(last))
	for _, it := range last {
		known[it.Key] = true
	}
	for _, p := range posts {
		if known[p.Key] {
			return false
		}
	}
	return true
}

// isAbsolute reports whether s is an http or https address as it stands.
func isAbsolute(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")
}

// linkHash returns a short hash of the canonical form of link, "" for no link.
func linkHash(link string) string {
	if link == "" {
		return ""
	}
	return shortHash(text.CanonicalLink(link))
}

func shortHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}
