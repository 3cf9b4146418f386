package mastodon

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"recap/ingest/machine"
	"recap/ingest/social"
	"recap/ingest/source"
	"recap/ingest/text"
	"recap/ingest/when"
	"recap/store"
)

// A toot is a status as Mastodon's API describes it (https://docs.joinmastodon.org/entities/Status/).
type toot struct {
	ID          json.RawMessage `json:"id"`
	URI         string          `json:"uri"`
	URL         string          `json:"url"`
	CreatedAt   string          `json:"created_at"`
	EditedAt    string          `json:"edited_at"`
	InReplyToID json.RawMessage `json:"in_reply_to_id"`
	Content     string          `json:"content"`
	SpoilerText string          `json:"spoiler_text"`
	Sensitive   bool            `json:"sensitive"`
	Visibility  string          `json:"visibility"`
	Language    string          `json:"language"`
	Account     tootAccount     `json:"account"`
	Reblog      *toot           `json:"reblog"`
	Quote       *struct {
		State  string `json:"state"`
		Status *toot  `json:"quoted_status"`
	} `json:"quote"`
	Tags []struct {
		Name string `json:"name"`
	} `json:"tags"`
	Media []struct {
		Type        string `json:"type"` // image, gifv, video, audio
		Description string `json:"description"`
	} `json:"media_attachments"`
	Replies *int `json:"replies_count"`
	Reblogs *int `json:"reblogs_count"`
	Likes   *int `json:"favourites_count"`
}

// A tootAccount is who wrote a status, and how far they want to be found.
type tootAccount struct {
	Acct         string `json:"acct"`
	DisplayName  string `json:"display_name"`
	URL          string `json:"url"`
	Note         string `json:"note"`
	Bot          bool   `json:"bot"`
	Limited      bool   `json:"limited"`
	Suspended    bool   `json:"suspended"`
	NoIndex      bool   `json:"noindex"`
	Indexable    *bool  `json:"indexable"`    // absent before Mastodon 4.2 and on other servers
	Discoverable *bool  `json:"discoverable"` // null while the person has not said
	Emojis       []struct {
		Shortcode string `json:"shortcode"`
	} `json:"emojis"`
}

// posts puts the wanted posts among rows into page. A walk down leaves out what is older than its floor.
func (s *mastodonSource) posts(page *source.Page, rows []tootRow, w *mastodonWalk, now time.Time) {
	toots := make([]*toot, len(rows))
	policies := make([]store.Policy, len(rows))
	uris := make(map[string]string)
	for i, row := range rows {
		t := new(toot)
		err := json.Unmarshal(row.raw, t)
		var wrong *json.UnmarshalTypeError
		switch {
		case errors.As(err, &wrong) && t.URI != "":
			policies[i] = store.PolicyCount // what could not be read may have been a wish to be left alone
		case err != nil:
			page.Skipped = append(page.Skipped, fmt.Errorf("status %s: %w", rowName(row, i), err))
			continue
		case t.URI == "" && t.URL == "":
			page.Skipped = append(page.Skipped, fmt.Errorf("status %s has neither uri nor url", rowName(row, i)))
			continue
		}
		toots[i] = t
		uris[row.id] = t.key()
	}
	for i, t := range toots {
		if t == nil || t.Visibility != "" && t.Visibility != "public" || t.Account.Suspended {
			continue
		}
		if w.Down && rows[i].created.Before(w.Floor) && !rows[i].created.IsZero() {
			continue
		}
		p := s.post(t, now)
		p.Policy = social.Stricter(p.Policy, policies[i])
		p.Native, p.Raw, p.Sum = rows[i].id, rows[i].raw, store.SumOf(rows[i].raw)
		if parent, ok := social.Scalar(t.InReplyToID); ok && uris[parent] != "" {
			p.InReplyTo = []string{uris[parent]}
		}
		if s.Wants(p.Tags) {
			page.Posts = append(page.Posts, p)
		}
	}
}

// rowName names a row in an error.
func rowName(row tootRow, i int) string {
	if row.id != "" {
		return text.Line(text.Cut(row.id, 64))
	}
	return fmt.Sprintf("%d of the page", i+1)
}

// key returns the identity of a status, which is the same on every server.
func (t *toot) key() string {
	if t.URI != "" {
		return text.Line(text.Cut(t.URI, 2048))
	}
	return text.Line(text.Cut(t.URL, 2048))
}

// post returns the post that t stands for.
func (s *mastodonSource) post(t *toot, now time.Time) store.Post {
	p := store.Post{
		Kind:     "mastodon",
		Form:     store.FormStatus,
		Key:      t.key(),
		URL:      social.FirstWeb(t.URL, t.URI),
		Author:   s.author(&t.Account),
		Claimed:  social.Time(t.CreatedAt),
		Edited:   social.Time(t.EditedAt),
		Policy:   s.policy(t),
		Language: social.StatusLanguage(t.Language),
		Counts:   store.Counts{Replies: social.Count(t.Replies), Shares: social.Count(t.Reblogs), Likes: social.Count(t.Likes)},
	}
	p.Published = when.Published(now, p.Claimed)
	p.Machine = machine.Author(p.Author)
	if o := t.Reblog; o != nil {
		words := readToot(o)
		p.ShareOf = o.key()
		p.Quoted, p.Links, p.Tags = words.own, words.links, social.MergeTags(o.tags(), words.own)
		p.Counts = store.Counts{Replies: -1, Shares: -1, Likes: -1} // reactions are the original's
		p.Policy = social.Stricter(p.Policy, s.policy(o))
		return p
	}
	words := readToot(t)
	p.Text, p.Quoted, p.Links, p.Tags = words.own, words.quoted, words.links, social.MergeTags(t.tags(), words.own)
	if social.Wordless(p.Text) {
		social.ShowPictures(&p, t.pictures())
	}
	return p
}

// pictures returns the words by which the author describes what is shown.
func (t *toot) pictures() string {
	var words []string
	for _, m := range t.Media {
		words = append(words, text.Line(text.Cut(m.Description, social.MaxBio)))
	}
	return strings.Join(social.Capped(words, social.MaxPictures), "\n\n")
}

// tags returns the hashtags that the server found in t.
func (t *toot) tags() []string {
	var tags []string
	for _, tag := range t.Tags {
		tags = append(tags, tag.Name)
	}
	return tags
}

// author returns who wrote a status. The account of one of the server's own people gets the server's name, so that it
// is one account everywhere.
func (s *mastodonSource) author(a *tootAccount) store.Author {
	handle := strings.TrimPrefix(social.CutName(a.Acct), "@")
	if handle != "" && !strings.Contains(handle, "@") {
		host := s.base.Host
		if u, err := url.Parse(social.FirstWeb(a.URL)); err == nil && u.Host != "" {
			host = u.Host
		}
		handle += "@" + host
	}
	name := a.DisplayName
	for _, e := range a.Emojis {
		if e.Shortcode != "" {
			name = strings.ReplaceAll(name, ":"+e.Shortcode+":", "")
		}
	}
	return store.Author{Name: social.DisplayName(name), Handle: handle, URL: social.FirstWeb(a.URL), Bot: a.Bot}
}

// policy returns how far the author's consent reaches. Mastodon's documentation asks tools to respect the flags
// (https://docs.joinmastodon.org/spec/activitypub/); the marks in a profile are a custom of people who want no
// programs.
func (s *mastodonSource) policy(t *toot) store.Policy {
	policy := store.PolicyQuote
	if t.Sensitive || strings.TrimSpace(t.SpoilerText) != "" || s.cfg.Quote == "never" {
		policy = store.PolicyLink
	}
	a := &t.Account
	unlisted := a.Indexable != nil && !*a.Indexable && a.Discoverable != nil && !*a.Discoverable
	if a.NoIndex || a.Limited || unlisted || social.OptedOut(a.Note) {
		policy = store.PolicyCount
	}
	return policy
}

// tootWords are the words of a status.
type tootWords struct {
	own, quoted string
	links       []string
}

var (
	anchor      = regexp.MustCompile(`<a\b[^>]*>`)
	anchorHref  = regexp.MustCompile(`\shref\s*=\s*"([^"]*)"`)
	anchorClass = regexp.MustCompile(`\s(?:class|rel)\s*=\s*"[^"]*\b(?:mention|hashtag|tag)\b[^"]*"`)
	quoteInline = regexp.MustCompile(`(?s)<(?:p|span) class="quote-inline">.*?</(?:p|span)>`)
)

// readToot returns the words of t: those after a content warning follow it, and those of a status that it quotes are
// the other's. Links to people and hashtags are no links.
func readToot(t *toot) tootWords {
	content := text.Cut(t.Content, social.MaxWords)
	if strings.Contains(content, "quote-inline") {
		content = quoteInline.ReplaceAllString(content, "")
	}
	var quoted string
	var quotes []string
	if q := t.Quote; q != nil && q.Status != nil {
		quotes = []string{q.Status.URL, q.Status.URI}
		if q.State == "" || q.State == "accepted" {
			quoted, _ = text.FromHTML(text.Cut(q.Status.Content, social.MaxWords))
		}
	}
	d := text.Read(content)
	d.Own = social.OwnParagraphs(d.Own, quotes...)
	inner := make(map[string]bool)
	for _, a := range anchor.FindAllString(content, 1000) {
		if h := anchorHref.FindStringSubmatch(a); h != nil && anchorClass.MatchString(a) {
			inner[html.UnescapeString(h[1])] = true
		}
	}
	w := tootWords{own: d.Own, quoted: strings.TrimSpace(d.Quoted + "\n\n" + quoted)}
	if cw := text.Line(t.SpoilerText); cw != "" {
		w.own = strings.TrimSpace(cw + "\n\n" + w.own)
	}
	w.links = social.Capped(slices.DeleteFunc(d.Links, func(l string) bool { return inner[l] }), social.MaxLinks)
	return w
}

// Reworded returns what the stored bytes of a status say by now; ok is false where they say nothing. What it answers
// only the page around it told.
func (c *Config) Reworded(p store.Post) (now store.Post, ok bool) {
	base, err := c.base()
	t := new(toot)
	if err != nil || json.Unmarshal(p.Raw, t) != nil || t.key() == "" {
		return store.Post{}, false
	}
	now = (&mastodonSource{cfg: c, base: base}).post(t, p.FirstSeen)
	now.Raw, now.URL = p.Raw, p.URL
	return now, true
}
