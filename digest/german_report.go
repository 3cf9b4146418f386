package digest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// germanReport keeps a German sentence as it stands, to be told behind a colon: reported speech would need the subjunctive, and another order of
// words. It refuses what speaks in the first person, because nobody's gender is known here, and what speaks to somebody; such a sentence may
// be quoted.
func germanReport(s string, lex *lexicon) (clause, bool) {
	_, body, question, ok := lex.lang.plain(s)
	if !ok {
		return clause{}, false
	}
	if question {
		body = germanImpersonal(body)
	}
	words := strings.Fields(body)
	first := strings.ToLower(strings.Trim(words[0], `.,;:!?"()[]„“`))
	low := strings.ToLower(body)
	switch {
	case lex.lang.hasPerson(body) || germanAddresses(words) || strings.Contains(low, "bitte"):
		return clause{}, false
	case question:
		return clause{form: formColon, text: capitalise(body) + "?"}, len(words) >= 4 && !splitInside(body)
	case germanImperatives[first] || germanFinite[first] || germanSubordinate[first] && !strings.Contains(body, ","):
		return clause{}, false
	case !germanHasVerb(body) || shortlog.MatchString(body):
		return clause{}, false
	}
	return clause{form: formColon, text: capitalise(body)}, true
}

// germanImpersonal turns "kann ich" into "kann man", where nothing else speaks in the first person.
func germanImpersonal(s string) string {
	words := strings.Fields(s)
	for i := 1; i < len(words); i++ {
		if words[i] == "ich" && germanModals[strings.ToLower(words[i-1])] {
			words[i] = "man"
			return strings.Join(words, " ")
		}
	}
	return s
}

// germanAddresses reports whether a sentence speaks to its reader.
func germanAddresses(words []string) bool {
	for i, w := range words {
		w = strings.Trim(w, `.,;:!?"()[]„“`)
		next := ""
		if i+1 < len(words) {
			next = strings.ToLower(strings.Trim(words[i+1], ".,;:!?"))
		}
		switch low := strings.ToLower(w); low {
		case "du", "dich", "dir", "dein", "deine", "deinen", "deinem", "deiner", "deines", "euch", "euer", "eure", "euren", "eurem", "eurer":
			return true
		case "ihr", "sie":
			if germanPlural[next] || i > 0 && w != low && w != "SIE" || i > 0 && germanPlural[strings.ToLower(words[i-1])] {
				return true
			}
		case "ihnen", "ihre", "ihren", "ihrem", "ihrer":
			if i > 0 && w != low {
				return true
			}
		}
	}
	return false
}

// germanHasVerb reports whether a sentence holds a finite verb: one of the list, or a word in lower case that ends as verbs do.
func germanHasVerb(s string) bool {
	for i, w := range strings.Fields(s) {
		w = strings.Trim(w, `.,;:!?"()[]„“`)
		if germanFinite[strings.ToLower(w)] {
			return true
		}
		r, _ := utf8.DecodeRuneInString(w)
		if i == 0 || !unicode.IsLower(r) || len(w) < 4 || germanNoVerbs[w] || strings.HasPrefix(w, "ge") {
			continue
		}
		if strings.HasSuffix(w, "t") || strings.HasSuffix(w, "te") || strings.HasSuffix(w, "ten") {
			return true
		}
	}
	return false
}

// germanPointsBack reports whether a clause begins with a word that points back: "Dort ...", "Das ist ...", but not "Das Ventil ...".
func germanPointsBack(text string, _ bool) bool {
	words := strings.Fields(strings.ToLower(text))
	if len(words) < 2 {
		return false
	}
	switch first := strings.Trim(words[0], ","); first {
	case "das", "die", "der", "den", "dem":
		return germanFinite[words[1]]
	case "es":
		return !slices.Contains([]string{"gibt", "gab", "wäre", "scheint", "geht", "fehlt", "fehlen", "lohnt", "heißt"}, words[1])
	default:
		return germanDangling[first]
	}
}

var germanAbbreviations = union(abbreviations, wordSet(`z d u o s i z.b d.h u.a o.ä bzw ca usw evtl ggf vgl inkl exkl zzgl bspw sog std mind einschl gem hr fr abs bd mio mrd v.a s.o s.u i.d.r z.t u.u m.e dipl ing nr max`))

// germanBeforeOrdinal are words behind which a number with a full stop is an ordinal.
var germanBeforeOrdinal = wordSet(`am der dem den zum vom bis des im beim die das ab`)

// germanFullStop reports whether a full stop ends a sentence: not behind an abbreviation, and not in a date.
func germanFullStop(before, after string) bool {
	if endsInAbbreviation(before, germanAbbreviations) {
		return false
	}
	words := strings.Fields(before)
	if len(words) == 0 {
		return true
	}
	number := words[len(words)-1]
	if len(number) > 2 || strings.Trim(number, "0123456789") != "" {
		return true
	}
	if len(words) > 1 && germanBeforeOrdinal[strings.ToLower(words[len(words)-2])] {
		return false
	}
	next, _, _ := strings.Cut(strings.TrimSpace(after), " ")
	return !slices.Contains(germanMonthList, strings.Trim(next, ".,;:!?)"))
}

// germanBare reports whether an opener may be dropped though no comma follows it: only what stands before the order of words begins.
func germanBare(opener, _ string) bool {
	return opener == "und" || opener == "aber" || opener == "denn"
}

// germanTell puts name, verb and clause together: "NAME schrieb: ...", and behind a word of time, where the verb comes first, "Darauf schrieb NAME: ...".
func germanTell(t *teller, p *pick, f framing) told {
	var out told
	lead := f.lead
	if f.opening && !t.isStart(p.post) {
		if c := t.continuing(p.post); c != nil {
			lead, out.also = "In einem Thread vom "+t.opened(c), c
		}
	}
	verb := germanVerb(t, p, f)
	if lead == t.b.lang.inReply && strings.Contains(verb, "darauf") {
		lead = ""
	}
	if lead == "" {
		out.anchor, out.text = verb, f.name+" "+verb+": "+p.clause.text
		return out
	}
	head, rest, _ := strings.Cut(verb, " ")
	out.anchor, out.text = head, strings.TrimSpace(lead+" "+head+" "+f.name+" "+rest)+": "+p.clause.text
	return out
}

// germanVerb chooses the verb by what the post does.
func germanVerb(t *teller, p *pick, f framing) string {
	text := strings.ToLower(p.clause.text)
	start := f.opening && t.isStart(p.post)
	switch {
	case strings.HasSuffix(text, "?") && f.same:
		return "fragte außerdem"
	case strings.HasSuffix(text, "?"):
		return "fragte"
	case t.s.kind == kindStatus || p.post.isStatus():
		return t.vary(p.post, "schrieb", "meldete", "berichtete")
	case start && (t.s.kind == kindRelease || t.s.kind == kindAnnouncement):
		return t.vary(p.post, "kündigte an", "gab bekannt")
	case start && t.s.kind == kindSecurity:
		return "meldete"
	case holdsAny(text, []string{"sollte", "könnte", "wäre"}) && (start || t.s.kind == kindProposal) && !f.same:
		return "schlug vor"
	case start && t.s.kind == kindArticle:
		return t.vary(p.post, "schrieb", "berichtete")
	case start && contains(strings.ToLower(p.text), t.b.lang.problems):
		return t.vary(p.post, "berichtete", "meldete")
	case start:
		return t.vary(p.post, "schrieb", "erklärte", "berichtete")
	case f.same:
		return t.vary(p.post, "ergänzte", "fügte hinzu")
	case p.rank < 4 && startsAmong(p.post.Text, t.b.lang.objects):
		return "widersprach"
	case p.rank < 4 && startsAmong(p.post.Text, t.b.lang.agrees):
		return "stimmte zu"
	case f.parent != nil || len(p.post.InReplyTo) > 0:
		return t.vary(p.post, "antwortete", "erklärte", "wies darauf hin", "schrieb", "merkte an")
	}
	return t.vary(p.post, "schrieb", "merkte an", "erklärte")
}

// germanJoin adds one more statement behind a semicolon, if its first word is none that keeps a capital.
func germanJoin(c, was clause) (string, bool) {
	first, _, _ := strings.Cut(c.text, " ")
	if c.form != formColon || was.form != formColon || strings.HasSuffix(c.text, "?") || !germanFunction[strings.ToLower(first)] {
		return "", false
	}
	return "; " + strings.ToLower(first) + c.text[len(first):], true
}

// germanUndated takes off the dates that germanTell writes.
func germanUndated(text, first, last string) string {
	if rest, ok := strings.CutPrefix(text, "Am "+first+" "); ok {
		text = rest
	}
	if rest, ok := strings.CutPrefix(text, "In einem Thread vom "+last+" "); ok {
		text = rest
	}
	return text
}
