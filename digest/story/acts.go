package story

import (
	"slices"
	"strings"

	"recap/digest/internal/lazyregexp"
	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/prose"
)

// seeks reports whether a post that asks nothing in so many words says that its writer wants help.
func seeks(p *post.Post) bool {
	us := p.Units()
	cues := headCues(us, 40)
	if !cues.Has(language.Seeks) || cues.Any(language.Problem, language.Trouble) {
		return cues.Has(language.Seeks)
	}
	return slices.ContainsFunc(us[:min(40, len(us))], func(u prose.Unit) bool {
		return u.Words <= saidWords && u.Acts.Has(language.Seeks) && u.Acts.Has(language.Meta) // "any help is appreciated"
	})
}

var reviewTag = lazyregexp.New(`(?im)^\s*(?:Reviewed|Acked|Tested)-by:`)

// Reviews reports whether a post agrees to a change as a whole, whatever it has to say beside that.
func Reviews(p *post.Post) bool {
	if tagged(p) {
		return true
	}
	u := said(p, language.Reviews, nearby)
	if u == nil {
		return false
	}
	us := p.Units()
	for i := range us { // "looks good, but how about"
		if us[i].Acts.Has(language.Reviews) && i+1 < len(us) && us[i+1].Cues.Has(language.Reserves) && us[i+1].Cues.Has(language.Dangles) {
			return false
		}
	}
	return !u.Acts.Has(language.Reserves)
}

// Answers reports whether a post says something to a question, and not only that its writer has no answer, or would
// know more first.
func Answers(p *post.Post) bool {
	us := p.Units()
	words, asks, lacks := 0, false, false
	if len(us) > 0 && !slices.ContainsFunc(us, func(u prose.Unit) bool { return u.Asks || u.Cues.Has(language.Lacks) }) {
		words = prose.Count(p.Text) // a line of code answers, too
	}
	for i := range us {
		if us[i].Asks && pleads(us[i]) {
			asks = true
			continue
		}
		if strings.Contains(us[i].Text, prose.Link) && !us[i].Cues.Has(language.Lacks) { // a page that tells
			return true
		}
		words += us[i].Words
		lacks = lacks || us[i].Cues.Has(language.Lacks)
	}
	if p.Language.Cues(post.Clip(strings.TrimSpace(p.Text), 80)).Has(language.YesNo) || len(us) > 0 && us[0].Cues.Has(language.YesNo) {
		return true
	}
	return words >= answerWords && !(lacks && words < plainWords) && !(asks && words < counterWords)
}

// tells reports whether a post answers the opening with something that helps. A few words that say nothing of the kind
// may be a jest, or that somebody else has the same trouble; praise does not help, however long.
func tells(p *post.Post) bool {
	const remark = 30 // words
	if !Answers(p) {
		return false
	}
	return p.Words() >= remark && !applauds(p) || prose.Count(p.Text) > p.Words() || slices.ContainsFunc(p.Units(), func(u prose.Unit) bool { return helps(p, &u) })
}

// codeName is what has a name in a program or in a file system: "pump.float", "--reset", "/etc/pump".
var codeName = lazyregexp.New(`\w\(\)|[a-z]{2}\.[a-z]{2}|(?:^|\s)(?:--|[./~]/?)[a-z]{2}`)

// helps reports whether a sentence tells who asked what to do, why it is so or that it is not so, or names what they need.
func helps(p *post.Post, u *prose.Unit) bool {
	if u.Acts.Any(language.Answers, language.Objects, language.Doubts) || u.Cues.Has(language.YesNo) || strings.Contains(u.Text, prose.Link) {
		return true
	}
	words := p.Language.Words(u.Text)
	return !u.Asks && (codeName.MatchString(u.Text) || len(words) > 0 && p.Language.Negations[words[0]] || len(p.Language.Address) == 0 || slices.ContainsFunc(words, func(w string) bool { return p.Language.Address[w] }))
}

var pickedLine = lazyregexp.New(`(?im)^\W*(?:upstream commit [0-9a-f]{7,40}|commit [0-9a-f]{7,40} upstream|cherry[- ]picked from commit)\b`)

// handedOn reports whether a change that a post sends has been taken in already and is only passed on, to another branch
// or to who releases it.
func handedOn(p *post.Post) bool {
	const hands = 3 // who signed it: its author, who took it in, and who sends it on
	return isSeries(p) && (strings.Count(p.Text, "Signed-off-by:") >= hands || strings.Contains(p.Text, "ommit") && pickedLine.MatchString(p.Text))
}

// tagged reports whether a post carries a line by which somebody stands for a change.
func tagged(p *post.Post) bool {
	return strings.Contains(p.Text, "-by:") && reviewTag.MatchString(p.Text)
}

// pleads reports whether a sentence asks for an answer, and not for what it suggests or beside the matter: "How about a
// note in the manual?", "P.S. Who made that photograph?"
func pleads(u prose.Unit) bool {
	return u.Asks && !u.Cues.Has(language.Aside) &&
		(u.Cues.Has(language.Seeks) || !u.Cues.Any(language.Proposes, language.Imagines, language.Rhetoric))
}

// What somebody says of the answers to their question.
const (
	nothing  = iota
	grateful // thanks for them
	works    // it works now
)

// confirms returns what a post says of the answers before it: that something works now, or only thanks for them, or
// nothing. Who asks on, or takes back in the same breath what they thank for, does not confirm.
func confirms(p *post.Post) int {
	const first = 3 // units in which somebody says how it went
	us := p.Units()
	done, hedged, asks, doubts, troubled := false, false, false, false, false
	for i := range us {
		u := &us[i]
		asks = asks || u.Asks
		troubled = troubled || u.Acts.Any(language.Trouble, language.Seeks) && !u.Acts.Has(language.Concedes)
		switch {
		case i <= first && u.Acts.Has(language.Works):
			shows := i > 0 && us[i-1].Acts.Has(language.Points) && us[i-1].Acts.Has(language.Answers) // it is their own that works
			but := shows || i+1 < len(us) && us[i+1].Cues.Has(language.Reserves) && us[i+1].Cues.Has(language.Dangles)
			done, hedged = done || !but && !u.Acts.Has(language.Reserves), true
		case u.Acts.Has(language.Undoes):
			doubts, done = true, false
		case i < first:
			doubts = doubts || u.Asks || u.Acts.Has(language.Trouble) && !u.Acts.Has(language.Concedes) || takesBack(p, u)
		}
	}
	switch {
	case endsWell(p):
		return works
	case asks:
		return nothing
	case done:
		return works
	case doubts && !hedged:
		return nothing
	case thanksFirst(p):
		return grateful
	case p.Words() < thanksWords && !troubled && (thanksIn(p, us[max(0, len(us)-first):]) || thanksFor(p, lastLine(p))):
		return grateful
	}
	return nothing
}

// endsWell reports whether a post that goes through what was asked says at its end that something works now and thanks for it:
// what it asks it answers itself, in brackets, and nothing is taken back behind that; what still troubles its writer stands
// before their last thanks.
func endsWell(p *post.Post) bool {
	const last = 4 // units
	us := p.Units()
	at := -1
	for i := range us {
		switch u := &us[i]; {
		case u.Asks && (i+1 == len(us) || !strings.HasPrefix(us[i+1].Text, "(")):
			return false
		case u.Acts.Any(language.Undoes, language.Lacks), u.Cues.Has(language.Reserves) && u.Cues.Has(language.Dangles):
			at = -1
		case u.Acts.Has(language.Trouble) && !u.Acts.Has(language.Works) && !thanksIn(p, us[i+1:]):
			return false
		case i >= len(us)-last && u.Acts.Has(language.Works) && !u.Acts.Has(language.Reserves):
			at = i
		}
	}
	return at > 0 && thanksIn(p, us[at-1:])
}

// goesFurther reports whether a post says first that something works now, and then asks the next thing.
func goesFurther(p *post.Post) bool {
	us := p.Units()
	i := slices.IndexFunc(us[:min(2, len(us))], func(u prose.Unit) bool { return u.Acts.Has(language.Works) && !u.Acts.Has(language.Reserves) })
	return i >= 0 && slices.ContainsFunc(us, func(u prose.Unit) bool { return u.Asks }) &&
		!slices.ContainsFunc(us, func(u prose.Unit) bool { return u.Acts.Any(language.Undoes, language.Trouble) })
}

// needs reports whether a sentence asks for help, and not only whether its writer got it right.
func needs(u prose.Unit) bool { return u.Asks && u.Cues.Any(language.Seeks, language.Problem) }

// grants reports whether a post settles in its first words what its writer asked, and asks and reserves nothing: "Ah, of
// course. I'll do it that way".
func grants(p *post.Post) bool {
	const first = 3 // units
	us := p.Units()
	granted := false
	for i := range us {
		u := &us[i]
		if u.Asks || u.Acts.Has(language.Undoes) || u.Cues.Has(language.Reserves) && (u.Acts.Has(language.Concedes) || u.Cues.Has(language.Dangles)) {
			return false
		}
		granted = granted || (i < first || i >= len(us)-first) && u.Acts.Has(language.Concedes)
	}
	return granted
}

// thanksOf is the outcome where a post settles what its writer asked: whether they say thanks for it, in a word of thanks if
// its language names those.
func thanksOf(p *post.Post) string {
	words := p.Language.Thanking
	named := len(words) == 0 || slices.ContainsFunc(p.Language.Words(p.Text), func(w string) bool { return words[w] })
	if named && (confirms(p) > nothing || thanksIn(p, p.Units())) {
		return "thanks"
	}
	return ""
}

// applauds reports whether a post thanks or praises first, and asks, doubts and promises nothing.
func applauds(p *post.Post) bool {
	praises := false
	us := p.Units()
	for i := range us {
		if us[i].Asks || us[i].Acts.Any(language.Objects, language.Doubts, language.Promises, language.Reserves, language.Proposes) {
			return false
		}
		praises = praises || i < 3 && us[i].Acts.Any(language.Thanks, language.Agrees)
	}
	return praises || thanksFor(p, firstLine(p)) || thanksFor(p, lastLine(p))
}

// thanksFirst reports whether a post begins with thanks for an answer.
func thanksFirst(p *post.Post) bool {
	us := p.Units()
	return thanksIn(p, us[:min(3, len(us))]) || thanksFor(p, firstLine(p))
}

// onlySees reports whether a post that says that something works says no more than that its writer sees it now.
func onlySees(p *post.Post) bool {
	return !slices.ContainsFunc(p.Units(), func(u prose.Unit) bool { return u.Acts.Has(language.Works) && !u.Acts.Has(language.Concedes) })
}

// takesBack reports whether a sentence gives and takes: "Thanks for the quick reply, but I have not got rid of it".
func takesBack(p *post.Post, u *prose.Unit) bool {
	return u.Acts.Has(language.Reserves) && slices.ContainsFunc(p.Language.Words(u.Text), func(w string) bool { return p.Language.Negations[w] })
}

// thanksIn reports whether one of some sentences thanks for an answer.
func thanksIn(p *post.Post, us []prose.Unit) bool {
	return slices.ContainsFunc(us, func(u prose.Unit) bool {
		return !u.Asks && u.Acts.Has(language.Thanks) && (!u.Acts.Has(language.Courtesy) || u.Acts.Has(language.Works)) && !takesBack(p, &u)
	})
}

// firstLine returns the first line of a post's own words that is no greeting and no name.
func firstLine(p *post.Post) string {
	lines := strings.SplitN(p.Text, "\n", 12)
	for i, l := range lines {
		l = strings.TrimSpace(l)
		if l == "" || strings.HasSuffix(l, ":") && p.Language.Cues(l).Has(language.Cites) || prose.Count(l) <= 6 && p.Language.Cues(l).Has(language.Greets) || i < 3 && prose.Count(l) <= 3 && strings.HasSuffix(l, ",") {
			continue
		}
		if i+1 < len(lines) && strings.Trim(l[len(l)-1:], ".,;:!?)") != "" { // the sentence goes on
			l += " " + strings.TrimSpace(lines[i+1])
		}
		return post.Clip(l, 120)
	}
	return ""
}

// thanksFor reports whether a line thanks for an answer, and not for a report, for looking at something or for
// interest.
func thanksFor(p *post.Post, line string) bool {
	if line == "" {
		return false
	}
	cues := p.Language.Cues(line)
	return cues.Has(language.Thanks) && !cues.Has(language.Courtesy)
}

// lastLine returns the last line of a post's own words that is no name.
func lastLine(p *post.Post) string {
	lines := strings.Split(strings.TrimSpace(p.Text), "\n")
	for i := len(lines) - 1; i >= max(0, len(lines)-4); i-- {
		if l := strings.TrimSpace(lines[i]); prose.Count(l) > 2 || p.Language.Cues(l).Has(language.Thanks) {
			return post.Clip(l, 120)
		}
	}
	return ""
}

// asksOn reports whether a post leaves its writer's question open: it asks, or says that what they were told did not
// help, be it with thanks. That something else does not work may be what they answer to a remark.
func asksOn(p *post.Post) bool {
	return trouble(p) && (asksMuch(p) || said(p, language.Undoes, nearby) != nil || slices.ContainsFunc(p.Units(), func(u prose.Unit) bool {
		return u.Acts.Has(language.Thanks) && takesBack(p, &u)
	}))
}

// lost reports whether a post says that its writer's question is as open as before: something still does not work. Who
// only asks may want to know the next thing.
func lost(p *post.Post) bool {
	return slices.ContainsFunc(p.Units(), func(u prose.Unit) bool { return u.Acts.Any(language.Trouble, language.Undoes, language.Problem) })
}

// asksMuch reports whether a post asks for an answer, and not only one thing among much that it says.
func asksMuch(p *post.Post) bool {
	const long, share = 12, 6 // units, of which one asks
	us, asks := p.Units(), 0
	for i := range us {
		if pleads(us[i]) {
			asks++
		}
	}
	return asks > 0 && (len(us) < long || share*asks > len(us))
}

// trouble reports whether a post asks, or says that something is not over.
func trouble(p *post.Post) bool {
	if confirms(p) > nothing {
		return false
	}
	us := p.Units()
	for i := range us {
		if i >= 5 && i < len(us)-3 {
			continue
		}
		if us[i].Asks || us[i].Acts.Has(language.Undoes) || us[i].Acts.Has(language.Trouble) && !us[i].Acts.Has(language.Concedes) || takesBack(p, &us[i]) && us[i].Acts.Has(language.Thanks) {
			return true
		}
	}
	return false
}
