package digest

import "sort"

const (
	maxQuestions = 5  // unanswered questions that an edition lists
	carryDays    = 14 // how long a question without an answer is carried over
)

// questions are the posts that ask and that nobody else has answered by the end of the period: those of the period, newest story first as ranked,
// then those of the two weeks before, which are carried over until somebody answers.
func (b *builder) questions(all []*story) []Question {
	out := []Question{}
	add := func(title string, p *post) {
		if len(out) < maxQuestions {
			out = append(out, Question{title, p.URL, p.who, p.Published.In(b.in.Window.Zone), p.id})
			b.byID[p.id] = p
			b.cite(p)
		}
	}
	for _, s := range all {
		p := s.opener()
		if s.dropped || s.kind != kindQuestion || !p.in || len(s.posts) > 3 || s.reasons["looks like spam"] != 0 || trivial(s) {
			continue
		}
		alone := true
		for _, q := range s.posts {
			alone = alone && q.ident == p.ident
		}
		if alone {
			add(s.heading(), p)
		}
	}
	for _, p := range b.carried(all) {
		add(cleanTitle(p), p)
	}
	return out
}

// carried finds, among the posts before the period, the questions that nobody but their writer has added to since, newest first.
func (b *builder) carried(all []*story) []*post {
	now := map[int64]bool{} // threads in which somebody wrote in the period
	for _, s := range all {
		for _, t := range s.threads {
			now[t.num] = true
		}
	}
	type past struct {
		opener *post
		others bool
	}
	threads := map[int64]*past{}
	var order []int64
	since := b.in.Window.Start.AddDate(0, 0, -carryDays)
	for i := range b.in.Background {
		p := newPost(&b.in.Background[i], false, b.lang)
		t := threads[p.Thread]
		if t == nil {
			t = &past{opener: p}
			threads[p.Thread] = t
			order = append(order, p.Thread)
		}
		t.others = t.others || p.ident != t.opener.ident
	}
	var out []*post
	for _, n := range order {
		t := threads[n]
		p := t.opener
		if t.others || now[n] || p.Published.Before(since) || len(p.InReplyTo) > 0 || p.isStatus() || p.isArticle() || !p.personal(b.opt.Publish) || kindOf(p) != kindQuestion {
			continue
		}
		out = append(out, p)
	}
	sort.SliceStable(out, func(i, j int) bool { return before(out[j], out[i]) })
	return out
}
