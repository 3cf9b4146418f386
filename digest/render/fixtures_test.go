package render

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"recap/digest"
)

// The editions of these tests are of an invented community, Halyard, which makes a program that copies files to other places.

func at(day, hour, minute int) time.Time {
	return time.Date(2027, time.March, day, hour, minute, 0, 0, time.FixedZone("CET", 3600))
}

// cast is an edition under construction: posts get their ids and addresses as they are quoted.
type cast struct{ *digest.Edition }

func newCast(id, title string, first, last int, label string) *cast {
	return &cast{&digest.Edition{
		Schema: digest.Schema, ID: id, Revision: 1, Digest: "daily", Title: title,
		Slug: "halyard-" + strings.TrimPrefix(id, "daily-"), Language: "en",
		URL: "https://halyard.example.org/recaps/halyard-" + strings.TrimPrefix(id, "daily-") + ".html",
		Community: digest.CommunityInfo{Name: "Halyard", URL: "https://halyard.example.org",
			Join:     "Write to users@lists.halyard.example.org, or look at https://halyard.example.org/join",
			Hashtags: []string{"halyard"}},
		Period: digest.Period{Start: at(first, 0, 0), End: at(last+1, 0, 0), Timezone: "Europe/Vienna", Label: label},
		Stats:  digest.Stats{Usual: digest.Usual{Posts: -1, People: -1}},
	}}
}

// post makes a post and returns its id.
func (c *cast) post(source, kind, author string, when time.Time) string {
	n := len(c.Posts) + 1
	id := fmt.Sprintf("%016x", 0xa000+n)
	c.Posts = append(c.Posts,
		digest.PostRef{ID: id, Source: source, Key: fmt.Sprint("k", n, "@example.org"), Kind: kind, Author: author,
			Date: when.UTC(), Title: "T", Thread: id,
			URL: fmt.Sprintf("https://lists.halyard.example.org/%s/msg%05d.html", strings.Trim(strings.ReplaceAll(source, " #", "-"), "#"), 400+n)})
	return id
}

// late adds a post that came after the edition of its day.
func (c *cast) late(title, by string, when time.Time) {
	id := c.post("users", "mbox", by, when)
	day := when.Format(time.DateOnly)
	c.Late = append(c.Late,
		digest.Late{ID: id, Title: title, By: by, Date: when, URL: c.Posts[len(c.Posts)-1].URL,
			Edition: "daily-" + day, Period: day})
}

// said is an excerpt.
func said(label, by, org, source, text string) digest.Paragraph {
	var sentences []digest.Sentence
	for _, s := range strings.SplitAfter(text, ". ") {
		s = strings.TrimSpace(s)
		sentences = append(sentences, digest.Sentence{Text: s, Sources: []string{source}, Quote: &digest.Quote{Text: s, By: by, Source: source}})
	}
	return digest.Paragraph{Label: label, By: by, Organization: org, Sentences: sentences}
}

// counts fills in what the numbers and the coverage say.
func (c *cast) counts(posts, people, threads, machines, shares, spam, withheld int) {
	c.Stats.Posts, c.Stats.People, c.Stats.Threads = posts, people, threads
	c.Stats.Machines, c.Stats.Shares, c.Stats.Spam, c.Stats.Withheld = machines, shares, spam, withheld
	c.Stats.Stories = len(c.Stories)
	for i := range c.Stories {
		s := &c.Stories[i]
		c.Brief = append(c.Brief, digest.Brief{Text: s.Title + ": " + s.Outcome + ", " + strings.Split(s.Facts, " · ")[0], Story: s.ID})
	}
	c.Brief = c.Brief[:min(3, len(c.Brief))]
}

// listDay is a day of two mailing lists and a blog: a question that is solved, a vote with an objection, an advisory, a long rest.
func listDay() *digest.Edition {
	c := newCast("daily-2027-03-09", "Halyard, 9 March 2027: security release 4.1.3", 9, 9, "Tuesday, 9 March 2027")
	adv := c.post("planet", "feed", "Inga Sætre", at(9, 8, 10))
	q := c.post("users", "mbox", "Tobias Lindqvist", at(7, 21, 2))
	a := c.post("users", "mbox", "Wren Abara", at(9, 9, 30))
	b := c.post("users", "mbox", "Pilar Núñez O'Dea", at(9, 10, 5))
	d := c.post("users", "mbox", "Tobias Lindqvist", at(9, 14, 40))
	v := c.post("dev", "mbox", "Kofi Mensah", at(9, 11, 0))
	o := c.post("dev", "mbox", "Inga Sætre", at(9, 12, 20))
	y := c.post("dev", "mbox", "Noor Sabri", at(9, 13, 0))
	since, opened := at(7, 21, 2), at(7, 21, 2)
	early := said("question", "Tobias Lindqvist", "", q,
		"I keep the index on a NAS that sleeps at night. The first copy of the morning then fails with \"index is locked by "+
			"*another* host\". How do I tell halyard to wait for the disk?")
	early.Date = &opened
	objection := said("objection", "Inga Sætre", "Quayside Labs", o,
		"I disagree with doing this in 4.2, since three packagers told us that they build with the old parser. Let us keep "+
			"both for one release and print a warning.")
	objection.To = &digest.Quote{Text: "the old parser goes away in 4.2, with no switch", By: "Kofi Mensah", Source: v}
	c.Stories = []digest.Story{
		{ID: adv, Title: "Halyard 4.1.3 closes a hole in the restore of links", Kind: "security", Outcome: "released",
			State: "released", Since: at(9, 8, 10), Writer: "excerpts",
			Facts:   "1 post from 1 person · published by Inga Sætre · released",
			Sources: []string{adv}, People: []string{"Inga Sætre"}, Score: 9,
			Paragraphs: []digest.Paragraph{said("security", "Inga Sætre", "Quayside Labs", adv,
				"A crafted archive could write outside the target folder when symbolic links were restored. Everybody who "+
					"restores archives of others should update to 4.1.3 today, see [link].")}},
		{ID: q, Title: "Wait for a disk that sleeps", Kind: "question", Outcome: "solved, the opener confirms",
			State: "solved", Since: since, Writer: "excerpts",
			Facts:   "5 posts from 4 people · opened by Tobias Lindqvist on 7 March 2027 · solved, the opener confirms",
			Sources: []string{q, a, b, d}, People: []string{"Tobias Lindqvist", "Wren Abara", "Pilar Núñez O'Dea"}, Score: 7,
			Voices: []digest.Voice{{Name: "Pilar Núñez O'Dea", Source: b, Text: "Two *stars* stand for <one> star."}, {Name: "Sam Roe", Source: a}},
			Paragraphs: []digest.Paragraph{early,
				said("reply", "Wren Abara", "", a,
					"There is lock_timeout = 90 in the section [index] of halyard.toml since 4.0. It waits in steps of 5 seconds and says so in the log."),
				said("confirmed", "Tobias Lindqvist", "", d, "That did the trick, thanks! With 120 seconds it has not failed once.")}},
		{ID: v, Title: "Drop the old parser of include lists", Kind: "vote", Outcome: "vote open, 6 for, 1 against",
			State: "vote", Since: at(9, 11, 0), Writer: "excerpts",
			Facts:   "9 posts from 8 people · opened by Kofi Mensah · vote open, 6 for, 1 against",
			Sources: []string{v, o, y}, People: []string{"Kofi Mensah", "Inga Sætre", "Noor Sabri"}, Score: 6,
			Paragraphs: []digest.Paragraph{said("vote", "Kofi Mensah", "", v,
				"I propose that the old parser goes away in 4.2, with no switch. The vote is open for 72 hours."), objection,
				said("agreement", "Noor Sabri", "", y, "+1, I would rather delete it in one go.")}},
	}
	for i, title := range []string{"Packages for Alpine", "[ANN] Meeting of the documentation group on the 18th",
		"Restore to S3-compatible stores fails with <Code>NoSuchKey</Code>", "Why is --dry-run slower than the copy itself?",
		"Translation into Basque", "Copying 40 million small files, a report with numbers",
		"Rename `halyard prune` to `halyard tidy`?", "Builds on FreeBSD 15",
		"Windows: path\\with\\backslashes in exclude lists", "Who will be in Ghent?",
		"A colour scheme for the progress bar"} {
		id := fmt.Sprintf("%016x", 0xb000+2*i)
		c.Rest = append(c.Rest,
			digest.Rest{Title: title, URL: fmt.Sprintf("https://lists.halyard.example.org/users/msg%05d.html", 700+i),
				Sources: []string{id, fmt.Sprintf("%016x", 0xb001+2*i)}[:1+i%2], People: 1 + i%3,
				By:    []string{"Ada Brandt", "Jo Q.", "Yusuf Kaya"}[i%3],
				State: []string{"no-reply", "discussion", "answered", "published"}[i%4]})
	}
	c.Rest[0].Quote = &digest.Quote{Text: "Has anybody built the packages for Alpine on armv7?", By: "Ada Brandt", Source: c.Rest[0].Sources[0]}
	c.Rest[1].Quote = &digest.Quote{Text: "The agenda of the 18th has room for one more point.", By: "Wren Abara", Source: c.Rest[1].Sources[0]}
	c.Narrative = digest.Lede{Sentences: []digest.Sentence{
		{Text: "People from Quayside Labs and the University of Tromsø took part.", Sources: []string{adv, o}},
		{Text: "Wren Abara writes here for the first time.", Sources: []string{a}, Anchor: "Wren Abara"},
	}}
	deadline := at(12, 11, 0)
	c.Votes = []digest.Vote{{Title: "Drop the old parser of include lists", URL: c.Posts[5].URL, State: "open", Plus: 6,
		Minus: 1, Deadline: &deadline, Source: v}}
	c.Questions = []digest.Question{{Title: "Can two hosts share one index?",
		URL: "https://lists.halyard.example.org/users/msg00212.html", By: "Mo Farrow",
		Since: at(4, 9, 0), Source: "00000000000000ff"}}
	c.Upcoming = []digest.Upcoming{{Text: "Meeting of the documentation group", Date: "2027-03-18T18:00:00+01:00",
		URL: "https://lists.halyard.example.org/users/msg00701.html"}, {Text: "Feature freeze of 4.2", Date: "2027-03-29"}}
	c.Coverage = []digest.Coverage{{Source: "users", Kind: "mbox", State: "ok", Posts: 24, ReadUntil: at(10, 0, 0)},
		{Source: "dev", Kind: "mbox", State: "ok", Posts: 13, ReadUntil: at(10, 0, 0)},
		{Source: "planet", Kind: "feed", State: "stale", Posts: 1, ReadUntil: at(9, 20, 15)}}
	c.late("A hook for the lock of the index", "Jo Q.", at(8, 23, 40))
	c.late("<Code>EAGAIN</Code> on [nightly] copies", "", at(6, 12, 0))
	c.counts(38, 17, 14, 5, 0, 2, 1)
	c.Stats.Usual = digest.Usual{Posts: 21, People: 9}
	return c.Edition
}

// eventDay is the first day of a meeting, told by the sessions of its hashtag.
func eventDay() *digest.Edition {
	c := newCast("daily-2027-03-12", "Day 1 of HalyardConf Ghent: next year in Bergen", 12, 12, "Friday, 12 March 2027")
	c.Event = &digest.EventDay{Name: "HalyardConf Ghent", Day: 1, Days: 2, URL: "https://conf.halyard.example.org"}
	for i, s := range []struct {
		title string
		said  [][2]string
	}{
		{"Most shared",
			[][2]string{{"Ada Brandt",
				"Next year’s HalyardConf will be in Bergen, together with the Nordic storage days! #halyardconf"},
				{"Yusuf Kaya", "All talks are recorded and will be online on Monday."}}},
		{"Renée Aubert: What a backup of a port looks like",
			[][2]string{{"Jo Q.", "Renée Aubert: 14 TB of tide data a year, restored once, in anger, in 2019."},
				{"Wren Abara",
					"The port of Varne restores a random folder every night and mails the result to everybody. I want that."},
				{"Ada Brandt", "“A copy that nobody has restored is a rumour.”"}}},
		{"Kofi Mensah: Deduplication without a database",
			[][2]string{{"Noor Sabri", "Rolling hashes on the client, nothing on the server: 3 times smaller, 20 % slower."},
				{"Yusuf Kaya", "Question from the room: what if two clients write at once? Answer: the second one waits."}}},
	} {
		story := digest.Story{ID: fmt.Sprintf("session%d", i), Title: s.title, Kind: "status", State: "announced",
			Writer: "excerpts", Outcome: "announced", Score: float64(9 - i),
			Facts: fmt.Sprintf("%d posts from %d people", 12-i*3, 9-i*2)}
		for n, x := range s.said {
			id := c.post("fosstodon #halyardconf", "mastodon", x[0], at(12, 9+i, n*7))
			story.Sources, story.People = append(story.Sources, id), append(story.People, x[0])
			p := said("update", x[0], "", id, x[1])
			p.Sentences = []digest.Sentence{{Text: x[1], Sources: []string{id}}}
			if n == 2 {
				p.Relayed = "Renée Aubert"
			}
			story.Paragraphs = append(story.Paragraphs, p)
		}
		c.Stories = append(c.Stories, story)
	}
	c.Talks = []digest.ProgrammeTalk{{Title: "What a backup of a port looks like",
		Speakers: []string{"Renée Aubert"}, Start: at(12, 9, 30)},
		{Title: "Deduplication without a database", Speakers: []string{"Kofi Mensah"}, Start: at(12, 11, 0)},
		{Title: "Keys and how to lose them", Speakers: []string{"Pilar Núñez O'Dea", "Sam Roe"}, Start: at(12, 15, 0)}}
	c.Narrative = digest.Lede{Sentences: []digest.Sentence{{Text: "Day 1 opened with Renée Aubert of the Port of Varne " +
		"on “What a backup of a port looks like” and closed with Bex Ortiz on “Closing words”.",
		Sources: []string{c.Posts[2].ID}}}}
	c.Coverage = []digest.Coverage{{Source: "fosstodon #halyardconf", Kind: "mastodon", State: "ok",
		Posts: 88, ReadUntil: at(13, 0, 0)}, {Source: "users", Kind: "mbox", State: "quiet", ReadUntil: at(13, 0, 0)}}
	c.Rest = []digest.Rest{{Title: "Pictures from the harbour", URL: "https://social.example.org/@jo/99",
		Sources: []string{"000000000000c001"}, People: 1, By: "Jo Q."}}
	c.counts(88, 31, 9, 0, 41, 3, 0)
	return c.Edition
}

// quietDay has posts and no story.
func quietDay() *digest.Edition {
	c := newCast("daily-2027-03-14", "Halyard, 14 March 2027: all was quiet", 14, 14, "Sunday, 14 March 2027")
	c.Rest = []digest.Rest{{Title: "Translation into Basque", URL: "https://lists.halyard.example.org/users/msg00704.html",
		Sources: []string{"000000000000d001"}, People: 1, By: "Ada Brandt", State: "no-reply"}}
	for i := range 9 {
		c.late(fmt.Sprintf("Page %d of the manual", i+1), "Ada Brandt", at(13, 9, i))
	}
	c.counts(3, 1, 1, 2, 0, 0, 0)
	c.Coverage = []digest.Coverage{{Source: "users", Kind: "mbox", State: "ok", Posts: 3, ReadUntil: at(15, 0, 0)}}
	return c.Edition
}

// silentDay has nothing at all.
func silentDay() *digest.Edition {
	c := newCast("daily-2027-03-15", "Halyard, 15 March 2027: nobody wrote", 15, 15, "Monday, 15 March 2027")
	c.Coverage = []digest.Coverage{{Source: "users", Kind: "mbox", State: "quiet", ReadUntil: at(16, 0, 0)}}
	return c.Edition
}

// germanDay is listDay in words of German around the English ones of its people.
func germanDay() *digest.Edition {
	e := listDay()
	e.ID, e.Slug, e.Language = "daily-de-2027-03-09", "halyard-de-2027-03-09", "de"
	e.Title, e.Period.Label = "Halyard, 9. März 2027: Sicherheitsversion 4.1.3", "Dienstag, 9. März 2027"
	e.Community.Join = "Schreibt an users@lists.halyard.example.org."
	for i := range e.Stories {
		e.Stories[i].Facts = strings.NewReplacer("posts from", "Beiträge von", "post from", "Beitrag von", "people",
			"Personen", "1 person", "1 Person", "opened by", "eröffnet von").Replace(e.Stories[i].Facts)
	}
	return e
}

// sectionedWeek groups its stories and has one that fits no section.
func sectionedWeek() *digest.Edition {
	e := listDay()
	e.ID, e.Slug, e.Digest = "weekly-2027-03-08", "halyard-week-2027-03-08", "weekly"
	e.Title = "Halyard, 8 to 14 March 2027: security release 4.1.3"
	e.Period.Start, e.Period.End, e.Period.Label = at(8, 0, 0), at(15, 0, 0), "8 to 14 March 2027"
	for i, section := range []string{"Releases", "", "Development"} {
		e.Stories[i].Section = section
	}
	e.Note = "Two things *before* you read:\n\n" +
		"- the server moves on **Sunday**, see [the plan](https://halyard.example.org/move)\n- {{ nothing }} <b>else</b>\n\nHave fun."
	return e
}

// modelDay is prose by a model, one story of it by excerpts.
func modelDay() *digest.Edition {
	e := listDay()
	e.ID, e.Slug = "daily-model-2027-03-09", "halyard-model-2027-03-09"
	s := &e.Stories[1]
	s.Writer = "model"
	post := func(i int) string { return s.Sources[i] }
	s.Paragraphs = []digest.Paragraph{{Writer: "model", Sentences: []digest.Sentence{
		{Text: "Tobias Lindqvist asked how to make the program wait for a disk that sleeps at night.",
			Sources:  []string{post(0)},
			Evidence: []digest.Evidence{{Source: post(0), Text: "How do I tell halyard to wait for the disk?"}}},
		{Text: "Wren Abara pointed to lock_timeout, and he confirmed that it works with 120 seconds.",
			Sources:  []string{post(1), post(3)},
			Evidence: []digest.Evidence{{Source: post(3), Text: "With 120 seconds it has not failed once."}}},
	}}}
	e.Lede = digest.Lede{Sentences: []digest.Sentence{{Text: "A security release leads the day, and a question about " +
		"sleeping disks found its answer.",
		Sources: []string{e.Stories[0].ID, post(3)}}}}
	return e
}

// hugeDay has a rest that no file has room for.
func hugeDay() *digest.Edition {
	e := listDay()
	for i := range 4000 {
		e.Rest = append(e.Rest,
			digest.Rest{Title: fmt.Sprintf("Thread number %d about something that somebody saw", i),
				URL:     fmt.Sprintf("https://lists.halyard.example.org/users/msg%05d.html", 9000+i),
				Sources: []string{fmt.Sprintf("%016x", 0xf0000+i)}, People: 1, By: "Ada Brandt", State: "no-reply"})
	}
	return e
}

// fixtures are all kinds of editions, by name.
func fixtures(t testing.TB) map[string]*digest.Edition {
	return map[string]*digest.Edition{"busy": sample(t), "quiet": quiet(t), "list": listDay(), "event": eventDay(),
		"few": quietDay(), "silent": silentDay(),
		"german": germanDay(), "sections": sectionedWeek(), "model": modelDay()}
}
