// Package status turns statuses of Twitter's API v1.1 into posts, wherever they come from.
package status

import (
	"errors"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/dghubble/go-twitter/twitter"

	"recap/ingest/social"
	"recap/ingest/text"
	"recap/ingest/when"
	"recap/store"
)

// A Normaliser turns statuses of go-twitter's form into posts. It is the one place that does, wherever the status comes
// from.
type Normaliser struct {
	Archive    *Archive          // of the account whose statuses these are; nil elsewhere
	Home       *url.URL          // the API v1.1 of the server that they are from; nil for X
	Known      map[string]string // keys of other statuses of that server by its own ids
	QuoteNever bool
	Now        time.Time
}

// Post returns the post that raw, one status in JSON, stands for.
func (n *Normaliser) Post(raw []byte) (store.Post, error) {
	t, err := Decode(raw)
	if err != nil {
		return store.Post{}, err
	}
	return n.Tweet(t, raw)
}

// Tweet returns the post that t stands for, which was received as raw.
func (n *Normaliser) Tweet(t *Tweet, raw []byte) (store.Post, error) {
	if t.User == nil && n.Archive != nil {
		t.User = n.Archive.user
	}
	shown := URL(t.User, ID(&t.Tweet))
	t.first()
	p := store.Post{
		Kind:     "twitter",
		Form:     store.FormStatus,
		Key:      URL(t.User, ID(&t.Tweet)),
		Author:   tweetAuthor(t.User),
		Edited:   t.Edited,
		Language: social.StatusLanguage(t.Lang),
		Machine:  tweetMachine(&t.Tweet),
		Policy:   tweetPolicy(&t.Tweet),
		Counts:   store.Counts{Replies: social.Count(t.Replies), Shares: social.Count(t.Retweets), Likes: social.Count(t.Likes)},
		Raw:      raw,
		Sum:      store.SumOf(raw),
	}
	p.URL = shown
	p.Author.Bot = p.Machine != "" && !strings.HasPrefix(p.Machine, "sent by ")
	var err error
	if p.Claimed, err = Time(&t.Tweet); err != nil {
		return store.Post{}, err
	}
	p.Published = when.Published(n.Now, p.Claimed)
	if id := IDString(t.InReplyToStatusIDStr, t.InReplyToStatusID); id != "" {
		p.InReplyTo = []string{URL(&twitter.User{ScreenName: t.InReplyToScreenName}, id)}
	}
	n.words(&p, &t.Tweet)
	if n.Home != nil {
		n.place(&p, t, raw)
	}
	if n.QuoteNever {
		p.Policy = social.Stricter(p.Policy, store.PolicyLink)
	}
	return p, nil
}

// words fills in what p says, and which of it are the words of another.
func (n *Normaliser) words(p *store.Post, t *twitter.Tweet) {
	if o := t.RetweetedStatus; o != nil {
		body, links := tweetText(o, Note{}, n.find)
		p.ShareOf = URL(o.User, ID(o))
		p.Quoted, p.Links, p.Tags = body, links, social.MergeTags(tweetTags(o), body)
		p.Policy = social.Stricter(p.Policy, tweetPolicy(o))
		p.Counts = store.Counts{Replies: -1, Shares: -1, Likes: -1} // those in the status are the original's
		return
	}
	written := p.Claimed
	if !p.Edited.IsZero() {
		written = p.Edited
	}
	body, links := tweetText(t, n.Archive.note(written, t.FullText), n.find)
	p.Text, p.Links, p.Tags = body, links, social.MergeTags(tweetTags(t), body)
	if m := OldRetweet.FindStringSubmatch(body); m != nil && n.Home == nil {
		p.ShareOf = "https://twitter.com/" + m[1] // all that the text tells; ResolveRetweets may know more
		p.Text, p.Quoted = "", strings.TrimSpace(m[2])
		p.Counts = store.Counts{Replies: -1, Shares: -1, Likes: -1}
	} else if at := inlineRetweet.FindStringIndex(body); at != nil {
		p.Text, p.Quoted = strings.TrimSpace(body[:at[0]]), strings.TrimSpace(body[at[0]:])
	}
	if social.Wordless(p.Text) {
		social.ShowPictures(p, tweetPictures(p.Raw))
	}
	if q := t.QuotedStatus; q != nil {
		quoted, _ := tweetText(q, Note{}, n.find)
		p.Quoted = strings.TrimSpace(p.Quoted + "\n\n" + quoted)
	}
}

// find returns the addresses in a text of the network that the statuses are from.
func (n *Normaliser) find(body string) []string {
	if n.Home != nil {
		return text.Links(body)
	}
	return text.StatusLinks(body)
}

var (
	// OldRetweet is how people passed on a status before there was a button, and what account archives make of the
	// button.
	OldRetweet = regexp.MustCompile(`(?s)^[“"]?(?:RT|MT|rt) ?@([A-Za-z0-9_]{1,20})\b:?\s*(.*)$`)
	// inlineRetweet is the status of another after words of one's own.
	inlineRetweet = regexp.MustCompile(`(?:\s|["“(>|])(?:RT|MT) ?@[A-Za-z0-9_]{1,20}\b`)
)

// ResolveRetweets puts the key of the original into those retweets among posts that name only its author, if the
// original is among posts too.
func ResolveRetweets(posts []store.Post) {
	byAuthor := make(map[string][]int)
	for i := range posts {
		if posts[i].ShareOf == "" {
			author := strings.ToLower(posts[i].Author.URL)
			byAuthor[author] = append(byAuthor[author], i)
		}
	}
	for i := range posts {
		p := &posts[i]
		if p.ShareOf == "" || strings.Contains(p.ShareOf, "/status/") {
			continue
		}
		begin := strings.TrimRight(text.Line(p.Quoted), "… .")
		for _, o := range byAuthor[strings.ToLower(p.ShareOf)] {
			if len(begin) >= 10 && strings.HasPrefix(text.Line(posts[o].Text), begin) {
				p.ShareOf = posts[o].Key
				break
			}
		}
	}
}

// Time returns when a status was written: what it says, else what its id tells.
func Time(t *twitter.Tweet) (time.Time, error) {
	for _, layout := range []string{time.RubyDate, time.RFC3339, "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05"} {
		if at, err := time.Parse(layout, t.CreatedAt); err == nil {
			return at.UTC(), nil
		}
	}
	if at := SnowflakeTime(ID(t)); !at.IsZero() {
		return at, nil
	}
	return time.Time{}, errors.New("status " + ID(t) + " has no date that can be read")
}
