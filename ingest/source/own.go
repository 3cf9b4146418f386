package source

import (
	"bytes"
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"recap/store"
)

// An Own is what a community's own recaps are known by where they come back: through the archive of the list that they
// were mailed to, a planet that carries their feed, a network on which a status announced them, and as copies of these.
// They tell of posts and are none, so that no recap tells of another. The recap of another community is a post like any
// other, whatever it looks like: nothing here goes by form alone. The zero value knows nothing.
type Own struct {
	Name    string   // of the community, which a newsletter carries that was printed without a sender
	Senders []string // mail addresses, in lower case, that newsletters come from; their Message-IDs are of the same domains
	Lists   []string // List-Ids of newsletters, in lower case; one "*" stands for a part without a dot
	Feeds   []string // addresses of feeds of recaps
	Pages   []string // what the addresses of the recaps' pages begin with

	// Posted returns the addresses of what was posted elsewhere for the program, such as the status that announces a
	// recap; nil if nothing was. It may be called often, and by several goroutines at once.
	Posted func(ctx context.Context) ([]string, error)
	// Told returns the recaps that were recorded for periods that lie in [from, to) at least in part, and may return
	// more; nil if there are none. It may be called often, and by several goroutines at once.
	Told func(ctx context.Context, from, to time.Time) ([]Recap, error)
}

// withoutOwn returns src without the posts that are o's; src itself where o is nil.
func withoutOwn(src Source, o *Own) Source {
	if o == nil {
		return src
	}
	w := &othersSource{src, o}
	if r, ok := src.(Rechecker); ok {
		return &othersRechecker{w, r}
	}
	return w
}

// An othersSource is a source without what is the program's own.
type othersSource struct {
	Source
	own *Own
}

// An othersRechecker is an othersSource that can be asked what became of posts.
type othersRechecker struct {
	*othersSource
	Rechecker
}

// Fetch implements Source.
func (s *othersSource) Fetch(ctx context.Context, cur store.Cursor) (Page, error) {
	page, err := s.Source.Fetch(ctx, cur)
	if err != nil || len(page.Posts) == 0 {
		return page, err
	}
	known, err := s.own.known(ctx, page.Posts)
	if err != nil {
		return Page{}, err
	}
	page.Posts = slices.DeleteFunc(page.Posts, func(p store.Post) bool { return known.has(&p) })
	return page, nil
}

// A knownOwn is an Own with what the database says of the time of some posts.
type knownOwn struct {
	*Own
	posted []string
	told   []recapWords
}

// comesBack is how long after its period the copy of a recap may still appear.
const comesBack = 30 * 24 * time.Hour

// known asks what it takes to look at these posts.
func (o *Own) known(ctx context.Context, posts []store.Post) (*knownOwn, error) {
	k := &knownOwn{Own: o}
	var err error
	if o.Posted != nil {
		if k.posted, err = o.Posted(ctx); err != nil {
			return nil, err
		}
	}
	if o.Told == nil {
		return k, nil
	}
	first, last := posts[0].Published, posts[0].Published
	for i := range posts {
		if p := posts[i].Published; p.Before(first) {
			first = p
		} else if p.After(last) {
			last = p
		}
	}
	told, err := o.Told(ctx, first.Add(-comesBack), last)
	for _, r := range told {
		if !r.Ended.Before(first.Add(-comesBack)) && !r.Ended.After(last) {
			k.told = append(k.told, newRecapWords(r))
		}
	}
	return k, err
}

// has reports whether a post is the program's own.
func (k *knownOwn) has(p *store.Post) bool {
	if slices.ContainsFunc(k.posted, func(a string) bool { return a == p.Key || a == p.URL || a == p.ShareOf }) {
		return true
	}
	return k.mailed(p) || k.entry(p) || k.copied(p)
}

// ownEntry is the id of an entry of a feed of recaps (RFC 4151), with its host.
var ownEntry = regexp.MustCompile(`^tag:([A-Za-z0-9.:-]+),[0-9]{4}-[0-9]{2}-[0-9]{2}:recap/`)

// entry reports whether a post is an entry of one of the feeds, wherever it was read. Of two communities with feeds on
// one host the pages tell whose it is.
func (o *Own) entry(p *store.Post) bool {
	if !strings.HasPrefix(p.Key, "tag:") {
		return false
	}
	m := ownEntry.FindStringSubmatch(p.Key)
	if m == nil || !slices.ContainsFunc(o.Feeds, func(f string) bool { return strings.EqualFold(hostOf(f), m[1]) }) {
		return false
	}
	at := addressOf(p.URL)
	beside := slices.ContainsFunc(o.Pages, func(page string) bool { return strings.EqualFold(hostOf(page), hostOf(p.URL)) })
	return !beside || slices.ContainsFunc(o.Pages, func(page string) bool { return strings.HasPrefix(at, addressOf(page)) })
}

// hostOf returns the host of an address, "" if it has none.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// ownMail is the Message-ID of a newsletter, without its angle brackets (edition, revision, and a hash of the
// recipient or a signature), or that of a shorter mail of the program.
var ownMail = regexp.MustCompile(`^(?:[A-Za-z0-9._-]+\.r[0-9]+\.(?:[0-9a-f]{16}){1,2}|note\.[0-9a-f]{16}\.?(?:[0-9a-f]{16}){1,2})@`)

// noDomain is the domain of a newsletter that a person prints to send it by hand; its sender has the community's name.
const noDomain = "recap.invalid"

// ownHeader begins the header field that every newsletter carries. It tells them where a list or an archive gave the
// mail another id; behind "list=" stands the List-Id that it had when it went out.
const ownHeader = "X-Recap-Edition:"

// mostHeader is how many bytes of a mail are looked at for the field.
const mostHeader = 64 << 10

// mailed reports whether a post is one of the newsletters. Lists put their own name and address in From, in the subject
// and in List-Id, so each is enough, and only a sender of the same domain that is not ours says that it is another's.
func (o *Own) mailed(p *store.Post) bool {
	if p.Form != store.FormMail {
		return false
	}
	_, from, _ := strings.Cut(p.Author.Address, "@")
	if o.sendsFrom(from) && !p.Author.Relay && !slices.Contains(o.Senders, p.Author.Address) {
		return false
	}
	if (strings.Contains(p.Key, ".r") || strings.HasPrefix(p.Key, "note.")) && ownMail.MatchString(p.Key) {
		_, domain, _ := strings.Cut(p.Key, "@")
		return o.sendsFrom(domain) || domain == noDomain && o.Name != "" && p.Author.Name == o.Name
	}
	head, edition := recapHead(p.Raw)
	if edition == "" {
		return false
	}
	_, list, _ := strings.Cut(edition, "list=")
	if list = strings.ToLower(strings.TrimSpace(list)); slices.ContainsFunc(o.Lists, func(pattern string) bool { return fits(list, pattern) }) {
		return true
	}
	named := senderFields(head)
	return slices.ContainsFunc(o.Senders, func(s string) bool { return strings.Contains(named, s) })
}

// fits reports whether a List-Id is one of a pattern, in which one "*" stands for a part without a dot.
func fits(list, pattern string) bool {
	before, behind, any := strings.Cut(pattern, "*")
	rest, begins := strings.CutPrefix(list, before)
	rest, ends := strings.CutSuffix(rest, behind)
	return begins && ends && (rest == "" || any && !strings.Contains(rest, "."))
}

// sendsFrom reports whether one of the senders has this domain.
func (o *Own) sendsFrom(domain string) bool {
	return domain != "" && slices.ContainsFunc(o.Senders, func(s string) bool { return strings.HasSuffix(s, "@"+strings.ToLower(domain)) })
}

// recapHead returns the header of a mail and what its field says that every newsletter carries, "" if it has none.
// Behind an empty line it is what somebody wrote about such a mail, or forwards.
func recapHead(raw []byte) (head []byte, edition string) {
	head = raw[:min(len(raw), mostHeader)]
	at := bytes.Index(head, []byte(ownHeader))
	if at < 0 || at > 0 && head[at-1] != '\n' || bytes.Contains(head[:at], []byte("\n\n")) || bytes.Contains(head[:at], []byte("\n\r\n")) {
		return nil, ""
	}
	for _, end := range []string{"\n\n", "\n\r\n"} {
		if i := bytes.Index(head, []byte(end)); i >= 0 {
			head = head[:i+1]
		}
	}
	value := string(head[at+len(ownHeader):])
	for i := range len(value) {
		if value[i] == '\n' && (i+1 == len(value) || value[i+1] != ' ' && value[i+1] != '\t') {
			return head, strings.TrimSpace(value[:i])
		}
	}
	return head, strings.TrimSpace(value)
}

// senderFields returns, in lower case, the fields of a header that say from whom a mail is, also where a list has put
// its own address into From.
func senderFields(head []byte) string {
	var b strings.Builder
	wanted := false
	for line := range strings.Lines(strings.ToLower(string(head))) {
		if line[0] != ' ' && line[0] != '\t' {
			name, _, _ := strings.Cut(line, ":")
			wanted = slices.Contains([]string{"from", "sender", "reply-to", "x-original-from"}, name)
		}
		if wanted {
			b.WriteString(line)
		}
	}
	return b.String()
}
