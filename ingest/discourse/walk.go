package discourse

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"time"

	"recap/ingest/fetch"
	"recap/ingest/source"
)

// A topicList is a page of the list of topics, and what of it is still to be read.
type topicList struct {
	rest []forumTopic
	last bool // no further page holds anything new
}

// A forumTopic is a topic as lists of topics show it.
type forumTopic struct {
	ID       int64  `json:"id"`
	Slug     string `json:"slug"`
	Title    string `json:"title"`
	Created  string `json:"created_at"`
	Bumped   string `json:"bumped_at"`
	LastPost string `json:"last_posted_at"` // null for some
	Pinned   bool   `json:"pinned"`
	Everyone bool   `json:"pinned_globally"`
}

// bumped returns when somebody last wrote in the topic, as far as it says; milliseconds since 1970.
func (t *forumTopic) bumped() int64 {
	for _, s := range [...]string{t.Bumped, t.LastPost, t.Created} {
		if at, err := time.Parse(time.RFC3339, s); err == nil {
			return at.UnixMilli()
		}
	}
	return 0
}

// page reads up to perPage topics that follow c, moves c behind them and reports whether there is more.
func (s *discourseSource) page(ctx context.Context, c *discourseCursor, page *source.Page) (more bool, err error) {
	if s.list == nil {
		if s.list, err = s.topics(ctx, c, page); err != nil {
			return false, err
		}
	}
	n := min(len(s.list.rest), s.perPage)
	for _, t := range s.list.rest[:n] {
		if err := s.topic(ctx, c, t, page); err != nil {
			return false, err
		}
	}
	s.list.rest = s.list.rest[n:]
	if len(s.list.rest) > 0 {
		return true, nil
	}
	last := s.list.last
	s.list = nil
	if c.Walk.Page++; !last && c.Walk.Page < forumLists {
		return true, nil
	}
	if !last {
		page.Gap = fmt.Sprintf("%s lists more than %d pages of topics; the rest was left", fetch.Redact(s.base), forumLists)
	}
	c.Until, c.Walk = c.Walk.Began, nil
	c.prune()
	s.refusedGap(c, page)
	return false, nil
}

// prune drops the topics that were not written in for longest, of which nothing is lost but time, should somebody write
// in them again.
func (c *discourseCursor) prune() {
	if len(c.Topics) <= forumKept {
		return
	}
	ids := slices.SortedFunc(maps.Keys(c.Topics), func(a, b int64) int {
		return cmp.Or(cmp.Compare(c.Topics[b].Bumped, c.Topics[a].Bumped), cmp.Compare(b, a))
	})
	for _, id := range ids[forumKept:] {
		delete(c.Topics, id)
	}
}

// topics returns the page of the list at which the walk of c stands, without the topics that are as they were when they
// were read. Pinned topics stand before all others however old they are, so that only the others tell where the list
// may end.
func (s *discourseSource) topics(ctx context.Context, c *discourseCursor, page *source.Page) (*topicList, error) {
	var answer struct {
		List *struct {
			More   string       `json:"more_topics_url"`
			Topics []forumTopic `json:"topics"`
		} `json:"topic_list"`
	}
	path := "latest.json?order=activity&page=" + strconv.Itoa(c.Walk.Page)
	if s.category != "" {
		path = "c" + s.category + ".json?order=activity&page=" + strconv.Itoa(c.Walk.Page)
	}
	if err := s.get(ctx, path, page, &answer); err != nil {
		return nil, err
	}
	if answer.List == nil {
		return nil, &fetch.Error{URL: fetch.Redact(s.base + path), Reason: fetch.WrongType,
			Err: errors.New("JSON without a topic_list; is this a forum that runs Discourse?")}
	}
	list := &topicList{last: answer.List.More == "" || len(answer.List.Topics) == 0}
	newer := false
	for _, t := range answer.List.Topics {
		at := t.bumped()
		newer = newer || at >= c.Walk.Floor && !t.Pinned && !t.Everyone
		if mark, ok := c.Topics[t.ID]; at >= c.Walk.Floor && !(ok && mark.Bumped == at) {
			list.rest = append(list.rest, t)
		}
	}
	ordinary := slices.ContainsFunc(answer.List.Topics, func(t forumTopic) bool { return !t.Pinned && !t.Everyone })
	list.last = list.last || ordinary && !newer
	if list.last || c.Walk.Page+1 == forumLists {
		list.again(c)
	}
	return list, nil
}

// A topicPage is the answer to /t/ID.json and /t/ID/posts.json.
type topicPage struct {
	Title string   `json:"title"`
	Slug  string   `json:"slug"`
	Tags  topicTag `json:"tags"`
	Posts int      `json:"posts_count"`

	Answered bool `json:"has_accepted_answer"` // the topic is a question, of the plugin for such
	Stream   *struct {
		Posts []forumPost `json:"posts"`
		IDs   []int64     `json:"stream"` // of all posts, in order
	} `json:"post_stream"`
}

// topic reads what is new in a topic: those posts that were not there before, and the first and the last ones, which
// may have been edited. A topic that the forum does not show is noted, and asked for again in the next reads.
func (s *discourseSource) topic(ctx context.Context, c *discourseCursor, t forumTopic, page *source.Page) error {
	path := "t/" + strconv.FormatInt(t.ID, 10)
	var answer topicPage
	err := s.get(ctx, path+".json", page, &answer)
	var fault *fetch.Error
	switch {
	case errors.As(err, &fault) && (fault.Reason == fetch.NotFound || fault.Reason == fetch.Gone || fault.Reason == fetch.Refused):
		page.Skipped = append(page.Skipped, err)
		c.refuse(t)
		return nil
	case err != nil:
		return err
	case answer.Stream == nil:
		page.Skipped = append(page.Skipped, fmt.Errorf("%s: a topic without post_stream", fetch.Redact(s.base+path)))
		return nil
	}
	mark := topicMark{Post: c.Topics[t.ID].Post, Bumped: t.bumped()}
	posts := answer.Stream.Posts
	have := make(map[int64]bool, len(posts))
	for _, p := range posts {
		have[p.ID] = true
	}
	ids := answer.Stream.IDs
	if len(ids) > forumPosts {
		page.Skipped = append(page.Skipped,
			fmt.Errorf("%s: %d posts in one topic; the newest %d are read", fetch.Redact(s.base+path), len(ids), forumPosts))
		ids = ids[len(ids)-forumPosts:]
	}
	var wanted []int64
	for i, id := range ids {
		// the last ones are read again, because editing the last post is what bumps a topic, too
		if !have[id] && (id > mark.Post || i >= len(ids)-forumChunk) {
			wanted = append(wanted, id)
		}
	}
	for chunk := range slices.Chunk(wanted, forumChunk) {
		query := url.Values{}
		for _, id := range chunk {
			query.Add("post_ids[]", strconv.FormatInt(id, 10))
		}
		var following topicPage
		if err := s.get(ctx, path+"/posts.json?"+query.Encode(), page, &following); err != nil {
			return err
		}
		if following.Stream != nil {
			posts = append(posts, following.Stream.Posts...)
		}
	}
	for _, id := range ids {
		mark.Post = max(mark.Post, id)
	}
	s.posts(page, &answer, t, posts)
	c.Topics[t.ID] = mark
	delete(c.Refused, t.ID)
	return nil
}
