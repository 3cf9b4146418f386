package digest

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"recap/digest/language"
	"recap/digest/post"
	"recap/digest/proof"
)

// prove holds the program's own sentences against what they cite, when all of them are there: those of the narrative,
// and the lines of "In short". A sentence with a name or a number that neither its posts nor the metadata hold is not
// printed; a line of "In short" then says the size of its story alone.
func (b *builder) prove() {
	b.metadata()
	e := b.e
	e.Narrative.Sentences = slices.DeleteFunc(e.Narrative.Sentences, func(s Sentence) bool { return !b.bornOut(s.Text, s.Sources) })
	for i := range e.Brief {
		line := &e.Brief[i]
		s := &e.Stories[slices.IndexFunc(e.Stories, func(s Story) bool { return s.ID == line.Story })]
		if !b.bornOut(line.Text, []string{s.ID}) {
			line.Text = language.Fill(b.lang.BriefSize, "title", s.Title, "size", b.size(len(s.Sources), len(s.People)))
		}
	}
}

// bornOut reports whether a sentence holds, and notes it if not.
func (b *builder) bornOut(text string, sources []string) bool {
	if why := proof.Facts(text, b.evidence(sources), b.made); why != "" {
		b.e.refused = append(b.e.refused, text+": "+string(why))
		return false
	}
	return true
}

// evidence yields what is known of posts, and of stories: who wrote them, what they are called, what they say.
func (b *builder) evidence(ids []string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, id := range ids {
			for _, p := range []*post.Post{b.byID[id], b.byID[b.words[id]]} {
				if p == nil {
					continue
				}
				who, _ := b.streamed.Speaker(p)
				for _, s := range [...]string{p.Title, p.Name, p.Who, p.Org, p.Author.Name, p.Author.Handle, who, p.Text} {
					if s != "" && !yield(s) {
						return
					}
				}
			}
			for _, s := range b.e.Stories {
				if s.ID != id {
					continue
				}
				for e := range b.evidence(slices.DeleteFunc(slices.Clone(s.Sources), func(x string) bool { return x == id })) {
					if !yield(e) {
						return
					}
				}
			}
		}
	}
}

// metadata collects the words and counts that are the program's own.
func (b *builder) metadata() {
	b.made = b.e.OwnWords(b.lang)
	for _, p := range b.m.all {
		count(b.made, b.lang, p.Counts.Replies) // as its source reports
	}
	for _, title := range b.in.Decisions.Rename {
		allow(b.made, title)
	}
}

// OwnWords returns, in lower case, the words that the program's own sentences of e are made of, and the numbers that it
// counted for them: what such a sentence may hold though nothing that it cites does. Names of people are none of them.
func (e *Edition) OwnWords(l *language.Language) map[string]bool {
	made := map[string]bool{}
	for i := range e.Stories {
		count(made, l, len(e.Stories[i].Sources), len(e.Stories[i].People))
	}
	for _, v := range e.Votes {
		count(made, l, v.Plus, v.Zero, v.Minus)
	}
	for _, o := range e.Organizations {
		count(made, l, len(o.People))
	}
	count(made, l, len(e.Newcomers)-newNamed, len(e.Organizations)-orgsNamed)
	for _, r := range e.Returning {
		count(made, l, r.months(e.Period.Start))
	}
	if e.Event != nil {
		count(made, l, e.Event.Day, e.Event.Days)
		allow(made, e.Event.Name)
	}
	for _, t := range e.Talks { // the programme is metadata
		allow(made, append([]string{t.Title}, t.Speakers...)...)
	}
	allow(made, l.BriefLine, l.BriefSize, l.Size, l.NewHere, l.NewHereOne, l.BackAfter, l.BackOne, l.BackMany, l.CameFrom, l.AlsoHappened, l.AlsoItem,
		l.DayAlone, l.OpenedTalk, l.OpenedTalks, l.And, l.More, l.Others, l.AndOthers, l.Tally, l.Neutral, l.Untitled, l.MostShared, l.Announced,
		l.WithOrganization, l.SinceDay, l.LinkedBy, l.PublishedBy, l.PostedBy, l.BeginsReply, l.OpenedBy, l.OpenedByOn, l.FirstVersion)
	for _, n := range []language.Noun{l.Post, l.Person, l.Thread, l.Month12, l.Reply} {
		allow(made, n.One, n.Many)
	}
	for _, words := range []map[string]string{l.States, l.Outcomes} {
		for _, s := range words {
			allow(made, s)
		}
	}
	return made
}

// allow adds words that own sentences may have without evidence.
func allow(made map[string]bool, texts ...string) {
	for _, s := range texts {
		for w := range proof.Words(s) {
			made[strings.ToLower(w)] = true
		}
	}
}

// count adds numbers that the program counted.
func count(made map[string]bool, l *language.Language, numbers ...int) {
	for _, n := range numbers {
		made[strconv.Itoa(n)] = true
		allow(made, l.Number(n))
	}
}
