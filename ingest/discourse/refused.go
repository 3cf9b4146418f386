package discourse

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"recap/ingest/fetch"
	"recap/ingest/source"
)

// Limits of topics that are listed and not shown.
const (
	forumTries   = 20  // reads in which such a topic is asked for
	forumRefused = 100 // such topics that the cursor keeps
)

// A refusedTopic is a topic that the forum lists and does not show: it was deleted or made private, or a server in front
// of the forum was overloaded or mistook the reader.
type refusedTopic struct {
	Topic forumTopic `json:"topic"`
	Tries int        `json:"tries"`
	Began int64      `json:"began"` // the last read that asked for it, as discourseWalk says when that began
}

// refuse notes that the forum did not show t, which is asked for again in the next reads. After forumTries of them it
// is left until somebody writes in it.
func (c *discourseCursor) refuse(t forumTopic) {
	r := c.Refused[t.ID]
	if r.Topic.bumped() != t.bumped() {
		r = refusedTopic{}
	}
	r.Topic, r.Began = t, c.Walk.Began
	if r.Tries++; r.Tries >= forumTries {
		delete(c.Refused, t.ID)
		c.Topics[t.ID] = topicMark{Post: c.Topics[t.ID].Post, Bumped: t.bumped()}
		return
	}
	if c.Refused == nil {
		c.Refused = make(map[int64]refusedTopic)
	}
	c.Refused[t.ID] = r
	if len(c.Refused) > forumRefused {
		delete(c.Refused, slices.MinFunc(slices.Collect(maps.Keys(c.Refused)), func(a, b int64) int {
			x, y := c.Refused[a].Topic, c.Refused[b].Topic
			return cmp.Or(cmp.Compare(x.bumped(), y.bumped()), cmp.Compare(a, b))
		}))
	}
}

// again adds to the last page of a list the topics that were refused in earlier reads.
func (l *topicList) again(c *discourseCursor) {
	for _, id := range slices.Sorted(maps.Keys(c.Refused)) {
		listed := slices.ContainsFunc(l.rest, func(t forumTopic) bool { return t.ID == id })
		if r := c.Refused[id]; !listed && r.Began != c.Walk.Began {
			l.rest = append(l.rest, r.Topic)
		}
	}
}

// refusedGap tells in page, unless that tells of another gap, which topics are still to be asked for.
func (s *discourseSource) refusedGap(c *discourseCursor, page *source.Page) {
	if n := len(c.Refused); n > 0 && page.Gap == "" {
		page.Gap = fmt.Sprintf("%s lists %d topics that it does not show; they are asked for again in the next reads",
			fetch.Redact(s.base), n)
	}
}
