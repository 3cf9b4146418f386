package digest

import "strings"

// englishTell puts name, verb and clause together, with who opened the thread behind the opening of a story that goes on.
func englishTell(t *teller, p *pick, f framing) told {
	verb, tail := englishFrame(t, p, f.opening, f.same, f.parent)
	if f.lead == t.b.lang.inReply && (verb == " replied" || verb == " answered") {
		f.lead = ""
	}
	var out told
	if !f.opening && f.lead == "" && !f.same && p.clause.form == formThat && p.clause.verb == "" && !t.b.lang.hasPerson(p.text) && t.turn("according", p.post, 3) {
		out.anchor = "According to"
		out.text = "According to " + f.name + ", " + p.clause.text
	} else {
		out.anchor = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(verb), "'s "))
		out.text = f.lead + f.name + verb + tail
	}
	if f.opening && !t.isStart(p.post) {
		if c := t.continuing(p.post); c != nil && wordCount(out.text) < 34 && p.clause.form != formColon {
			out.text += ", " + englishContinued(t, c)
			out.also = c
		}
	}
	return out
}

// englishContinued says who opened the thread that a story goes on with, and when.
func englishContinued(t *teller, o *post) string {
	day := t.opened(o)
	if t.named[o.ident] {
		return "in a thread opened on " + day
	}
	return "in a thread that " + t.nameOther(o) + " opened on " + day
}

// englishFrame returns the verb with what belongs to it and the clause, each with the space before it.
func englishFrame(t *teller, p *pick, opening, same bool, parent *post) (verb, tail string) {
	c := p.clause
	start := opening && t.isStart(p.post)
	whom := t.addressee(p.post, parent)
	if whom != "" && speaksTo(c.text) && !t.b.lang.hasPerson(p.text) {
		switch {
		case c.form == formWhether:
			return " asked " + whom, " " + addresseeThird(c.text)
		case c.form == formThat && c.verb == "":
			return " told " + whom, " that " + strings.TrimPrefix(addresseeThird(c.text), "that ")
		}
	}
	switch c.form {
	case formWhether:
		switch {
		case opening:
			verb = t.vary(p.post, "asked", "wanted to know")
			if start {
				verb = "asked"
			}
		case same:
			verb = t.vary(p.post, "also asked", "wondered")
		default:
			verb = t.vary(p.post, "asked", "wanted to know", "asked in turn")
		}
		return " " + verb, " " + c.text
	case formColon:
		if strings.HasSuffix(c.text, "?") {
			return " asked", ": " + c.text
		}
		return " " + t.vary(p.post, "wrote", "posted"), ": " + c.text
	case formPlease:
		if rest, no := strings.CutPrefix(c.text, "don't "); no {
			return " asked", " people not to " + rest
		}
		return " asked", " people to " + c.text
	case formTo:
		if patchTag.MatchString(p.post.Title) && !same {
			return " proposed", " to " + c.text
		}
		negative := false
		text := c.text
		for _, no := range []string{"don't ", "do not ", "never "} {
			if rest, ok := strings.CutPrefix(text, no); ok {
				negative, text = true, rest
			}
		}
		to := " to "
		if negative {
			to = " not to "
		}
		if whom != "" {
			return " " + t.vary(p.post, "told", "advised"), " " + whom + to + text
		}
		if opening {
			return " asked", " people" + to + text
		}
		if p.post == t.s.opener() && (t.s.kind == kindDiscussion || t.s.kind == kindProposal) { // a plan is no advice to others
			return " proposed", to + text
		}
		return "'s advice", " was" + to + text
	case formVerb:
		if opening && !reportingVerb(c.verb) {
			return " wrote", " that they " + plural(c.verb) + " " + c.text
		}
		if same && !strings.HasPrefix(c.verb, "had ") && !strings.Contains(c.verb, "not") && t.turn("also", p.post, 2) {
			if rest, ok := strings.CutPrefix(c.verb, "was "); ok {
				return " was also " + rest, " " + c.text
			}
			return " also " + c.verb, " " + c.text
		}
		return " " + c.verb, " " + c.text
	}
	if c.verb != "" {
		verb, that := strings.CutSuffix(c.verb, " that")
		if that && opening && !reportingVerb(verb) {
			return " wrote", " that they " + plural(verb) + " that " + c.text
		}
		if that {
			return " " + verb, " that " + c.text
		}
		return " " + c.verb, " " + c.text
	}
	switch {
	case t.s.kind == kindStatus || p.post.isStatus():
		verb = t.vary(p.post, "posted", "wrote", "reported")
	case start && (t.s.kind == kindRelease || t.s.kind == kindAnnouncement || t.s.kind == kindSecurity):
		verb = "announced"
	case start && t.s.kind == kindProposal:
		verb = "wrote"
	case start && t.s.kind == kindArticle:
		verb = t.vary(p.post, "wrote", "reported")
	case start && t.s.kind != kindPatch && contains(strings.ToLower(p.text), t.b.lang.problems):
		verb = "reported"
	case start:
		verb = t.vary(p.post, "wrote", "explained", "noted")
	case same:
		verb = t.vary(p.post, "added", "also noted", "went on to say")
	case opening:
		verb = t.vary(p.post, "replied", "noted", "wrote")
	case p.post.isArticle():
		verb = t.vary(p.post, "wrote", "noted")
	case p.rank < 4 && startsAmong(p.post.Text, t.b.lang.objects):
		verb = "objected"
	case p.rank < 4 && startsAmong(p.post.Text, t.b.lang.agrees):
		return " agreed", " and noted that " + strings.TrimPrefix(c.text, "that ")
	case parent != nil || len(p.post.InReplyTo) > 0:
		verb = t.vary(p.post, "replied", "answered", "pointed out", "noted", "said", "explained")
	default:
		verb = t.vary(p.post, "wrote", "noted", "said")
	}
	if strings.HasPrefix(c.text, "that ") {
		return " " + verb, " " + c.text
	}
	return " " + verb, " that " + c.text
}

func plural(verb string) string {
	if rest, ok := strings.CutPrefix(verb, "was "); ok {
		return "were " + rest
	}
	return verb
}

var reporting = wordSet(`asked announced proposed replied noted wrote thought believed found noticed suggested recommended agreed wanted needed wondered explained reported looking working feared hoped`)

func reportingVerb(verb string) bool {
	for _, w := range strings.Fields(verb) {
		if reporting[w] {
			return true
		}
	}
	return false
}

// englishJoin adds a clause to the sentence before, of the same person.
func englishJoin(c, was clause) (string, bool) {
	switch {
	case c.form == formVerb && (was.form == formVerb || was.form == formThat):
		return ", and " + c.verb + " " + c.text, true
	case c.form == formThat && c.verb != "":
		return ", and " + c.verb + " " + c.text, true
	case c.form == formThat && was.form == formThat && was.verb == "":
		return ", and that " + strings.TrimPrefix(c.text, "that "), true
	case c.form == formWhether:
		return ", and asked " + c.text, true
	}
	return "", false
}

// englishUndated takes off the dates that englishTell writes.
func englishUndated(text, first, last string) string {
	if rest, ok := strings.CutPrefix(text, "On "+first+", "); ok {
		text = rest
	}
	if rest, ok := strings.CutSuffix(text, " opened on "+last+"."); ok {
		text = rest + " opened."
	}
	return text
}

// englishOpener finds who opened the thread in "... in a thread that NAME opened."
func englishOpener(tokens []token) []token {
	n := len(tokens) - 1
	if n < 0 || tokens[n].low != "opened" {
		return nil
	}
	for i := n - 1; i > 0 && i > n-8; i-- {
		if tokens[i-1].low == "thread" && tokens[i].low == "that" {
			return tokens[i+1 : n]
		}
	}
	return nil
}

// englishPointsBack reports whether a clause begins with a word that points back.
func englishPointsBack(text string, person bool) bool {
	first, _, _ := strings.Cut(strings.ToLower(text), " ")
	if !englishDangling[strings.Trim(first, ",")] || first == "they" && person {
		return false
	}
	return !startsWith(strings.ToLower(text), englishExpletives)
}

// englishFullStop reports whether a full stop ends a sentence.
func englishFullStop(before, _ string) bool { return !endsInAbbreviation(before, abbreviations) }
