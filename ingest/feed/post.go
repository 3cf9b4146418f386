package feed

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

	"recap/ingest/machine"
	"recap/ingest/syndication"
	"recap/ingest/text"
	"recap/ingest/when"
	"recap/store"
)

// posts turns the items of doc into posts, with one key each. where is the address that the feed came from, now the
// time of reading. What it learns about ids is noted in memory.
func (s *feedSource) posts(doc *syndication.Document, where string, now time.Time, memory *feedMemory) []store.Post {
	r := s.reader(doc, where, now)
	drafts := make([]draft, 0, len(doc.Items))
	for i, it := range doc.Items {
		drafts = append(drafts, r.draft(i, it))
	}
	drafts = memory.part(drafts)
	r.finish(drafts)
	posts := make([]store.Post, len(drafts))
	for i := range drafts {
		posts[i] = drafts[i].post
	}
	return posts
}

// An itemReader reads the items of one feed.
type itemReader struct {
	doc    *syndication.Document
	source *feedSource
	base   *url.URL
	now    time.Time

	planet       bool                    // the feed gathers the posts of others
	planetTitles bool                    // and names them in its titles
	account      bool                    // its items are the statuses of an account
	order        dayOrder                // of day and month in its dates
	self         store.Author            // who speaks where an item names nobody
	people       map[string]store.Author // by the fields that name them
}

// reader returns the reader of the items of doc.
func (s *feedSource) reader(doc *syndication.Document, where string, now time.Time) *itemReader {
	r := &itemReader{doc: doc, source: s, base: feedBase(doc, where), now: now, planet: isPlanet(doc), people: make(map[string]store.Author)}
	r.planetTitles = r.planet && prefixed(doc)
	r.self = r.titled(doc.Title)
	if r.self.Name == "" && r.self.Handle == "" {
		if r.self.Name = siteName(doc.Link); r.self.Name == "" && r.base != nil {
			r.self.Name = siteName(r.base.String())
		}
	}
	dates := make([]string, len(doc.Items))
	for i, it := range doc.Items {
		dates[i] = it.Published
	}
	if r.order = dateOrder(dates); r.order == orderUnknown {
		switch lang := strings.ToLower(doc.Language); {
		case lang == "en-us":
			r.order = monthFirst
		case lang != "" && lang != "en":
			r.order = dayFirst
		}
	}
	r.account = !r.planet && (r.self.Handle != "" || accountServer().MatchString(doc.Generator))
	return r
}

// accountServer is a program that serves the feeds of accounts.
var accountServer = text.Lazily(`(?i)^(?:mastodon|gotosocial|pleroma|akkoma|misskey|sharkey|firefish|pixelfed|` +
	`friendica|hometown|glitch|nitter|bluesky|diaspora)`)

// feedBase returns the address against which those in the feed are resolved: its site's for RSS, which knows no other,
// the document's own for the others.
func feedBase(doc *syndication.Document, where string) *url.URL {
	base, err := url.Parse(where)
	if err != nil || !base.IsAbs() {
		base = nil
	}
	site, err := url.Parse(strings.TrimSpace(doc.Link))
	if err != nil || site.Scheme != "http" && site.Scheme != "https" || site.Host == "" {
		return base
	}
	if base == nil || doc.FeedType == "rss" && base.Host != site.Host {
		return site
	}
	return base
}

// A draft is a post with what is needed to part its words from the frame of the feed.
type draft struct {
	post     store.Post
	page     text.Page
	frame    frame
	enclosed []string // addresses of what comes with it
}

// draft reads the item, but for the words.
func (r *itemReader) draft(i int, it *gofeed.Item) draft {
	o := r.doc.Originals[i]
	d := draft{post: store.Post{Scope: r.source.name, Kind: "feed", Counts: store.Counts{Replies: replies(it), Shares: -1, Likes: -1}}}
	p := &d.post
	d.enclosed = r.enclosures(it)
	if p.URL = r.link(it, o); p.URL == "" && len(d.enclosed) > 0 { // it has no page of its own
		p.URL = d.enclosed[0]
	}
	_, title := planetTitle(cmp.Or(strings.TrimSpace(it.Title), syndication.Extension(it.Extensions, "media", "title")), r.planetTitles)
	p.Title = feedTitle(title)
	at, err := url.Parse(p.URL)
	if err != nil {
		at = new(url.URL)
	}
	p.Form = r.form(it, o, at, p.Title)
	p.Author = r.author(it, o, p.Form)
	d.page = r.page(at, it, o)
	p.Text = d.page.Own // for the key of what has no other
	r.dates(p, it)
	p.Key = feedKey(cmp.Or(it.GUID, o.About, it.Link, p.URL), *p, syndication.AsDated(it.Published))
	p.Tags = feedTags(it.Categories)
	p.InReplyTo = inReplyTo(it.Extensions)
	p.Language = r.language(o)
	if isWarned(p.Title, d.page.Own, strings.TrimSpace(cmp.Or(it.Content, it.Description))) {
		p.Policy = store.PolicyLink
	}
	d.frame = frame{link: p.URL, about: discussion(it, o), title: p.Title, site: hostName(at), media: isMedia(p.Form)}
	if d.frame.about != "" {
		d.frame.about = text.WebURL(r.base, d.frame.about)
	}
	if isAbsolute(it.GUID) {
		d.frame.id = it.GUID
	}
	d.frame.blocks = passages(&d.page)
	d.frame.submitted = d.frame.about != "" && (p.Form == store.FormLink || p.Form == store.FormForum)
	return d
}

// language returns the language of the item, else that of the feed.
func (r *itemReader) language(o syndication.Original) string {
	switch {
	case o.Lang != "":
		return feedLanguage(o.Lang)
	case o.JSON != nil && o.JSON.Language != "":
		return feedLanguage(o.JSON.Language)
	}
	return feedLanguage(r.doc.Language)
}

// finish takes the frame off the words of the items, and fills in what depends on them.
func (r *itemReader) finish(drafts []draft) {
	if len(drafts) >= 3 {
		repeated := repeatedPassages(drafts)
		for i := range drafts {
			drafts[i].frame.repeated = repeated
		}
	}
	byLink := make(map[string]string, len(drafts))
	for i := range drafts {
		if p := &drafts[i].post; p.Form == store.FormComment {
			byLink[p.URL] = p.Key
		}
	}
	for i := range drafts {
		d := &drafts[i]
		p := &d.post
		for _, a := range d.page.Anchors {
			if key := byLink[a.URL]; key != "" && key != p.Key && len(p.InReplyTo) == 0 {
				p.InReplyTo = []string{key}
			}
		}
		if n := d.frame.strip(&d.page); p.Counts.Replies < 0 {
			p.Counts.Replies = n
		}
		d.words()
		r.titles(p)
		// A person who signs is believed: programs sign with their own names, or not at all.
		if p.Machine = machine.Author(p.Author); p.Machine == "" && p.Form != store.FormLink && p.Text != "" && p.Author == r.self {
			p.Machine = machine.Evidence(p)
		}
	}
}

// titles makes of the title what it says beside the words.
func (r *itemReader) titles(p *store.Post) {
	switch p.Form {
	case store.FormRelease:
		p.Title = r.named(p.Title, p.URL)
	case store.FormComment:
		p.Title = r.commented(p.Title, p.Author.Display())
	default:
		p.Title = ownTitle(p.Title, p.Text, p.Author.Display(), p.Form == store.FormStatus)
	}
}

// commented returns the title of a comment: "Re:" and that of what it stands under, which may be known from the feed's
// alone.
func (r *itemReader) commented(title, author string) string {
	if title == "" || author != "" && strings.HasSuffix(title, author) && len(title)-len(author) <= 12 {
		if of := commentedTitle(feedTitle(r.doc.Title), ""); of != r.doc.Title {
			return of
		}
	}
	return commentedTitle(title, author)
}

// link returns where a reader sees the item: its alternate link, else a guid that is a permanent link, else what comes
// near.
func (r *itemReader) link(it *gofeed.Item, o syndication.Original) string {
	candidates := []string{syndication.Extension(it.Extensions, "feedburner", "origLink"), it.Link}
	switch {
	case o.Item != nil:
		for _, prefix := range []string{"atom", "atom10", "atom03"} {
			for _, l := range it.Extensions[prefix]["link"] {
				if rel := l.Attrs["rel"]; rel == "" || rel == "alternate" {
					candidates = append(candidates, l.Attrs["href"])
				}
			}
		}
		if g := o.Item.GUID; g != nil && !strings.EqualFold(g.IsPermalink, "false") && isAbsolute(g.Value) {
			candidates = append(candidates, g.Value)
		}
		candidates = append(candidates, o.About)
	case o.Entry != nil:
		if c := o.Entry.Content; c != nil {
			candidates = append(candidates, c.Src)
		}
		if isAbsolute(it.GUID) {
			candidates = append(candidates, it.GUID)
		}
	case o.JSON != nil:
		candidates = append(candidates, o.JSON.ExternalURL)
		if isAbsolute(it.GUID) {
			candidates = append(candidates, it.GUID)
		}
	}
	for _, c := range candidates {
		if u := text.WebURL(r.base, c); u != "" {
			return u
		}
	}
	return ""
}

// enclosures returns the addresses of what comes with the item, such as the sound of a podcast.
func (r *itemReader) enclosures(it *gofeed.Item) []string {
	var found []string
	for _, e := range it.Enclosures[:min(len(it.Enclosures), maxEnclosures)] {
		if u := text.WebURL(r.base, e.URL); u != "" && !slices.Contains(found, u) {
			found = append(found, u)
		}
	}
	return found
}

const maxEnclosures = 10

// dates fills in when the item was written. What is missing, unreadable or impossible becomes the time of reading.
func (r *itemReader) dates(p *store.Post, it *gofeed.Item) {
	published, ok := feedDate(it.Published, it.PublishedParsed, r.source.zone, r.order)
	updated, changed := feedDate(it.Updated, it.UpdatedParsed, r.source.zone, r.order)
	for _, name := range []string{"issued", "created", "available", "date"} {
		if !ok {
			published, ok = feedDate(syndication.Extension(it.Extensions, "dcterms", name), nil, r.source.zone, r.order)
		}
	}
	if !changed {
		updated, changed = feedDate(syndication.Extension(it.Extensions, "dcterms", "modified"), nil, r.source.zone, r.order)
	}
	switch {
	case ok:
		p.Claimed = published
	case changed:
		p.Claimed = updated
	}
	p.Published = when.Published(r.now, published, updated)
	if changed && ok && updated.After(published) && when.Plausible(updated, r.now) {
		p.Edited = updated
	}
}

// feedKey returns the identity of the item in its feed: the id that the feed gives, or else a hash of what the item
// says.
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
	for _, v := range []string{syndication.Extension(it.Extensions, "slash", "comments"),
		syndication.Extension(it.Extensions, "thr", "total")} {
		if n, err := strconv.Atoi(v); err == nil && n >= 0 {
			return n
		}
	}
	return -1
}

var feedLanguageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,4}$`)

// feedLanguage returns a BCP 47 tag, or "".
func feedLanguage(s string) string {
	if s = strings.TrimSpace(s); !feedLanguageTag.MatchString(s) {
		return ""
	}
	return strings.ReplaceAll(s, "_", "-")
}

// feedSum returns the fingerprint of what the item says, so that an item that says the same need not be stored again.
// The time of reading does not count.
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
	add(p.Form, p.Machine, strconv.Itoa(int(p.Policy)))
	for _, n := range []int64{feedParser, p.Claimed.UnixMicro(), p.Edited.UnixMicro(), int64(p.Counts.Replies),
		int64(p.Counts.Shares), int64(p.Counts.Likes)} {
		b = binary.AppendVarint(b, n)
	}
	add(p.Title, p.Text, p.Quoted, p.URL, p.Language, p.Author.Name, p.Author.Address, p.Author.Handle, p.Author.URL,
		p.Author.Organization, strconv.FormatBool(p.Author.Bot))
	return store.SumOf(b)
}
