package hackernews

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"recap/ingest/social"
	"recap/ingest/text"
	"recap/ingest/when"
	"recap/store"
)

// A hnItem is a story or a comment as the search gives it. A story has a page that it leads to, or a text of its own; a
// comment has a text.
type hnItem struct {
	ID          json.RawMessage `json:"objectID"`
	CreatedAt   string          `json:"created_at"`
	CreatedUnix json.RawMessage `json:"created_at_i"`
	Author      string          `json:"author"`
	Title       string          `json:"title"`
	URL         string          `json:"url"`
	StoryText   string          `json:"story_text"`
	CommentText string          `json:"comment_text"`
	StoryID     json.RawMessage `json:"story_id"`
	ParentID    json.RawMessage `json:"parent_id"`
	Points      *int            `json:"points"`
	Comments    *int            `json:"num_comments"`
	Tags        []string        `json:"_tags"` // story, comment, poll, job, and what it belongs to
}

// form returns what an item is.
func (n *hnItem) form() string {
	switch {
	case slices.Contains(n.Tags, "job"):
		return store.FormAdvert
	case n.CommentText != "" || slices.Contains(n.Tags, "comment"):
		return store.FormComment
	case social.FirstWeb(n.URL) == "":
		return store.FormForum
	}
	return store.FormLink
}

// withdrawn is how the site marks what its readers or editors took out of sight.
var withdrawn = text.Lazily(`^\[(?:flagged|dead|dupe|deleted)\]`)

// created returns when the item was written, the zero time if it does not say.
func (n *hnItem) created() time.Time {
	if s, ok := social.Scalar(n.CreatedUnix); ok {
		if sec, err := strconv.ParseInt(s, 10, 64); err == nil {
			return social.Dated(time.Unix(sec, 0))
		}
	}
	return social.Time(n.CreatedAt)
}

// hnID is the number of an item.
var hnID = regexp.MustCompile(`^[0-9]{1,18}$`)

// hnURL returns the page of an item, which is its identity too, or "" if raw is no number of one.
func hnURL(raw json.RawMessage) string {
	id, _ := social.Scalar(raw)
	if !hnID.MatchString(id) {
		return ""
	}
	return "https://news.ycombinator.com/item?id=" + id
}

// hnAccount is the name of an account.
var hnAccount = regexp.MustCompile(`^[A-Za-z0-9_-]{1,32}$`)

// post returns the post that raw stands for, nil if it is not wanted: the search also finds words that are only
// similar.
func (s *hackerNewsSource) post(raw json.RawMessage, now time.Time) (*store.Post, error) {
	var (
		n     hnItem
		wrong *json.UnmarshalTypeError
	)
	err := json.Unmarshal(raw, &n)
	key := hnURL(n.ID)
	switch {
	case err != nil && !errors.As(err, &wrong):
		return nil, err
	case key == "":
		return nil, errors.New("it has no number")
	case err != nil && n.created().IsZero():
		return nil, fmt.Errorf("%s: %w", key, err)
	}
	d := text.Read(text.Cut(cmp.Or(n.StoryText, n.CommentText), social.MaxWords))
	own, quoted, cuts := splitAngle(d.Own)
	p := &store.Post{
		Kind:    "hackernews",
		Form:    n.form(),
		Key:     key,
		URL:     key,
		Title:   text.Line(text.Cut(n.Title, maxTitle)),
		Text:    own,
		Quoted:  quoted,
		Cuts:    cuts,
		Claimed: n.created(),
		Counts:  store.Counts{Replies: social.Count(n.Comments), Shares: -1, Likes: social.Count(n.Points)},
		Raw:     raw,
		Sum:     store.SumOf(raw),
	}
	if p.Title == "" && p.Text == "" || !s.wants(p.Title+" "+n.URL+" "+p.Text) {
		return nil, nil // deleted, or only similar
	}
	p.Published = when.Published(now, p.Claimed)
	p.Links = social.Capped(append([]string{social.FirstWeb(n.URL)}, d.Links...), social.MaxLinks)
	if hnAccount.MatchString(n.Author) {
		p.Author = store.Author{Handle: n.Author, URL: "https://news.ycombinator.com/user?id=" + n.Author}
	}
	p.InReplyTo = n.ancestors(key)
	if s.cfg.Quote == "never" {
		p.Policy = store.PolicyLink
	}
	if withdrawn().MatchString(p.Title) {
		p.Policy = store.PolicyCount
	}
	return p, nil
}

// ancestors returns the identities of the items that the one with that key answers, the nearest last.
func (n *hnItem) ancestors(key string) []string {
	var found []string
	for _, ancestor := range []string{hnURL(n.StoryID), hnURL(n.ParentID)} {
		if ancestor != key {
			found = append(found, ancestor)
		}
	}
	return social.Capped(found, 2)
}

// maxTitle is the length of a title, in bytes; what lies beyond it is left out.
const maxTitle = 1000

// splitAngle takes the paragraphs that begin with ">" out of plain text: they are how people there quote each other.
// The cuts say where they stood.
func splitAngle(body string) (own, quoted string, cuts []store.Cut) {
	var mine, theirs strings.Builder
	add := func(b *strings.Builder, part string) (from int) {
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		from = b.Len()
		b.WriteString(part)
		return from
	}
	open := false // a cut waits for the paragraph behind it
	for part := range strings.SplitSeq(body, "\n\n") {
		part = strings.TrimSpace(part)
		if q, ok := strings.CutPrefix(part, ">"); ok {
			from := add(&theirs, strings.TrimSpace(q))
			if !open {
				cuts = append(cuts, store.Cut{From: from})
				open = true
			}
			cuts[len(cuts)-1].To = theirs.Len()
		} else if part != "" {
			from := add(&mine, part)
			if open {
				cuts[len(cuts)-1].At = from
				open = false
			}
		}
	}
	if open {
		cuts[len(cuts)-1].At = mine.Len()
	}
	return mine.String(), theirs.String(), cuts
}

// hnWords returns the words of a query, folded.
func hnWords(query string) []string {
	return strings.Fields(strings.ToLower(strings.Map(func(r rune) rune {
		if r == '"' {
			return ' '
		}
		return r
	}, query)))
}

// wants reports whether all words that are looked for stand in what an item says.
func (s *hackerNewsSource) wants(said string) bool {
	said = strings.ToLower(said)
	for _, w := range s.words {
		if !strings.Contains(said, w) {
			return false
		}
	}
	return true
}

// Reworded returns what the stored bytes of an item say by now; ok is false where they say nothing.
func (c *Config) Reworded(p store.Post) (now store.Post, ok bool) {
	item, err := (&hackerNewsSource{cfg: c, words: hnWords(c.Query)}).post(p.Raw, p.FirstSeen)
	if err != nil || item == nil {
		return store.Post{}, false
	}
	now = *item
	now.Raw, now.URL = p.Raw, p.URL
	return now, true
}
