package x

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/dghubble/go-twitter/twitter"

	"recap/ingest/text"
	"recap/ingest/twitter/status"
	"recap/store"
)

// An xPost is a post of API v2, under both sets of names.
type xPost struct {
	ID        string  `json:"id"`
	Text      string  `json:"text"`
	AuthorID  string  `json:"author_id"`
	Username  string  `json:"username"` // of the author, where the API gives it without an expansion
	CreatedAt string  `json:"created_at"`
	Lang      string  `json:"lang"`
	ReplyTo   string  `json:"in_reply_to_user_id"`
	Sensitive bool    `json:"possibly_sensitive"`
	NoteTweet *xWords `json:"note_tweet"`
	NotePost  *xWords `json:"note_post"`

	EditsTweet []string     `json:"edit_history_tweet_ids"`
	EditsPost  []string     `json:"edit_history_post_ids"`
	RefsTweet  []xReference `json:"referenced_tweets"`
	RefsPost   []xReference `json:"referenced_posts"`
	Entities   *xEntities   `json:"entities"`
	Withheld   *struct {
		Copyright bool     `json:"copyright"`
		Countries []string `json:"country_codes"`
	} `json:"withheld"`
	Metrics struct {
		Replies  *int `json:"reply_count"`
		Retweets *int `json:"retweet_count"`
		Reposts  *int `json:"repost_count"`
		Likes    *int `json:"like_count"`
	} `json:"public_metrics"`
}

// xWords are the words of a long post, of which the post itself holds the beginning.
type xWords struct {
	Text     string     `json:"text"`
	Entities *xEntities `json:"entities"`
}

// An xReference is another post that a post answers, quotes or passes on.
type xReference struct {
	Type string `json:"type"` // replied_to, quoted, retweeted or reposted
	ID   string `json:"id"`
}

// xEntities are what X found in the words of a post.
type xEntities struct {
	Hashtags []struct {
		Tag string `json:"tag"`
	} `json:"hashtags"`
	Mentions []struct {
		ID       string `json:"id"`
		Username string `json:"username"`
	} `json:"mentions"`
	URLs []struct {
		URL      string `json:"url"`
		Expanded string `json:"expanded_url"`
		Unwound  string `json:"unwound_url"`
		Media    string `json:"media_key"`
	} `json:"urls"`
}

// An xUser is an account of X.
type xUser struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Username    string `json:"username"`
	Description string `json:"description"`
	Protected   bool   `json:"protected"`
}

// post returns the post that raw, one of a's, stands for.
func (a *xAnswer) post(n *status.Normaliser, raw json.RawMessage) (store.Post, error) {
	x, err := decodeX(raw)
	if err != nil {
		return store.Post{}, err
	}
	t := a.tweet(x)
	a.refer(t, x)
	p, err := n.Tweet(t, raw)
	if err != nil {
		return p, err
	}
	p.Native = x.ID
	p.URL = status.URL(t.User, x.ID)
	return p, nil
}

// decodeX reads one post. A field of the wrong type costs that field, not the post, as long as the id and the text are
// there.
func decodeX(raw json.RawMessage) (*xPost, error) {
	x := new(xPost)
	err := json.Unmarshal(raw, x)
	var wrong *json.UnmarshalTypeError
	switch {
	case err != nil && !errors.As(err, &wrong):
		return nil, fmt.Errorf("bad JSON: %w", err)
	case status.IDString(x.ID, 0) == "":
		return nil, errors.New("has no id")
	case x.Text == "" && x.note() == nil:
		return nil, fmt.Errorf("post %s has no text", x.ID)
	case err != nil && wrong.Field != "" && strings.HasPrefix(wrong.Field, "withheld"):
		return nil, fmt.Errorf("post %s: %w", x.ID, err) // it may have been taken from sight
	}
	return x, nil
}

// note returns the words of a long post, nil if it is none.
func (x *xPost) note() *xWords {
	for _, w := range []*xWords{x.NoteTweet, x.NotePost} {
		if w != nil && w.Text != "" {
			return w
		}
	}
	return nil
}

// tweet returns x in the form of go-twitter, without what it refers to. A post that was edited has a new id each time,
// and keeps its first one here, so that it stays one post.
func (a *xAnswer) tweet(x *xPost) *status.Tweet {
	t := &status.Tweet{Replies: x.Metrics.Replies, Retweets: x.Metrics.Retweets, Likes: x.Metrics.Likes}
	if t.Retweets == nil {
		t.Retweets = x.Metrics.Reposts
	}
	t.IDStr, t.CreatedAt, t.Lang, t.PossiblySensitive, t.FullText = x.ID, x.CreatedAt, x.Lang, x.Sensitive, x.Text
	for _, ids := range [][]string{x.EditsTweet, x.EditsPost} {
		if len(ids) > 1 && status.IDString(ids[0], 0) != "" && !status.SnowflakeTime(ids[0]).IsZero() {
			t.Edited, _ = status.Time(&t.Tweet)
			t.IDStr, t.CreatedAt = ids[0], ""
		}
	}
	entities := []*xEntities{x.Entities}
	if note := x.note(); note != nil {
		t.FullText = note.Text
		entities = append(entities, note.Entities)
	}
	t.Entities = x.entities(entities)
	if w := x.Withheld; w != nil {
		t.WithheldCopyright, t.WithheldInCountries = w.Copyright, w.Countries
	}
	t.User = a.user(x.AuthorID)
	if t.User == nil && x.Username != "" {
		t.User = &twitter.User{IDStr: x.AuthorID, ScreenName: x.Username}
	}
	return t
}

// entities returns what X found in the words of x, in the form of go-twitter.
func (x *xPost) entities(from []*xEntities) *twitter.Entities {
	to := new(twitter.Entities)
	for _, e := range from {
		if e == nil {
			continue
		}
		for _, h := range e.Hashtags {
			to.Hashtags = append(to.Hashtags, twitter.HashtagEntity{Text: h.Tag})
		}
		for _, m := range e.Mentions {
			to.UserMentions = append(to.UserMentions, twitter.MentionEntity{IDStr: m.ID, ScreenName: m.Username})
		}
		for _, u := range e.URLs {
			entity := twitter.URLEntity{URL: u.URL, ExpandedURL: u.Expanded}
			if u.Unwound != "" {
				entity.ExpandedURL = u.Unwound
			}
			if u.Media != "" {
				to.Media = append(to.Media, twitter.MediaEntity{URLEntity: entity})
			} else {
				to.Urls = append(to.Urls, entity)
			}
		}
	}
	return to
}

// user returns the account of that id, nil if the answer does not hold it.
func (a *xAnswer) user(id string) *twitter.User {
	for _, u := range a.Includes.Users {
		if u.ID == id && id != "" {
			return &twitter.User{IDStr: u.ID, Name: u.Name, ScreenName: u.Username, Description: u.Description, Protected: u.Protected}
		}
	}
	return nil
}

// refer puts into t, which x stands for, the posts that it refers to, as far as the answer holds them or their authors
// are mentioned.
func (a *xAnswer) refer(t *status.Tweet, x *xPost) {
	for _, r := range append(x.RefsTweet, x.RefsPost...) {
		switch r.Type {
		case "replied_to":
			t.InReplyToStatusIDStr, t.InReplyToScreenName = r.ID, a.name(t, x)
		case "quoted":
			t.QuotedStatusIDStr = r.ID
			t.QuotedStatus = a.included(r.ID)
		case "retweeted", "reposted":
			if t.RetweetedStatus = a.included(r.ID); t.RetweetedStatus == nil {
				t.RetweetedStatus = passedOn(t, r.ID)
			}
		}
	}
}

// name returns the name of the account that x answers, "" if it is not known.
func (a *xAnswer) name(t *status.Tweet, x *xPost) string {
	if x.ReplyTo == x.AuthorID && t.User != nil {
		return t.User.ScreenName
	}
	for _, m := range t.Entities.UserMentions {
		if m.IDStr == x.ReplyTo && m.IDStr != "" {
			return m.ScreenName
		}
	}
	if u := a.user(x.ReplyTo); u != nil {
		return u.ScreenName
	}
	if m := text.Mentions(t.FullText); len(m) > 0 && strings.HasPrefix(t.FullText, "@"+m[0]) { // an answer begins with whom it answers
		return m[0]
	}
	return ""
}

// included returns the post of that id as the answer holds it beside those that were asked for, nil if it does not.
func (a *xAnswer) included(id string) *twitter.Tweet {
	for _, raw := range append(a.Includes.Tweets, a.Includes.Posts...) {
		if xRowOf(raw).ID != id {
			continue
		}
		if x, err := decodeX(raw); err == nil {
			return &a.tweet(x).Tweet
		}
	}
	return nil
}

// passedOn returns what a post that was passed on tells of itself in the words of the one that passes it on.
func passedOn(t *status.Tweet, id string) *twitter.Tweet {
	o := &twitter.Tweet{IDStr: id, FullText: t.FullText, Entities: t.Entities}
	if m := status.OldRetweet.FindStringSubmatch(t.FullText); m != nil {
		o.User, o.FullText = &twitter.User{ScreenName: m[1]}, m[2]
	}
	return o
}
