package write

import (
	"slices"
	"strings"

	"recap/digest/post"
	"recap/digest/prose"
)

// A citer is somebody who quoted a sentence of another's post and wrote below it. Who answers a mail point by point says so what its points are.
type citer struct {
	unit  int // index of the sentence
	by    *post.Post
	below int // index of the sentence that they wrote below it
}

const (
	citedPosts = 200 // posts of a story that are looked at for what they quote
	tailWords  = 4   // words of a quoted line by which its sentence is found
)

// cite finds which sentences of which posts are quoted above an answer.
func (c *choice) cite() {
	c.cited = map[*post.Post][]citer{}
	byKey := map[string]*post.Post{}
	for _, p := range c.s.All {
		byKey[p.Key] = p
	}
	all := c.s.All
	for _, p := range all[max(0, len(all)-citedPosts):] {
		us := p.Units()
		for i := range us {
			if us[i].To == "" {
				continue
			}
			if q, k := c.quotedIn(p, &us[i], byKey); q != nil {
				c.cited[q] = append(c.cited[q], citer{k, p, i})
			}
		}
	}
}

// quotedIn finds the sentence that stood quoted above a sentence of p: in the post that p answers, else in the opening.
func (c *choice) quotedIn(p *post.Post, u *prose.Unit, byKey map[string]*post.Post) (*post.Post, int) {
	f := strings.Fields(u.To)
	if len(f) < tailWords {
		return nil, 0
	}
	tail := strings.Join(f[max(0, len(f)-6):], " ")
	var parent *post.Post
	if n := len(p.InReplyTo); n > 0 {
		parent = byKey[p.InReplyTo[n-1]]
	}
	for _, q := range []*post.Post{parent, c.s.Opener} {
		if q == nil || q == p || q.Ident == p.Ident {
			continue
		}
		us := q.Units()
		for k := range us {
			if strings.Contains(us[k].Text, tail) {
				return q, k
			}
		}
	}
	return nil, 0
}

// takenUp returns how many people answered a sentence of the window, without the last one of the post, which stands above whatever is
// written below a mail that is quoted whole.
func (c *choice) takenUp(p *post.Post, win *prose.Window) int {
	var who []string
	for _, x := range c.cited[p] {
		if holds(win, x.unit) && x.unit < len(p.Units())-1 && !slices.Contains(who, x.by.Ident) {
			who = append(who, x.by.Ident)
		}
	}
	return len(who)
}

// answersShown reports whether a window answers a sentence that is printed of the opening.
func (c *choice) answersShown(p *post.Post, win *prose.Window) bool {
	for _, e := range c.opened {
		for _, x := range c.cited[e.Post] {
			if x.by == p && holds(&e.Window, x.unit) && holds(win, x.below) {
				return true
			}
		}
	}
	return false
}

// holds reports whether the unit with this index is one of the window's.
func holds(w *prose.Window, unit int) bool { return unit >= w.Index && unit < w.Index+len(w.Units) }
