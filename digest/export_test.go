package digest

// BuildRefused is Build, and says what the gate kept out of the edition and of the drafts before it.
func BuildRefused(in *Input, opt Options) (*Edition, []string, error) {
	b := newBuilder(in, opt.withDefaults())
	e, err := b.build()
	return e, b.refused, err
}

// A Checker asks the gate about single sentences.
type Checker struct {
	b       *builder
	stories map[string]*story
	all     []*story
}

// NewChecker prepares the gate as Build does for the same input.
func NewChecker(in *Input, opt Options) *Checker {
	b := newBuilder(in, opt.withDefaults())
	context := b.prepare()
	b.ownTags()
	c := &Checker{b: b, stories: map[string]*story{}}
	ts := threads(b.people, context)
	b.matchTalks(ts)
	c.all = stories(ts, b.own, b.lex)
	for _, s := range c.all {
		if s.kind == kindStatus {
			s.title = b.statusStoryTitle(s)
		}
		c.stories[s.opener().id] = s
	}
	return c
}

// Story says why the gate refuses a sentence of the story with this id, "" if it does not.
func (c *Checker) Story(id string, s Sentence) string {
	if c.stories[id] == nil {
		return "no such story"
	}
	return c.b.objection(c.stories[id], &s)
}

// Lede says why the gate refuses the i-th sentence of the first paragraph of e, "" if it does not.
func (c *Checker) Lede(e *Edition, i int, s Sentence) string {
	return c.b.ledeObjection(e, c.all, i, &s)
}
