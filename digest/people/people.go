// Package people says who took part: for whom they work on evidence, who is new, who is back.
package people

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
)

// A Person wrote in the period.
type Person struct {
	Name         string
	Organization string
	Posts        int
}

// An Organization and the people of the period who belong to it.
type Organization struct {
	Name   string
	People []string
}

// freeMail are domains that say nothing about an employer: mail providers, access providers, lists, forges.
var freeMail = set(`gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.de yahoo.fr ymail.com hotmail.com outlook.com live.com msn.com aol.com icloud.com me.com mac.com gmx.de gmx.net gmx.com gmx.at web.de t-online.de freenet.de arcor.de posteo.de posteo.net mailbox.org
protonmail.com proton.me pm.me fastmail.com fastmail.fm zoho.com mail.ru yandex.ru inbox.ru rambler.ru qq.com 163.com 126.com sina.com foxmail.com naver.com hanmail.net free.fr orange.fr wanadoo.fr laposte.net libero.it tin.it virgilio.it alice.it
comcast.net verizon.net att.net sbcglobal.net bellsouth.net earthlink.net cox.net charter.net rogers.com shaw.ca sympatico.ca btinternet.com ntlworld.com blueyonder.co.uk tiscali.co.uk bigpond.com optusnet.com.au xs4all.nl planet.nl chello.nl telia.com
seznam.cz wp.pl o2.pl interia.pl poczta.onet.pl hushmail.com tutanota.com riseup.net disroot.org users.noreply.github.com users.sourceforge.net sourceforge.net github.com gitlab.com googlegroups.com groups.io example.com example.org example.net localhost
apache.org kernel.org debian.org gnu.org python.org ieee.org acm.org alum.mit.edu`)

var orgSuffix = lazyregexp.New(`\b(?:Inc|Ltd|GmbH|LLC|Corp|Corporation|Company|Co|AG|AB|BV|SA|SAS|Labs?|Systems|Software|Technologies|Solutions|Institute|University|Consulting|Foundation|Networks|Research|Group|Observatory|Cooperative|Council|eG|KG|UG|Institut|Universität|Hochschule|Stiftung|Verein|Genossenschaft|College|School|Museum|Library|Agency|Hospital|Bank)\b\.?`)

// Organisation names whom the writer of p works for, on evidence: the configured map, the Organization header, a line
// of the signature that names a company, an introduction in the own words. Without evidence it is empty.
func organisation(p *post.Post, known map[string]string, community string) string {
	_, domain, _ := strings.Cut(p.Author.Address, "@")
	for d := domain; d != "" && !p.Author.Relay; {
		if name := known[d]; name != "" {
			return name
		}
		_, rest, ok := strings.Cut(d, ".")
		if !ok || !strings.Contains(rest, ".") {
			break
		}
		d = rest
	}
	for _, find := range []func() string{
		func() string { return fromHeader(p, domain) },
		func() string { return fromSignature(p, domain) },
		func() string { return introduced(p) },
	} {
		if o := find(); o != "" && !strings.EqualFold(o, community) {
			return o
		}
	}
	return ""
}

// fromHeader returns what the Organization header says where that is the name of one: people write jokes and titles there,
// too. It says what it is, or names the mail domain.
func fromHeader(p *post.Post, domain string) string {
	o := plainOrg(p.Author.Organization)
	if o == "" || orgSuffix.MatchString(o) {
		return o
	}
	const long = 4
	words := strings.Fields(strings.ToLower(o))
	names := strings.Split(strings.ReplaceAll(strings.ToLower(domain), "-", ""), ".")
	for _, name := range names[:len(names)-1] {
		if len(name) < long { // of a country's companies, a host; or an acronym, which says nothing else
			if name == ownLabel(domain) && slices.Contains(words, name) {
				return o
			}
			continue
		}
		if strings.HasPrefix(squeeze(o), name) || slices.ContainsFunc(words, func(w string) bool { return len(w) >= long && strings.HasPrefix(name, w) }) {
			return o
		}
	}
	return ""
}

// ownLabel returns what a domain calls its owner: "tidewater" of mail.tidewater.co.uk.
func ownLabel(domain string) string {
	parts := strings.Split(strings.ToLower(domain), ".")
	if len(parts) < 2 {
		return ""
	}
	label := parts[len(parts)-2]
	if len(label) <= 3 && len(parts) > 2 { // co.uk, com.au
		label = parts[len(parts)-3]
	}
	return label
}

// introduced finds "I work at ..." in the own words.
func introduced(p *post.Post) string {
	if !language.HoldsAny(p.Text, p.Language.Works) {
		return ""
	}
	if m := p.Language.WorksAt.FindStringSubmatch(p.Text); m != nil {
		return plainOrg(strings.TrimRight(m[1], "."))
	}
	return ""
}

// fromSignature finds a company in the signature: "Ann Lee, Tidewater Labs", or the line that spells the mail domain's
// own name.
func fromSignature(p *post.Post, domain string) string {
	if p.Author.Relay {
		domain = ""
	}
	mine := strings.Contains(strings.ToLower(p.Signature), strings.ToLower(p.Who)) && p.Who != "" // somebody else's says nothing
	label := ""
	if !freeMail[domain] {
		label = ownLabel(domain)
	}
	own := strings.Contains(squeeze(p.Who), strings.ReplaceAll(label, "-", "")) // a domain of one's own name is no company's
	for i, line := range strings.Split(p.Signature, "\n") {
		line = strings.TrimSpace(line)
		if i > 6 || line == "" || len(line) > 90 || strings.Contains(line, "://") || strings.Contains(line, "@") {
			continue
		}
		for _, part := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == '|' || r == ';' || r == '·' || r == '–' || r == '—' }) {
			part, _, _ = strings.Cut(strings.TrimSpace(part), " - ")
			for _, lead := range []string{"at ", "@ "} {
				if k := strings.LastIndex(part, " "+lead); k >= 0 {
					part = part[k+len(lead)+1:]
				}
			}
			if part == "" || p.Who != "" && strings.Contains(strings.ToLower(part), strings.ToLower(p.Who)) {
				continue
			}
			squeezed := squeeze(part)
			named := len(label) > 3 && !own && len(squeezed) < 40 && strings.Contains(squeezed, strings.ReplaceAll(label, "-", ""))
			if o := plainOrg(part); o != "" && (named || mine && orgSuffix.MatchString(part) && prose.Count(part) >= 2) {
				return o
			}
		}
	}
	return ""
}

// squeeze returns s in lower case without what sets words apart, as a domain spells a name.
func squeeze(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '.' {
			return -1
		}
		return r
	}, s))
}

// plainOrg accepts what looks like the name of an organisation, at most five words that begin with capitals.
func plainOrg(s string) string {
	s = strings.Trim(strings.Join(strings.Fields(s), " "), " .,-\"'")
	if s == "" || len(s) > 50 || prose.Count(s) > 5 || strings.ContainsAny(s, "@/:<>{}!?*") {
		return ""
	}
	low := strings.ToLower(s)
	if low == "none" || low == "private" || low == "home" || low == "personal" || strings.Contains(low, "unorganized") || namesARole(low) {
		return ""
	}
	for _, w := range strings.Fields(s) {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) && w == strings.ToLower(w) && !inNames[w] {
			return ""
		}
	}
	if r, _ := utf8.DecodeRuneInString(s); r < 'A' || r > 'Z' && r < 0x80 {
		return ""
	}
	return s
}

// inNames are the words without a capital that names of organisations hold.
var inNames = set(`of and for the at in on & für und am an im et pour y e de da di do du van von der den del la le el al bin ibn`)

// namesARole reports whether a line in lower case says, in any language, what somebody is rather than where.
func namesARole(low string) bool {
	for _, tag := range language.Tags() {
		if language.HoldsAny(low, language.Known(tag).Roles) {
			return true
		}
	}
	return false
}

// NameOrganisations fills Post.Org: what one post shows holds for all posts of its writer.
func NameOrganisations(all []*post.Post, known map[string]string, community string) {
	found := map[string]map[string]int{}
	for _, p := range all {
		if p.Machine != "" || p.Ident == "" {
			continue
		}
		if o := organisation(p, known, community); o != "" {
			if found[p.Ident] == nil {
				found[p.Ident] = map[string]int{}
			}
			found[p.Ident][o]++
		}
	}
	best := map[string]string{}
	for who, names := range found {
		for name, n := range names {
			if b := best[who]; b == "" || n > names[b] || n == names[b] && name < b {
				best[who] = name
			}
		}
	}
	for _, p := range all {
		p.Org = best[p.Ident]
	}
}

// Roster lists who wrote in the period, most posts first, and the organisations they stand for.
func Roster(posts []*post.Post) ([]Person, []Organization) {
	type entry struct {
		Person
		first int
	}
	byIdent := map[string]*entry{}
	var order []*entry
	for i, p := range posts {
		if p.Ident == "" {
			continue
		}
		e := byIdent[p.Ident]
		if e == nil {
			e = &entry{Person{Name: p.Who, Organization: p.Org}, i}
			byIdent[p.Ident] = e
			order = append(order, e)
		}
		if !strings.Contains(e.Name, " ") && strings.Contains(p.Who, " ") { // once by the address alone, once by name
			e.Name = p.Who
		}
		e.Posts++
	}
	sort.SliceStable(order, func(i, j int) bool {
		if order[i].Posts != order[j].Posts {
			return order[i].Posts > order[j].Posts
		}
		return order[i].first < order[j].first
	})
	people := make([]Person, 0, len(order))
	members := map[string][]string{}
	var names []string
	for _, e := range order {
		people = append(people, e.Person)
		if o := e.Organization; o != "" {
			if members[o] == nil {
				names = append(names, o)
			}
			members[o] = append(members[o], e.Name)
		}
	}
	sort.SliceStable(names, func(i, j int) bool { return len(members[names[i]]) > len(members[names[j]]) })
	orgs := make([]Organization, 0, len(names))
	for _, n := range names {
		orgs = append(orgs, Organization{Name: n, People: members[n]})
	}
	return people, orgs
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
