package digest

import "strings"

// speakerObjection checks whom a sentence lets speak: nobody else may be named before the writer of the first cited post. spoken is false
// if that writer is not named at all.
func (b *builder) speakerObjection(tokens []token, cited []*post) (spoken bool, why string) {
	writer := cited[0]
	at := nameAt(tokens, writer.who)
	if short := familyName(writer.who); at < 0 && short != "" {
		at = nameAt(tokens, short)
		if at > 0 && !b.isFrame(tokens[at-1]) {
			return false, "gives its speaker another first name"
		}
	}
	end := at
	if at < 0 {
		end = len(tokens)
	}
	answered := b.parentOf(writer)
	for i := 0; i < end; i++ {
		t := tokens[i]
		if !t.upper || t.starts && b.isFrame(t) || b.lang.days[t.low] || b.lang.frame[t.text] {
			continue
		}
		if at >= 0 {
			if k := len(parts(answered.name())); i > 1 && tokens[i-1].low == "to" && nameAt(tokens[i:], answered.name()) == 0 && i+k <= at { // "In reply to NAME, ..."
				i += k - 1
				continue
			}
			return true, "names another person before its speaker"
		}
		if b.isPerson(tokens[i:]) {
			return false, "lets somebody speak who did not write the cited post"
		}
	}
	if at >= 0 && len(cited) > 1 {
		return true, openerObjection(b.lang.opener(tokens), cited)
	}
	return at >= 0, ""
}

// openerObjection checks who is named as the one who opened the thread.
func openerObjection(named []token, cited []*post) string {
	if named == nil {
		return ""
	}
	who := cited[len(cited)-1].who
	for _, name := range []string{who, familyName(who)} {
		if nameAt(named, name) == 0 && len(named) == len(parts(name)) {
			return ""
		}
	}
	return "names somebody who did not open the thread"
}

// isFrame reports whether a word may stand around what people wrote.
func (b *builder) isFrame(t token) bool { return b.lang.frame[t.low] || b.lang.stop[t.low] }

// name is how to print the writer of p, "" for no post.
func (p *post) name() string {
	if p == nil {
		return ""
	}
	return p.who
}

// parentOf returns the post that p answers, nil if it is not here.
func (b *builder) parentOf(p *post) *post {
	if len(p.InReplyTo) == 0 {
		return nil
	}
	return b.byKey[p.InReplyTo[len(p.InReplyTo)-1]]
}

// familyName is how a person is called at the second mention: the last word of a name of two or three, with the particles before it.
func familyName(who string) string {
	plain, _, _ := strings.Cut(who, " aka ")
	words := strings.Fields(plain)
	family := len(words) - 1
	for family > 1 && particles[strings.ToLower(words[family-1])] {
		family--
	}
	if family < 1 || family > 2 {
		return ""
	}
	return strings.Join(words[family:], " ")
}

// particles belong to the family name that follows them.
var particles = wordSet(`van von der den de da di do dos das del della du des la le lo ten ter zu zur zum af av al el bin ibn mac san santa st. st vander vande`)
