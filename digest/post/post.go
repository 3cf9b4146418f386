package post

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"recap/digest/language"
	"recap/digest/prose"
	"recap/store"
)

// A Post is a stored post as the digest sees it.
type Post struct {
	*store.Post
	ID    string
	Who   string // the name to print; "" where nobody may be named
	Ident string // under which posts of one person are counted together
	Org   string // employer on evidence
	In    bool   // lies in the period
	Name  string // its title for printing, see prose.Title; "" for a status
	Base  string // its title for comparing

	Language *language.Language // by which it is read
	Alien    bool               // written in another language than the recap

	Shared int  // how often the period passed it on
	Apart  bool // its writer took the reply button for a new mail: it opens a thread of its own

	titleCues language.CueSet
	titled    bool
	units     []prose.Unit
	cut       bool
	terms     Terms
	termed    bool
	unitTerms []Terms
	lex       *Lexicon
}

// New wraps a stored post. in tells whether it lies in the period; home is the language of the recap.
func New(p *store.Post, in bool, home *language.Language, lex *Lexicon) *Post {
	out := &Post{Post: p, ID: p.ID(), Ident: p.Author.Identity(), In: in, lex: lex}
	out.Who = PrintName(p.Author.Display())
	if out.Nameless() && out.FromTheList() {
		out.Who = ""
	}
	out.Language, out.Alien = language.Reads(p.Text, p.Language, home)
	if !out.IsStatus() {
		out.Name = prose.Title(p.Title)
		out.Base = prose.Base(p.Title)
	}
	return out
}

// Nameless reports whether the author shows no name but the address, which archives also spell "ann at example.org".
func (p *Post) Nameless() bool {
	a := &p.Author
	local, domain, _ := strings.Cut(a.Address, "@")
	return a.Name == "" || strings.EqualFold(a.Name, local) || strings.EqualFold(a.Name, a.Address) ||
		strings.EqualFold(a.Name, local+" at "+domain)
}

// FromTheList reports whether the sender is the list's own address, behind which nobody knows who wrote.
func (p *Post) FromTheList() bool {
	local, _, _ := strings.Cut(p.Author.Address, "@")
	for _, l := range p.Lists {
		if name, _, _ := strings.Cut(l, "@"); local != "" && (strings.EqualFold(local, name) || strings.HasPrefix(strings.ToLower(l), strings.ToLower(local)+".")) {
			return true
		}
	}
	return false
}

// IsStatus reports whether p is a short post of a hashtag stream.
func (p *Post) IsStatus() bool { return p.form() == store.FormStatus }

// IsArticle reports whether p is an item of a feed or a page that was submitted: something that is published and not
// said to others.
func (p *Post) IsArticle() bool {
	switch p.form() {
	case store.FormMail, store.FormForum, store.FormQuestion, store.FormStatus:
		return false
	}
	return true
}

// form is what p is; where nothing says so, it is a mail.
func (p *Post) form() string { return cmp.Or(p.Form, store.FormMail) }

// IsReply reports whether p answers something: by its references, or by its subject.
func (p *Post) IsReply() bool { return !p.Apart && (len(p.InReplyTo) > 0 || prose.IsReply(p.Title)) }

// TitleCues are what p's title shows.
func (p *Post) TitleCues() language.CueSet {
	if !p.titled {
		p.titled, p.titleCues = true, p.Language.Cues(withoutReplyMark(p.Title))
	}
	return p.titleCues
}

// withoutReplyMark returns a subject with its tags and without the reply marks before them.
func withoutReplyMark(s string) string {
	if name := prose.Title(s); name != "" {
		if i := strings.LastIndex(s, name); i > 0 {
			tags := ""
			for _, t := range prose.Tags(s) {
				tags += "[" + t + "] "
			}
			return tags + name
		}
	}
	return s
}

// Units returns the sentences of p's own words, cut once.
func (p *Post) Units() []prose.Unit {
	if !p.cut {
		p.cut = true
		t := prose.Text{Own: p.Text, Language: p.Language, Writer: p.Who, Published: p.IsArticle()}
		for _, c := range p.Cuts {
			t.Quotations = append(t.Quotations, prose.Quotation{At: c.At, Line: lastLine(p.Quoted[c.From:c.To])})
		}
		p.units = prose.Units(t)
	}
	return p.units
}

// QuotesWithin reports whether quoted words stand between p's own, as where it answers several things.
func (p *Post) QuotesWithin() bool {
	return slices.ContainsFunc(p.Cuts, func(c store.Cut) bool {
		return strings.TrimSpace(p.Text[:c.At]) != "" && strings.TrimSpace(p.Text[c.At:]) != ""
	})
}

// WithoutEcho leaves out the sentences at p's end that are those of the post it answers, pasted without a mark.
func (p *Post) WithoutEcho(of *Post) {
	const few = 2 // sentences that somebody may say again
	us, said := p.Units(), map[string]bool{}
	for _, u := range of.Units() {
		said[u.Text] = true
	}
	n := len(us)
	for n > 0 && said[us[n-1].Text] {
		n--
	}
	if len(us)-n > few && n > 0 {
		p.units = us[:n]
	}
}

// lastLine returns the last sentence-like line of quoted words, whatever marks stand before it.
func lastLine(quoted string) string {
	lines := strings.Split(strings.TrimSpace(quoted), "\n")
	return strings.TrimLeft(strings.TrimSpace(lines[len(lines)-1]), "> |")
}

// Terms returns the stems of p's words and title, counted once.
func (p *Post) Terms() Terms {
	if !p.termed {
		p.termed = true
		p.terms = p.lex.Terms(p.Name + " \n" + Clip(p.Text, 4000))
	}
	return p.terms
}

// UnitTerms returns the stems of the unit with this index.
func (p *Post) UnitTerms(i int) Terms {
	if p.unitTerms == nil {
		p.unitTerms = make([]Terms, len(p.Units()))
	}
	if p.unitTerms[i] == nil {
		p.unitTerms[i] = p.lex.Terms(strings.ReplaceAll(p.units[i].Text, prose.Link, " "))
	}
	return p.unitTerms[i]
}

// WindowTerms returns the stems of a window of p.
func (p *Post) WindowTerms(w *prose.Window) Terms {
	if len(w.Units) == 1 {
		return p.UnitTerms(w.Index)
	}
	var all Terms
	for i := range w.Units {
		all = Union(all, p.UnitTerms(w.Index+i))
	}
	return all
}

// Union returns the stems of both sets.
func Union(a, b Terms) Terms {
	out := make(Terms, 0, len(a)+len(b))
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case j == len(b) || i < len(a) && a[i] < b[j]:
			out = append(out, a[i])
			i++
		case i == len(a) || b[j] < a[i]:
			out = append(out, b[j])
			j++
		default:
			out = append(out, a[i])
			i++
			j++
		}
	}
	return out
}

// Windows returns the windows of p that may be printed. They cross from paragraph to paragraph in the opening of a
// thread, where p quotes nobody, and where it is known at which places quoted words stood: those no window crosses.
func (p *Post) Windows(opener bool) []prose.Window {
	return prose.Windows(p.Units(), opener || p.Quoted == "" || len(p.Cuts) > 0)
}

// Asks reports whether one of the first n units of p asks.
func (p *Post) Asks(n int) bool {
	for i, u := range p.Units() {
		if i == n {
			break
		}
		if u.Asks {
			return true
		}
	}
	return false
}

// Words returns how many words p's printable units have.
func (p *Post) Words() int {
	n := 0
	for i := range p.Units() {
		if p.units[i].OK {
			n += p.units[i].Words
		}
	}
	return n
}

// Before orders posts by date, then id.
func Before(a, b *Post) bool {
	if !a.Published.Equal(b.Published) {
		return a.Published.Before(b.Published)
	}
	return a.ID < b.ID
}

// Clip returns the first n bytes of s at most, whole characters only.
func Clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}

// PrintName makes a display name one to print: "Lee, Ann (Tidewater)" is "Ann Lee", "ann lee" has its capitals, and of
// an address the local part is left.
func PrintName(s string) string {
	s = strings.Trim(strings.Join(strings.Fields(s), " "), "\"' ")
	if i := strings.IndexAny(s, "([<"); i > 2 {
		s = strings.TrimSpace(s[:i])
	}
	if last, first, ok := strings.Cut(s, ","); ok && !strings.Contains(first, ",") && (strings.HasPrefix(first, " ") || strings.ToUpper(s) == s) && oneWordName(last) && oneWordName(first) && !titleAfter(first) {
		s = first + " " + last
	}
	if i := strings.Index(s, " via "); i > 0 {
		s = s[:i]
	}
	if local, _, ok := strings.Cut(s, "@"); ok && local != "" && !strings.Contains(local, " ") {
		return PrintName(local)
	}
	words := strings.Fields(s)
	if len(words) == 3 && words[1] == "at" && strings.Contains(words[2], ".") { // an address in disguise
		return PrintName(words[0])
	}
	if len(words) >= 2 && len(words) <= 3 && strings.ToLower(s) == s {
		for i, w := range words {
			words[i] = capitalise(w)
		}
	}
	return strings.Join(words, " ")
}

// oneWordName reports whether s may be half of "Last, First": one word, perhaps with a particle or an initial. Two
// words on both sides are two people.
func oneWordName(s string) bool {
	f := strings.Fields(s)
	if len(f) == 0 || len(f) > 3 {
		return false
	}
	long := 0
	for _, w := range f {
		if strings.ContainsFunc(w, unicode.IsDigit) {
			return false
		}
		if r := []rune(strings.Trim(w, ".")); len(r) > 1 && unicode.IsUpper(r[0]) {
			long++
		}
	}
	return long == 1 || len(f) == 1
}

func titleAfter(s string) bool {
	switch strings.ToLower(strings.Trim(s, ".")) {
	case "jr", "sr", "phd", "md", "ii", "iii", "iv", "esq", "inc", "ltd", "llc", "gmbh", "ag", "corp":
		return true
	}
	return false
}

func capitalise(w string) string {
	r := []rune(w)
	if len(r) == 0 {
		return w
	}
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}

// Family groups kinds of source as readers do: "list" for mail and forums, "feed", "hashtag".
func (p *Post) Family() string {
	switch {
	case p.IsStatus():
		return "hashtag"
	case p.IsArticle():
		return "feed"
	}
	return "list"
}

// CanonicalURL folds what does not change the page: scheme, "www.", fragment, tracking parameters, a trailing slash. It
// is "" for a bare site.
func CanonicalURL(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || strings.Trim(u.Path, "/") == "" && u.RawQuery == "" {
		return ""
	}
	q := u.Query()
	for k := range q {
		if strings.HasPrefix(k, "utm_") || k == "fbclid" || k == "gclid" || k == "ref" {
			q.Del(k)
		}
	}
	s := strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimSuffix(u.Path, "/")
	if enc := q.Encode(); enc != "" {
		s += "?" + enc
	}
	return s
}
