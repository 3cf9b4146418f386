package discourse

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/machine"
	"recap/ingest/social"
	"recap/ingest/source"
	"recap/ingest/text"
	"recap/ingest/when"
	"recap/store"
)

// A forumPost is a post as Discourse shows it. Only what does not change with every reader is kept.
type forumPost struct {
	ID       int64  `json:"id"`
	Number   int64  `json:"post_number"`
	ReplyTo  int64  `json:"reply_to_post_number,omitempty"`
	Type     int    `json:"post_type"` // 1 a post, 2 a moderator's, 3 "closed this topic" and the like, 4 a whisper among the team
	UserID   int64  `json:"user_id"`   // negative for the forum itself
	Username string `json:"username"`
	Name     string `json:"name,omitempty"`
	Cooked   string `json:"cooked"` // HTML
	Created  string `json:"created_at"`
	Updated  string `json:"updated_at,omitempty"`
	Version  int    `json:"version,omitempty"` // from 1; edits in the first minutes do not count
	Hidden   bool   `json:"hidden,omitempty"`
	Deleted  bool   `json:"user_deleted,omitempty"`
	Removed  string `json:"deleted_at,omitempty"`
}

// The types of posts that people write for all to read.
const (
	postRegular   = 1
	postModerator = 2
)

// told reports whether the post is for everybody and still there.
func (p *forumPost) told() bool {
	return (p.Type == postRegular || p.Type == postModerator) && !p.Hidden && !p.Deleted && p.Removed == "" &&
		strings.TrimSpace(p.Cooked) != ""
}

// topicTag reads the tags of a topic, which are names, or objects with names since Discourse 3.5.
type topicTag []string

// UnmarshalJSON implements json.Unmarshaler. Tags of any other form are left out.
func (t *topicTag) UnmarshalJSON(data []byte) error {
	var names []string
	if json.Unmarshal(data, &names) == nil {
		*t = names
		return nil
	}
	var objects []struct {
		Name string `json:"name"`
	}
	if json.Unmarshal(data, &objects) == nil {
		for _, o := range objects {
			*t = append(*t, o.Name)
		}
	}
	return nil
}

// posts adds posts of a topic to the page.
func (s *discourseSource) posts(page *source.Page, topic *topicPage, t forumTopic, posts []forumPost) {
	numbers := make(map[int64]int64, len(posts)) // post number to id
	for i := range posts {
		numbers[posts[i].Number] = posts[i].ID
	}
	root := int64(0)
	if ids := topic.Stream.IDs; len(ids) > 0 {
		root = ids[0]
	}
	for i := range posts {
		f := &posts[i]
		if !f.told() {
			continue
		}
		p, err := s.post(topic, t, f)
		if err != nil {
			page.Skipped = append(page.Skipped, err)
			continue
		}
		if f.ID != root && root != 0 {
			p.InReplyTo = []string{s.postKey(root)}
		}
		if parent := numbers[f.ReplyTo]; f.ReplyTo != 0 && parent != 0 && parent != root && parent != f.ID {
			p.InReplyTo = append(p.InReplyTo, s.postKey(parent))
		}
		page.Posts = append(page.Posts, p)
	}
}

// postKey returns the key of a post, which is the Message-ID of the mail that the forum sends of it
// (lib/email/message_id_service.rb), so that a forum and a mailbox subscribed to it hold one post. It stays when a post
// is moved to another topic.
func (s *discourseSource) postKey(id int64) string {
	return fmt.Sprintf("discourse/post/%d@%s", id, s.host)
}

// post turns one post of a topic into a store.Post, but for its parents.
func (s *discourseSource) post(topic *topicPage, t forumTopic, f *forumPost) (store.Post, error) {
	address := s.base + "t/" + strconv.FormatInt(t.ID, 10) + "/" + strconv.FormatInt(f.Number, 10)
	created, err := time.Parse(time.RFC3339, f.Created)
	if f.ID <= 0 || err != nil {
		return store.Post{}, fmt.Errorf("%s: no post with an id and a time: id %d, created_at %q", fetch.Redact(address),
			f.ID, text.Cut(f.Created, 40))
	}
	raw, err := json.Marshal(f)
	if err != nil {
		return store.Post{}, fmt.Errorf("%s: %w", fetch.Redact(address), err)
	}
	words := text.Read(f.Cooked)
	p := store.Post{
		Key:  s.postKey(f.ID),
		Kind: "discourse",
		Form: store.FormForum,
		URL:  fetch.Redact(address),
		Author: store.Author{Name: social.DisplayName(f.Name), Handle: social.CutName(f.Username) + "@" + s.host,
			URL: s.base + "u/" + f.Username},
		Title:     text.Cut(text.Line(topic.Title), social.MaxWords),
		Text:      text.Cut(words.Own, social.MaxWords),
		Quoted:    text.Cut(words.Quoted, social.MaxWords),
		Published: when.Published(s.env.Now(), created),
		Claimed:   created.UTC(),
		Links:     social.Capped(words.Links, social.MaxLinks),
		Tags:      social.Capped(social.FoldTags(topic.Tags), social.MaxTags),
		Counts:    store.Counts{Replies: -1, Shares: -1, Likes: -1},
		Raw:       raw,
		Sum:       store.SumOf(raw),
	}
	if p.Author.URL = text.WebURL(nil, p.Author.URL); f.Username == "" {
		p.Author.Handle, p.Author.URL = "", ""
	}
	if p.Author.Name == "" {
		p.Author.Name = social.CutName(f.Username)
	}
	if updated, err := time.Parse(time.RFC3339, f.Updated); err == nil && f.Version > 1 && updated.After(created) {
		p.Edited = updated.UTC()
	}
	for _, c := range words.Cuts {
		p.Cuts = append(p.Cuts, store.Cut{At: c.At, From: c.From, To: c.To})
	}
	if f.Number == 1 {
		if topic.Posts > 0 {
			p.Counts.Replies = topic.Posts - 1
		}
		if topic.Answered {
			p.Form = store.FormQuestion
		}
	}
	if p.Machine = machine.Author(p.Author); f.UserID < 0 {
		p.Machine = "user_id: " + strconv.FormatInt(f.UserID, 10)
	}
	return p, nil
}

// Reworded returns what the stored bytes of a post say by now; ok is false where they say nothing. Its title, its tags
// and what it answers are of the topic around it.
func (c *Config) Reworded(p store.Post) (now store.Post, ok bool) {
	base, err := url.Parse(c.URL)
	f := new(forumPost)
	if err != nil || json.Unmarshal(p.Raw, f) != nil || !f.told() {
		return store.Post{}, false
	}
	s := &discourseSource{cfg: c, host: base.Hostname(), base: base.Scheme + "://" + base.Host + "/",
		env: source.Env{Now: func() time.Time { return p.FirstSeen }}}
	if now, err = s.post(new(topicPage), forumTopic{}, f); err != nil {
		return store.Post{}, false
	}
	now.Raw, now.URL = p.Raw, p.URL
	return now, true
}
