package render

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"recap/digest"
	"recap/digest/edit"
	"recap/digest/language"
)

// A story is one story, laid out.
type story struct {
	ID     string // of its heading on a page
	Title  string
	Facts  string // how large it is, who opened it, where it stands
	Badges []badge
	Blocks []piece
	Voices paragraph // who wrote in it beside those, by name
	Lead   bool      // the first of the edition

	of string // its id in the edition
}

// A piece of a story is prose, or an excerpt.
type piece struct {
	Prose   paragraph
	Excerpt *excerpt
}

// An excerpt is what somebody wrote, verbatim, with who it was.
type excerpt struct {
	By    paragraph  // the writer, with the link to the post, and what is known beside the name
	Kind  string     // what it does, in English, for style sheets; "" if it is nothing known
	Label string     // the same as a word for people; "" where it says nothing
	To    string     // the quoted line that it answers, with marks; "" if there is none
	text  string     // without marks
	words paragraph  // the same with its links
	Cite  string     // address of the post; "" if nobody knows it
	marks [2]string  // of quotation
	more  []*excerpt // what else of its post stands under the same name
	post  string     // its id
	whose string     // its writer, and whose words they pass on
}

// Passages are the places of its post that an excerpt prints, in their order: itself, and what stands under the same name.
func (x *excerpt) Passages() []*excerpt {
	first := *x
	first.more = nil
	return append([]*excerpt{&first}, x.more...)
}

// joins reports whether y is printed under the name of x, which stands right above: both are of one post, and no more is
// said of either.
func (x *excerpt) joins(y *excerpt) bool {
	return x != nil && x.post != "" && x.post == y.post && x.whose == y.whose && x.Label == "" && y.Label == "" && y.To == ""
}

// Caption is By and Label.
func (x *excerpt) Caption() paragraph {
	if x.Label == "" {
		return x.By
	}
	return append(slices.Clip(x.By), span{Text: " · " + x.Label})
}

// Words returns all its passages with their links, and marks of quotation between them.
func (x *excerpt) Words() (all paragraph) {
	all = append(all, x.words...)
	for _, y := range x.more {
		all = append(append(all, span{Text: x.marks[1] + " " + x.marks[0]}), y.words...)
	}
	return all
}

// Text returns the same without links.
func (x *excerpt) Text() string { return x.Words().plain() }

// Quoted returns all its passages with their links, each between quotation marks. What is quoted inside stays as it is,
// because the words are somebody's.
func (x *excerpt) Quoted() (all paragraph) {
	for i, y := range x.Passages() {
		if i > 0 {
			all = append(all, span{Text: " "})
		}
		if y.Marked() {
			all = append(all, y.words...)
			continue
		}
		all = append(append(append(all, span{Text: y.marks[0]}), y.words...), span{Text: y.marks[1]})
	}
	return all
}

// Marked reports whether all of it stands between quotation marks already.
func (x *excerpt) Marked() bool {
	first, size := utf8.DecodeRuneInString(x.text)
	last, _ := utf8.DecodeLastRuneInString(x.text)
	const marks = "\"“”„«»"
	inner := strings.TrimRightFunc(x.text[size:], func(r rune) bool { return r == last })
	return strings.ContainsRune(marks, first) && strings.ContainsRune(marks, last) && !strings.ContainsAny(inner, marks)
}

// Evidence is what a sentence of prose rests on in one post, verbatim.
type evidence struct {
	ID    string // of its place on a page
	By    string
	Date  string
	Texts []string // sentences of the post
	URL   string   // of the post
}

// A badge names the place that posts come from.
type badge struct {
	Kind string // list, blog, forum, social or news
	Text string
}

// parts lays out the stories, grouped by section in the order of appearance; those of none stand last.
func parts(e *digest.Edition) []part {
	var all []part
	var none part
	ids, several := map[string]bool{}, len(kindsRead(e)) > 1 && !before(e)
	n, marks := 0, 0
	for _, s := range e.Stories {
		told := newStory(e, s, &marks)
		if len(told.Blocks) == 0 {
			continue
		}
		n++
		told.Lead = n == 1
		told.ID = "story-" + s.ID
		if name, err := FileName(s.ID); err != nil || ids[name] {
			told.ID = "story-" + strconv.Itoa(n)
		}
		ids[s.ID] = true
		if several {
			told.Badges = badges(e, s)
		}
		title := line(s.Section)
		if title == "" {
			none.Stories = append(none.Stories, told)
			continue
		}
		at := slices.IndexFunc(all, func(p part) bool { return p.Title == title })
		if at < 0 {
			at, all = len(all), append(all, part{Title: title})
		}
		all[at].Stories = append(all[at].Stories, told)
	}
	if len(none.Stories) > 0 {
		all = append(all, none)
	}
	return all
}

func newStory(e *digest.Edition, s digest.Story, marks *int) *story {
	told := &story{Title: cmp.Or(line(s.Title), phrases(e).Untitled), Facts: line(s.Facts), of: s.ID}
	if s.Translated {
		told.Facts = strings.TrimPrefix(told.Facts+" · "+phrases(e).Translated, " · ")
	}
	var cited []string
	editor := false              // who wrote the paragraph before
	known := map[string]string{} // the organization that a name stands with already
	for _, p := range e.Turns(&s) {
		first := p.Writer == edit.Editor && !editor
		editor = p.Writer == edit.Editor
		switch {
		case p.Label != "" || p.Voice:
			if known[p.By] == p.Organization {
				p.Organization = ""
			} else {
				known[p.By] = p.Organization
			}
			x := newExcerpt(e, p.Paragraph)
			switch n := len(told.Blocks); {
			case x == nil:
			case n > 0 && told.Blocks[n-1].Excerpt.joins(x):
				told.Blocks[n-1].Excerpt.more = append(told.Blocks[n-1].Excerpt.more, x)
			default:
				told.Blocks = append(told.Blocks, piece{Excerpt: x})
			}
		default:
			if prose := sentences(e, p.Sentences); s.Writer != "" {
				prose = numbered(e, p.Sentences, &cited, marks)
				if len(prose) > 0 {
					if first {
						prose = append(paragraph{{Text: phrases(e).EditorsNote}}, prose...)
					}
					told.Blocks = append(told.Blocks, piece{Prose: prose})
				}
			} else if len(prose) > 0 {
				told.Blocks = append(told.Blocks, piece{Prose: prose})
			}
		}
	}
	w := phrases(e)
	var voices []paragraph
	for _, v := range s.Voices {
		if name := line(v.Name); name != "" && line(v.Text) == "" {
			voices = append(voices, paragraph{{Text: name, URL: Link(firstURL(e, []string{v.Source}))}})
		}
	}
	if more := len(voices) - mostVoices; more > 1 {
		voices = append(voices[:mostVoices], paragraph{{Text: language.Fill(w.More, "n", w.Number(more))}})
	}
	told.Voices = listed(w.OthersWrote, voices, ", ", w.And, "")
	return told
}

const mostVoices = 12 // beside the excerpts of a story that are named; the edition has all

// newExcerpt lays out an excerpt, nil if it holds no words.
func newExcerpt(e *digest.Edition, p digest.Paragraph) *excerpt {
	w := phrases(e)
	var words paragraph
	var sources []string
	for _, s := range p.Sentences {
		text := line(s.Text)
		if text == "" {
			continue
		}
		if len(words) > 0 {
			words = append(words, span{Text: " "})
		}
		var links []string
		if s.Quote != nil && s.Quote.Text == s.Text {
			links = s.Quote.Links
		}
		words, sources = append(words, withLinks(text, links)...), append(sources, s.Sources...)
	}
	if len(words) == 0 {
		return nil
	}
	x := &excerpt{text: words.plain(), words: words, Cite: Link(firstURL(e, sources)), Label: w.Labels[p.Label], marks: w.QuoteMarks}
	if len(sources) > 0 {
		x.post, x.whose = sources[0], p.By+"\n"+p.Relayed
	}
	if _, known := w.Labels[p.Label]; known {
		x.Kind = p.Label
	}
	name := cmp.Or(line(p.By), w.Untitled)
	who := name
	if org := line(p.Organization); org != "" {
		who = language.Fill(w.WithOrganization, "who", name, "organization", org)
	}
	if of := line(p.Relayed); of != "" {
		who += language.Fill(w.Relaying, "who", of)
	}
	if p.Date != nil && p.Date.Before(e.Period.Start) {
		who += ", " + w.Date(local(e, *p.Date), w.Layouts.Day)
	}
	x.By = anchored(who, name, x.Cite)
	if p.To != nil {
		x.To = w.To(line(p.To.By), line(p.To.Text))
	}
	return x
}

const longestHost = 60 // bytes of one that is printed

// plainHost returns the host of an address, in lower case; "" of one that can look like another: of other letters than
// ASCII, or encoded ones (RFC 3492).
func plainHost(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	if strings.Contains(host, "xn--") || strings.ContainsFunc(host, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-')
	}) {
		return ""
	}
	return strings.TrimPrefix(host, "www.")
}

// withLinks returns quoted words in which each mark that stands for an address leads there and names its host.
func withLinks(text string, links []string) paragraph {
	parts := strings.Split(text, linkMark)
	p := paragraph{{Text: parts[0]}}
	for i, part := range parts[1:] {
		mark := span{Text: linkMark}
		if len(links) == len(parts)-1 {
			if host := plainHost(links[i]); host != "" {
				mark.URL = Link(links[i])
				if mark.URL != "" && len(host) <= longestHost {
					mark.Text = "[" + host + "]"
				}
			}
		}
		p = append(p, mark, span{Text: part})
	}
	return slices.DeleteFunc(p, func(s span) bool { return s.Text == "" })
}

// numbered is sentences for a text whose sentences have no anchors: behind each stand the numbers of its posts, as
// links; cited are the addresses that have a number already, marks counts the numbers that have evidence.
func numbered(e *digest.Edition, list []digest.Sentence, cited *[]string, marks *int) paragraph {
	var p paragraph
	for _, s := range list {
		one := sentences(e, []digest.Sentence{s})
		if len(one) == 0 {
			continue
		}
		if len(p) > 0 {
			p = append(p, span{Text: " "})
		}
		p = append(p, one...)
		if s.Anchor != "" {
			continue
		}
		for _, id := range s.Sources {
			url := Link(firstURL(e, []string{id}))
			if url == "" {
				continue
			}
			n := slices.Index(*cited, url)
			if n < 0 {
				n, *cited = len(*cited), append(*cited, url)
			}
			mark := span{Text: strconv.Itoa(n + 1), URL: url, Mark: true, Proof: behind(e, &s, id)}
			if mark.Proof != nil {
				*marks++
				mark.Proof.ID, mark.Proof.URL = "proof-"+strconv.Itoa(*marks), url
			}
			p = append(p, span{Text: " "}, mark)
		}
	}
	return p
}

// behind returns what a sentence rests on in the post with this id; nil where it says nothing of that.
func behind(e *digest.Edition, s *digest.Sentence, id string) *evidence {
	post := e.Post(id)
	if post == nil {
		return nil
	}
	x := &evidence{By: cmp.Or(line(post.Author), phrases(e).Untitled), Date: phrases(e).Date(local(e, post.Date), phrases(e).Layouts.Day)}
	for _, one := range s.Evidence {
		if text := line(one.Text); one.Source == id && text != "" {
			x.Texts = append(x.Texts, text)
		}
	}
	if len(x.Texts) == 0 {
		return nil
	}
	return x
}

// places are the kinds of sources by what people call such a place, as each kind says of itself; what is not named
// here is a list. An edition that was stored names the kind alone.
var places = map[string]string{
	"feed": "blog", "discourse": "forum", "mastodon": "social", "bluesky": "social", "twitter": "social", "hackernews": "news",
}

// PlaceOf returns what people call the place that sources of a kind read: list, blog, forum, social or news.
func PlaceOf(kind string) string { return cmp.Or(places[kind], "list") }

// kindsRead returns the kinds of places that posts of the period came from.
func kindsRead(e *digest.Edition) map[string]bool {
	kinds := map[string]bool{}
	for _, c := range e.Coverage {
		if c.Posts > 0 {
			kinds[PlaceOf(c.Kind)] = true
		}
	}
	return kinds
}

var hashtag = regexp.MustCompile(`#[\pL\pN_]+`)

// badges names the places of the posts that the story cites. A stream is called by its hashtag.
func badges(e *digest.Edition, s digest.Story) []badge {
	var all []badge
	for _, p := range s.Paragraphs {
		for _, sentence := range p.Sentences {
			for _, id := range sentence.Sources {
				post := e.Post(id)
				if post == nil {
					continue
				}
				b := badge{Kind: PlaceOf(post.Kind)}
				b.Text = phrases(e).SourceKinds[b.Kind]
				if tag := hashtag.FindString(line(post.Source)); b.Kind == "social" && tag != "" {
					b.Text = tag
				}
				if !slices.Contains(all, b) {
					all = append(all, b)
				}
			}
		}
	}
	return all
}
