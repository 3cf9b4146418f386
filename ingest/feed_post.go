package ingest

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"html"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"

	"recap/ingest/text"
	"recap/store"
)

// posts turns the items of doc into posts, with one key each. where is the address that the feed came from.
func (s *feedSource) posts(doc *feedDocument, where string) []store.Post {
	base, _ := url.Parse(where)
	if base == nil || !base.IsAbs() {
		base, _ = url.Parse(strings.TrimSpace(doc.Link))
	}
	r := itemReader{doc: doc, source: s, base: base, now: s.env.Now().UTC(), planet: isPlanet(doc)}
	posts := make([]store.Post, 0, len(doc.Items))
	byKey := make(map[string]int, len(doc.Items))
	for i, it := range doc.Items {
		p := r.post(i, it)
		if j, ok := byKey[p.Key]; ok {
			first := &posts[j]
			if p.URL == first.URL && p.Title == first.Title {
				continue // the same item once more; the first one wins
			}
			p.Key += "#" + shortHash(cmp.Or(p.URL, p.Title))
			if _, again := byKey[p.Key]; again {
				continue
			}
		}
		byKey[p.Key] = len(posts)
		posts = append(posts, p)
	}
	return posts
}

// An itemReader reads the items of one feed.
type itemReader struct {
	doc    *feedDocument
	source *feedSource
	base   *url.URL
	now    time.Time
	planet bool
}

func (r *itemReader) post(i int, it *gofeed.Item) store.Post {
	o := r.doc.originals[i]
	p := store.Post{Scope: r.source.name, Kind: "feed", Counts: store.Counts{Replies: replies(it), Shares: -1, Likes: -1}}
	p.URL = r.link(it, o)
	p.Title = feedTitle(cmp.Or(strings.TrimSpace(it.Title), extension(it.Extensions, "media", "title")))
	p.Author = r.author(it, o)
	r.text(&p, it, o)
	r.enclosures(&p, it)
	r.dates(&p, it)
	p.Key = feedKey(cmp.Or(it.GUID, o.about, it.Link, p.URL), p, it.Published)
	p.Tags = feedTags(it.Categories)
	p.InReplyTo = inReplyTo(it.Extensions)
	p.Language = feedLanguage(r.doc.Language)
	if o.json != nil && o.json.Language != "" {
		p.Language = feedLanguage(o.json.Language)
	}
	return p
}

// link returns where a reader sees the item: its alternate link, else a guid that is a permanent link, else what comes near.
func (r *itemReader) link(it *gofeed.Item, o original) string {
	candidates := []string{it.Link}
	switch {
	case o.item != nil:
		for _, prefix := range []string{"atom", "atom10", "atom03"} {
			for _, l := range it.Extensions[prefix]["link"] {
				if rel := l.Attrs["rel"]; rel == "" || rel == "alternate" {
					candidates = append(candidates, l.Attrs["href"])
				}
			}
		}
		if g := o.item.GUID; g != nil && !strings.EqualFold(g.IsPermalink, "false") && isAbsolute(g.Value) {
			candidates = append(candidates, g.Value)
		}
		candidates = append(candidates, o.about)
	case o.entry != nil:
		if c := o.entry.Content; c != nil {
			candidates = append(candidates, c.Src)
		}
		if isAbsolute(it.GUID) {
			candidates = append(candidates, it.GUID)
		}
	case o.json != nil:
		candidates = append(candidates, o.json.ExternalURL)
		if isAbsolute(it.GUID) {
			candidates = append(candidates, it.GUID)
		}
	}
	for _, c := range candidates {
		if u := webURL(r.base, c); u != "" {
			return u
		}
	}
	return ""
}

// enclosures adds what comes with the item, such as the sound of a podcast, to its links. An item that has no page of its own is found there.
func (r *itemReader) enclosures(p *store.Post, it *gofeed.Item) {
	for _, e := range it.Enclosures[:min(len(it.Enclosures), maxEnclosures)] {
		u := webURL(r.base, e.URL)
		if u == "" || slices.Contains(p.Links, u) {
			continue
		}
		p.Links = append(p.Links, u)
		p.URL = cmp.Or(p.URL, u)
	}
}

const maxEnclosures = 10

// dates fills in when the item was written. What is missing, unreadable or impossible becomes the time of reading.
func (r *itemReader) dates(p *store.Post, it *gofeed.Item) {
	published, ok := feedDate(it.Published, it.PublishedParsed, r.source.zone)
	updated, changed := feedDate(it.Updated, it.UpdatedParsed, r.source.zone)
	for _, name := range []string{"issued", "created", "available", "date"} {
		if !ok {
			published, ok = feedDate(extension(it.Extensions, "dcterms", name), nil, r.source.zone)
		}
	}
	if !changed {
		updated, changed = feedDate(extension(it.Extensions, "dcterms", "modified"), nil, r.source.zone)
	}
	switch {
	case ok:
		p.Claimed = published
	case changed:
		p.Claimed = updated
	}
	switch {
	case ok && plausible(published, r.now):
		p.Published = published
	case changed && plausible(updated, r.now):
		p.Published = updated
	default:
		p.Published = r.now
	}
	if changed && ok && updated.After(published) && plausible(updated, r.now) {
		p.Edited = updated
	}
}

// feedKey returns the identity of the item in its feed: the id that the feed gives, or else a hash of what the item says.
func feedKey(id string, p store.Post, date string) string {
	switch id = text.Line(id); {
	case id == "":
		sum := sha256.Sum256([]byte(p.Title + "\x00" + date + "\x00" + p.Text))
		return "sha256:" + hex.EncodeToString(sum[:])
	case len(id) > feedMaxKey:
		sum := sha256.Sum256([]byte(id))
		return "sha256:" + hex.EncodeToString(sum[:])
	}
	return id
}

const maxFeedTags = 50

// feedTags returns categories as tags: folded, each once. Categories that are addresses tell people nothing.
func feedTags(categories []string) []string {
	var tags []string
	seen := make(map[string]bool)
	for _, c := range categories {
		tag := strings.ToLower(strings.TrimLeft(text.Line(html.UnescapeString(c)), "#＃ "))
		if tag == "" || len(tag) > 100 || strings.Contains(tag, "://") || seen[tag] || len(tags) == maxFeedTags {
			continue
		}
		seen[tag] = true
		tags = append(tags, tag)
	}
	return tags
}

// inReplyTo returns the ids of the items that this one answers (RFC 4685).
func inReplyTo(x ext.Extensions) []string {
	var ids []string
	for _, prefix := range slices.Sorted(maps.Keys(x)) {
		for _, e := range x[prefix]["in-reply-to"] {
			if id := text.Line(e.Attrs["ref"]); id != "" && len(id) <= feedMaxKey && len(ids) < 10 {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// replies returns how many comments the item says that it has (slash:comments, thr:total), or -1.
func replies(it *gofeed.Item) int {
	for _, v := range []string{extension(it.Extensions, "slash", "comments"), extension(it.Extensions, "thr", "total")} {
		if n, err := strconv.Atoi(v); err == nil && n >= 0 {
			return n
		}
	}
	return -1
}

// extension returns the text of the first element of that name, also inside a group (media:group).
func extension(x ext.Extensions, prefix, name string) string {
	if es := x[prefix][name]; len(es) > 0 {
		return strings.TrimSpace(es[0].Value)
	}
	for _, group := range x[prefix]["group"] {
		if es := group.Children[name]; len(es) > 0 {
			return strings.TrimSpace(es[0].Value)
		}
	}
	return ""
}

var feedLanguageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}$`)

// feedLanguage returns a BCP 47 tag, or "".
func feedLanguage(s string) string {
	if s = strings.TrimSpace(s); !feedLanguageTag.MatchString(s) {
		return ""
	}
	return strings.ReplaceAll(s, "_", "-")
}

// feedSum returns the fingerprint of what the item says, so that an item that says the same need not be stored again. The time of reading does not count.
func feedSum(p *store.Post) store.Sum {
	b := make([]byte, 0, len(p.Title)+len(p.Text)+len(p.Quoted)+1024)
	add := func(texts ...string) {
		for _, s := range texts {
			b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
		}
	}
	for _, list := range [][]string{p.Tags, p.Links, p.InReplyTo} {
		b = binary.AppendUvarint(b, uint64(len(list)))
		add(list...)
	}
	for _, n := range []int64{feedParser, p.Claimed.UnixMicro(), p.Edited.UnixMicro(), int64(p.Counts.Replies), int64(p.Counts.Shares), int64(p.Counts.Likes)} {
		b = binary.AppendVarint(b, n)
	}
	add(p.Title, p.Text, p.Quoted, p.URL, p.Language, p.Author.Name, p.Author.Address, p.Author.Handle, p.Author.URL, p.Author.Organization, strconv.FormatBool(p.Author.Bot))
	return store.SumOf(b)
}
