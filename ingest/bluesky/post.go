package bluesky

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"recap/ingest/machine"
	"recap/ingest/social"
	"recap/ingest/source"
	"recap/ingest/text"
	"recap/ingest/when"
	"recap/store"
)

// A skyPost is a post as the network shows it (app.bsky.feed.defs#postView).
type skyPost struct {
	URI       string          `json:"uri"`
	Author    skyAuthor       `json:"author"`
	Record    json.RawMessage `json:"record"`
	Embed     json.RawMessage `json:"embed"`
	IndexedAt string          `json:"indexedAt"`
	Labels    []skyLabel      `json:"labels"`
	Replies   *int            `json:"replyCount"`
	Reposts   *int            `json:"repostCount"`
	Likes     *int            `json:"likeCount"`
}

// A skyAuthor is who wrote a post (app.bsky.actor.defs#profileViewBasic).
type skyAuthor struct {
	DID         string     `json:"did"`
	Handle      string     `json:"handle"`
	DisplayName string     `json:"displayName"`
	Labels      []skyLabel `json:"labels"`
}

// A skyLabel is what somebody, often the author, says of a post or an account (com.atproto.label.defs#label).
type skyLabel struct {
	Source  string `json:"src"`
	Value   string `json:"val"`
	Negated bool   `json:"neg"`
}

// A skyRecord is a post as its author published it (app.bsky.feed.post).
type skyRecord struct {
	Type      string     `json:"$type"`
	Text      string     `json:"text"`
	CreatedAt string     `json:"createdAt"`
	Facets    []skyFacet `json:"facets"`
	Tags      []string   `json:"tags"`
	Langs     []string   `json:"langs"`
	Reply     *struct {
		Root   skyRef `json:"root"`
		Parent skyRef `json:"parent"`
	} `json:"reply"`
	Labels struct {
		Values []skyLabel `json:"values"` // the author's own, without a source
	} `json:"labels"`
}

// A skyRef names a post.
type skyRef struct {
	URI string `json:"uri"`
}

// posts puts the wanted posts among rows that are not older than floor into page.
func (s *blueskySource) posts(page *source.Page, rows []json.RawMessage, floor, now time.Time) {
	for i, raw := range rows {
		p, err := s.post(raw, now)
		switch {
		case err != nil:
			page.Skipped = append(page.Skipped, fmt.Errorf("post %d of the page: %w", i+1, err))
		case s.Wants(p.Tags) && !p.Published.Before(floor):
			page.Posts = append(page.Posts, p)
		}
	}
}

// post returns the post that raw, as the network shows it, stands for.
func (s *blueskySource) post(raw json.RawMessage, now time.Time) (store.Post, error) {
	v, r, err := decodeSkyPost(raw)
	policy := store.PolicyQuote
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong) && isPostURI(v.URI) && r.CreatedAt != "":
		policy = store.PolicyCount // what could not be read may have been a wish to be left alone
	case err != nil:
		return store.Post{}, fmt.Errorf("%s: %w", skyName(v.URI), err)
	}
	p := store.Post{
		Kind:     "bluesky",
		Form:     store.FormStatus,
		Key:      v.URI,
		Native:   v.URI,
		URL:      skyURL(v.URI, v.Author.Handle),
		Author:   v.Author.author(),
		Received: social.Time(v.IndexedAt),
		Policy:   social.Stricter(policy, s.policy(v, r)),
		Counts:   store.Counts{Replies: social.Count(v.Replies), Shares: social.Count(v.Reposts), Likes: social.Count(v.Likes)},
		Raw:      raw,
		Sum:      store.SumOf(raw),
	}
	p.Claimed = claimedOrIndexed(social.Time(r.CreatedAt), p.Received)
	p.Published = when.Published(now, p.Claimed, p.Received)
	p.Machine = machine.Author(p.Author)
	if len(r.Langs) == 1 { // several are those that the author reads, not that of the post
		p.Language = social.StatusLanguage(r.Langs[0])
	}
	p.InReplyTo = r.ancestors(v.URI)
	words := r.words()
	card, quoted, pictures := v.embedded()
	p.Text, p.Quoted, p.Tags = social.OwnParagraphs(words.own), quoted, social.MergeTags(words.tags, "")
	if social.Wordless(p.Text) {
		social.ShowPictures(&p, pictures)
	}
	p.Links = social.Capped(append(append(words.links, card...), text.Links(words.own)...), social.MaxLinks)
	return p, nil
}

// decodeSkyPost reads a post and the record in it. With a *json.UnmarshalTypeError they hold what could be read.
func decodeSkyPost(raw json.RawMessage) (*skyPost, *skyRecord, error) {
	v, r := new(skyPost), new(skyRecord)
	err := json.Unmarshal(raw, v)
	switch {
	case len(v.Record) > 0:
		err = errors.Join(err, json.Unmarshal(v.Record, r))
	case err == nil:
		err = errors.New("it has no record")
	}
	switch {
	case !isPostURI(v.URI):
		err = errors.New("is no address of a post")
	case r.Type != "" && r.Type != skyPosts:
		err = fmt.Errorf("is no post but a %s", text.Line(text.Cut(r.Type, 80)))
	}
	return v, r, err
}

// ancestors returns the addresses of the posts that the one at uri answers, the nearest last.
func (r *skyRecord) ancestors(uri string) []string {
	if r.Reply == nil {
		return nil
	}
	var found []string
	for _, ref := range []skyRef{r.Reply.Root, r.Reply.Parent} {
		if ref.URI != uri && isPostURI(ref.URI) {
			found = append(found, ref.URI)
		}
	}
	return social.Capped(found, 2)
}

// skyPosts is the collection of an account's posts.
const skyPosts = "app.bsky.feed.post"

// postURI is the address of a post (https://atproto.com/specs/at-uri-scheme), of any length: account, what its method
// knows it by, and record.
var postURI = regexp.MustCompile(`^at://(did:[a-z]+:([A-Za-z0-9._:%-]+))/app\.bsky\.feed\.post/([A-Za-z0-9._:~-]+)$`)

// Limits of the parts of such an address, in bytes. They stand apart from the expression because it would take a
// millisecond to compile with them.
const (
	maxAccountID = 200
	maxRecordKey = 512
)

// splitPostURI returns the account and the record of the address of a post, and whether it is one.
func splitPostURI(uri string) (did, record string, ok bool) {
	m := postURI.FindStringSubmatch(uri)
	if m == nil || len(m[2]) > maxAccountID || len(m[3]) > maxRecordKey {
		return "", "", false
	}
	return m[1], m[3], true
}

// isPostURI reports whether uri is the address of a post.
func isPostURI(uri string) bool {
	_, _, ok := splitPostURI(uri)
	return ok
}

// skyName names a post in an error.
func skyName(uri string) string {
	if uri == "" {
		return "a post without uri"
	}
	return text.Line(text.Cut(uri, 200))
}

// handleForm is what a handle looks like (https://atproto.com/specs/handle).
var handleForm = text.Lazily(`^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$`)

// validHandle returns a handle if it is one that leads to its owner, else "".
func validHandle(handle string) string {
	if len(handle) > 253 || !handleForm().MatchString(handle) || strings.HasSuffix(handle, ".invalid") {
		return ""
	}
	return strings.ToLower(handle)
}

// skyURL returns where readers find a post.
func skyURL(key, handle string) string {
	who, record, _ := splitPostURI(key)
	if h := validHandle(handle); h != "" {
		who = h
	}
	return "https://bsky.app/profile/" + who + "/post/" + url.PathEscape(record)
}

// author returns who wrote a post. An account without a valid handle is known by its identifier only.
func (a *skyAuthor) author() store.Author {
	author := store.Author{Name: social.DisplayName(a.DisplayName), Handle: validHandle(a.Handle)}
	who := author.Handle
	if who == "" && strings.HasPrefix(a.DID, "did:") && isPostURI("at://"+a.DID+"/"+skyPosts+"/x") {
		who, author.Handle = a.DID, a.DID
	}
	if who != "" {
		author.URL = "https://bsky.app/profile/" + who
	}
	for _, l := range a.Labels {
		author.Bot = author.Bot || l.Value == "bot" && l.Source == a.DID && !l.Negated
	}
	return author
}

// policy returns how far the author's consent reaches. Who sets "!no-unauthenticated" asks not to be shown to who is
// not logged in; labels of a post, by the author or by a moderator, are content warnings
// (https://docs.bsky.app/docs/advanced-guides/moderation).
func (s *blueskySource) policy(v *skyPost, r *skyRecord) store.Policy {
	policy := store.PolicyQuote
	if s.cfg.Quote == "never" {
		policy = store.PolicyLink
	}
	if social.OptedOut(v.Author.DisplayName) {
		policy = store.PolicyCount
	}
	for _, labels := range [][]skyLabel{v.Author.Labels, v.Labels, r.Labels.Values} {
		for _, l := range labels {
			switch {
			case l.Negated, l.Value == "bot":
			case l.Value == "!no-unauthenticated", l.Value == "!hide", l.Value == "!takedown", l.Value == "spam":
				policy = store.PolicyCount
			default:
				policy = social.Stricter(policy, store.PolicyLink)
			}
		}
	}
	return policy
}

// Reworded returns what the stored bytes of a post say by now; ok is false where they say nothing.
func (c *Config) Reworded(p store.Post) (now store.Post, ok bool) {
	now, err := (&blueskySource{cfg: c}).post(p.Raw, p.FirstSeen)
	if err != nil {
		return store.Post{}, false
	}
	now.Raw, now.URL = p.Raw, p.URL
	return now, true
}
