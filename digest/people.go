package digest

import (
	"slices"
	"sort"
	"strings"
	"unicode"

	"recap/digest/internal/lazyregexp"
)

// freeMail are domains that say nothing about an employer: mail providers, access providers, lists, forges.
var freeMail = wordSet(`gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.de yahoo.fr ymail.com hotmail.com outlook.com live.com msn.com aol.com icloud.com me.com mac.com gmx.de gmx.net gmx.com gmx.at web.de t-online.de freenet.de arcor.de posteo.de posteo.net mailbox.org
protonmail.com proton.me pm.me fastmail.com fastmail.fm zoho.com mail.ru yandex.ru inbox.ru rambler.ru qq.com 163.com 126.com sina.com foxmail.com naver.com hanmail.net free.fr orange.fr wanadoo.fr laposte.net libero.it tin.it virgilio.it alice.it
comcast.net verizon.net att.net sbcglobal.net bellsouth.net earthlink.net cox.net charter.net rogers.com shaw.ca sympatico.ca btinternet.com ntlworld.com blueyonder.co.uk tiscali.co.uk bigpond.com optusnet.com.au xs4all.nl planet.nl chello.nl telia.com
seznam.cz wp.pl o2.pl interia.pl poczta.onet.pl hushmail.com tutanota.com riseup.net disroot.org users.noreply.github.com users.sourceforge.net sourceforge.net github.com gitlab.com googlegroups.com groups.io example.com example.org example.net localhost
apache.org kernel.org debian.org gnu.org python.org ieee.org acm.org alum.mit.edu`)

var orgSuffix = lazyregexp.New(`\b(?:Inc|Ltd|GmbH|LLC|Corp|Corporation|Company|Co|AG|AB|BV|SA|SAS|Labs?|Systems|Software|Technologies|Solutions|Institute|University|Consulting|Foundation|Networks|Research|Group|Observatory|Cooperative|Council|eG|KG|UG|Institut|Universität|Hochschule|Stiftung|Verein|Genossenschaft)\b\.?`)

// organisation names whom the writer of p works for, on evidence: the configured map, the Organization header, a line of the
// signature that names a company, an introduction in the own words. Without evidence it is empty.
func organisation(p *post, known map[string]string, community string) string {
	_, domain, _ := strings.Cut(p.Author.Address, "@")
	for d := domain; d != ""; {
		if name := known[d]; name != "" {
			return name
		}
		_, rest, ok := strings.Cut(d, ".")
		if !ok || !strings.Contains(rest, ".") {
			break
		}
		d = rest
	}
	if o := plainOrg(p.Author.Organization); o != "" && !strings.EqualFold(o, community) {
		return o
	}
	if o := fromSignature(p, domain); o != "" && !strings.EqualFold(o, community) {
		return o
	}
	l := p.language()
	if !contains(p.Text, l.works) {
		return ""
	}
	if m := l.worksAt.FindStringSubmatch(p.Text); m != nil {
		if o := plainOrg(strings.TrimRight(m[1], ".")); o != "" && !strings.EqualFold(o, community) {
			return o
		}
	}
	return ""
}

// fromSignature finds a company in the signature: "Ann Lee, Tidewater Labs", or the line that spells the mail domain's own name.
func fromSignature(p *post, domain string) string {
	label := domain
	if !freeMail[domain] {
		parts := strings.Split(domain, ".")
		if len(parts) > 1 {
			label = parts[len(parts)-2]
			if len(label) <= 3 && len(parts) > 2 { // co.uk, com.au
				label = parts[len(parts)-3]
			}
		}
	} else {
		label = ""
	}
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
			if strings.EqualFold(part, p.Author.Name) || part == "" {
				continue
			}
			squeezed := strings.ToLower(strings.Map(func(r rune) rune {
				if r == ' ' || r == '-' || r == '.' {
					return -1
				}
				return r
			}, part))
			named := len(label) > 3 && len(squeezed) < 40 && strings.Contains(squeezed, strings.ReplaceAll(label, "-", ""))
			if o := plainOrg(part); o != "" && (named || orgSuffix.MatchString(part) && wordCount(part) >= 2) {
				return o
			}
		}
	}
	return ""
}

// plainOrg accepts what looks like the name of an organisation, at most five words that begin with capitals.
func plainOrg(s string) string {
	s = strings.Trim(strings.Join(strings.Fields(s), " "), " .,-\"'")
	if s == "" || len(s) > 50 || wordCount(s) > 5 || strings.ContainsAny(s, "@/:<>{}!?*") {
		return ""
	}
	low := strings.ToLower(s)
	if low == "none" || low == "private" || low == "home" || low == "personal" || strings.Contains(low, "unorganized") || namesARole(low) {
		return ""
	}
	for _, w := range strings.Fields(s) {
		if r, _ := firstRune(w); unicode.IsLower(r) && w == strings.ToLower(w) && !inNames[w] && !particles[w] {
			return ""
		}
	}
	if r, _ := firstRune(s); r < 'A' || r > 'Z' && r < 0x80 {
		return ""
	}
	return s
}

// inNames are the words without a capital that names of organisations hold.
var inNames = wordSet(`of and for the at in on & für und am an im et pour of y e`)

// namesARole reports whether a line in lower case says, in any language, what somebody is rather than where.
func namesARole(low string) bool {
	for _, l := range languages {
		if contains(low, l.roles) {
			return true
		}
	}
	return false
}

// nameTheOrganisations fills post.org for everybody of the period: what one post shows holds for all posts of its writer.
func nameTheOrganisations(all []*post, known map[string]string, community string) {
	found := map[string]map[string]int{}
	for _, p := range all {
		if p.Machine != "" || p.ident == "" {
			continue
		}
		if o := organisation(p, known, community); o != "" {
			if found[p.ident] == nil {
				found[p.ident] = map[string]int{}
			}
			found[p.ident][o]++
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
		p.org = best[p.ident]
	}
}

// named returns the people's posts without those of sources that let no name go out.
func (b *builder) named() []*post {
	if len(b.opt.IDsOnly) == 0 {
		return b.people
	}
	return slices.DeleteFunc(slices.Clone(b.people), func(p *post) bool {
		return len(p.Sources) > 0 && !slices.ContainsFunc(p.Sources, func(s string) bool { return !b.opt.IDsOnly[s] })
	})
}

// roster lists who wrote in the period, most posts first, and the organisations they stand for.
func roster(posts []*post) ([]Person, []Organization) {
	type entry struct {
		Person
		first int
	}
	byIdent := map[string]*entry{}
	var order []*entry
	for i, p := range posts {
		if p.ident == "" {
			continue
		}
		e := byIdent[p.ident]
		if e == nil {
			e = &entry{Person{Name: p.who, Organization: p.org}, i}
			byIdent[p.ident] = e
			order = append(order, e)
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
