package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"recap/ingest/text"
	"recap/store"
)

// keepKeys gives posts the keys under which they are known. An id that is an address stays the same under another
// scheme. An item with a new id is the one that had its link and its date at the last read, where an id changed at an
// edit, or its link and the beginning of its key, where the id became one that several bear. When all ids of a feed are
// new although its pages are not, as after the move of a site, the link alone is enough. Each of these counts where it
// stands for one item both now and at the last read. It returns the new id of each post that keeps an older key.
func keepKeys(posts []store.Post, last []feedItem) map[string]string {
	k := keyKeeper{posts: posts, taken: make(map[string]bool), aliases: make(map[string]string)}
	known, byID, byAddress := make(map[string]bool), make(map[string]string), make(map[string]string)
	for _, it := range last {
		known[it.Key] = true
		if isAbsolute(it.Key) {
			byAddress[bareAddress(it.Key)] = it.Key
		}
		if it.ID != "" {
			known[it.ID] = true
			byID[it.ID] = it.Key
		}
	}
	moved := true
	for _, p := range posts {
		k.taken[p.Key] = true
		moved = moved && !known[p.Key]
	}
	for i := range posts {
		key := posts[i].Key
		k.keep(i, byID[key])
		if posts[i].Key == key && !known[key] && isAbsolute(key) {
			k.keep(i, byAddress[bareAddress(key)])
		}
	}
	again := 0
	byLook, byLink := matches(posts, last, true), matches(posts, last, false)
	for i := range posts {
		if byLink[i] != "" {
			again++
		}
		if known[posts[i].Key] {
			continue
		}
		k.keep(i, byLook[i])
		if strings.HasPrefix(posts[i].Key, byLink[i]+"#") {
			k.keep(i, byLink[i])
		}
	}
	if moved && again >= feedChurn {
		for i, key := range byLink {
			k.keep(i, key)
		}
	}
	return k.aliases
}

// A keyKeeper gives posts older keys, none of them twice.
type keyKeeper struct {
	posts   []store.Post
	taken   map[string]bool
	aliases map[string]string // the new keys by the older ones
}

// keep gives the post at i an older key, unless that is "" or another post's.
func (k *keyKeeper) keep(i int, key string) {
	if p := &k.posts[i]; key != "" && !k.taken[key] {
		k.taken[key] = true
		k.aliases[key] = p.Key
		p.Key = key
	}
}

// matches returns for each post the key of the item at the last read that had its link, and its date if dated, "" if
// there is none or the like of it stands there twice now or then.
func matches(posts []store.Post, last []feedItem, dated bool) []string {
	type look struct {
		link string
		date int64
	}
	lookOf := func(link string, date int64) (look, bool) {
		if !dated {
			date = 1
		}
		return look{link, date}, link != "" && date != 0
	}
	then, now := make(map[look]string, len(last)), make(map[look]int, len(posts))
	for _, it := range last {
		if l, ok := lookOf(it.Link, it.Date); ok {
			if _, twice := then[l]; twice {
				it.Key = ""
			}
			then[l] = it.Key
		}
	}
	looks := make([]look, len(posts))
	for i, p := range posts {
		if l, ok := lookOf(linkHash(p.URL), seconds(p.Claimed)); ok {
			looks[i] = l
			now[l]++
		}
	}
	keys := make([]string, len(posts))
	for i, l := range looks {
		if now[l] == 1 {
			keys[i] = then[l]
		}
	}
	return keys
}

// seconds returns t as the cursor keeps it: seconds since 1970, 0 for no time.
func seconds(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.Unix()
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
		items = append(items, feedItem{Key: p.Key, Link: linkHash(p.URL), Date: seconds(p.Claimed), ID: aliases[p.Key]})
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
