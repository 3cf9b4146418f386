package story

import (
	"net/url"
	"sort"
	"strings"
	"time"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
	"recap/store"
)

const (
	archiveDays = 21 // how old an archive must be before anybody in it is new
	waveHours   = 6
	wavePosts   = 3
	waveAlike   = .5
	youngAlike  = .8
	waveWords   = 600 // bytes of a post that are compared
)

var testTitle = lazyregexp.New(`(?i)^\W*(?:test(?:ing)?(?: (?:mail|post|message|e-?mail|please ignore))?|ping|ignore|(?:un)?subscribe|first post|prueba|essai|テスト|测试)\W*$`)

func isTest(title string) bool { return len(title) < 40 && testTitle.MatchString(title) }

// Spam returns the posts of the period, of those given, that look like spam: by writers who are new to an archive that
// is old enough to tell, what offers goods and leads outside in words that are foreign here, and waves of look-alikes
// within hours. Where the archive is young only what is plain.
func Spam(day []*post.Post, c *Community) map[*post.Post]bool {
	out := map[*post.Post]bool{}
	young := c.First.IsZero() || c.First.After(c.Start.AddDate(0, 0, -archiveDays))
	answered := map[string]bool{}
	for _, p := range day {
		for _, k := range p.InReplyTo {
			answered[k] = true
		}
	}
	var fresh []*post.Post
	for _, p := range day {
		if c.Histories[p.Ident].Posts == 0 && !answered[p.Key] && (!p.IsArticle() || p.Form == store.FormComment) {
			fresh = append(fresh, p)
		}
	}
	for _, p := range fresh {
		if young && plainlySells(p, c) || !young && len(p.InReplyTo) == 0 && sells(p, c) {
			out[p] = true
		}
	}
	waves(fresh, young, out)
	return out
}

// selling is where a post sells, if it does: its writer's name, its title and its words.
func selling(p *post.Post) string {
	return p.Who + ". " + p.Title + ". " + prose.WithoutMarks(post.Clip(p.Text, 3000))
}

// plainlySells reports whether a post sells where everybody is new, and all words are.
func plainlySells(p *post.Post, c *Community) bool {
	return isShort(p) && offers(selling(p), p.Language, c.Lexicon) >= 2 && outsideLinks(p, c) > 0
}

// longestOffer is how many bytes a post that sells has at most: articles and newsletters have more.
const longestOffer = 8000

func isShort(p *post.Post) bool { return len(p.Text) <= longestOffer }

// knownPosts is how many posts tell which words are foreign here.
const knownPosts = 30

// sells reports whether a post offers goods or services to its readers, in words that nobody here uses: often, or once
// and leads outside. Without an offer that is known it takes more links and more such words. No sign is enough alone.
func sells(p *post.Post, c *Community) bool {
	if !isShort(p) {
		return false
	}
	if c.Lexicon.Posts() < knownPosts {
		return plainlySells(p, c)
	}
	cues := offers(selling(p), p.Language, c.Lexicon)
	foreign := foreignness(p, c.Lexicon)
	outside := outsideLinks(p, c)
	switch {
	case cues >= 3 || cues >= 2 && outside > 0:
		return foreign > .3
	case cues == 1 && outside > 0:
		return foreign > .35
	}
	return outside >= 2 && foreign > .6 && len(p.Terms()) >= 8
}

// offers counts the sentences of a text that sell, without those whose words the community uses itself.
func offers(text string, l *language.Language, lex *post.Lexicon) int {
	n := 0
	for _, s := range strings.FieldsFunc(text, func(r rune) bool { return r == '.' || r == '!' || r == '?' || r == '\n' || r == ',' || r == ';' }) {
		if !l.Cues(s).Has(language.Sells) {
			continue
		}
		foreign := false
		for _, id := range lex.Terms(s) {
			foreign = foreign || lex.Frequency(id) < 3
		}
		if foreign {
			n++
		}
	}
	return n
}

// foreignness is the share of a post's stems that no other post here has.
func foreignness(p *post.Post, lex *post.Lexicon) float64 {
	t := p.Terms()
	if len(t) == 0 {
		return 0
	}
	n := 0
	for _, id := range t {
		if lex.Frequency(id) <= 1 {
			n++
		}
	}
	return float64(n) / float64(len(t))
}

// outsideLinks counts the hosts that a post links to and that no post before it did.
func outsideLinks(p *post.Post, c *Community) int {
	hosts := map[string]bool{}
	for _, l := range p.Links {
		if u, err := url.Parse(l); err == nil && u.Host != "" && c.Hosts[u.Host] == 0 {
			hosts[u.Host] = true
		}
	}
	return len(hosts)
}

// waves marks look-alikes by several new writers within hours; where everybody is new, more of them, and more alike.
func waves(fresh []*post.Post, young bool, out map[*post.Post]bool) {
	least, who2, alike := wavePosts, 2, waveAlike
	if young {
		least, who2, alike = 5, 4, youngAlike
	}
	sort.SliceStable(fresh, func(i, j int) bool { return post.Before(fresh[i], fresh[j]) })
	begin := 0
	for i, p := range fresh {
		if len(p.Terms()) < 4 || len(p.InReplyTo) > 0 && !p.IsStatus() {
			continue
		}
		for begin < i && p.Published.Sub(fresh[begin].Published) > waveHours*time.Hour {
			begin++
		}
		like, who := []*post.Post{p}, map[string]bool{p.Ident: true}
		for _, q := range fresh[max(begin, i-200):i] {
			if post.Alike(p.Terms(), q.Terms()) > alike {
				like = append(like, q)
				who[q.Ident] = true
			}
		}
		if len(like) >= least && len(who) >= who2 {
			for _, q := range like {
				out[q] = true
			}
		}
	}
}
