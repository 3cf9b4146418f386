package write_test

import (
	"slices"
	"strings"
	"testing"

	"recap/digest/internal/scene"
	"recap/digest/post"
	"recap/digest/story"
	"recap/digest/write"
)

// gathered returns the first thread of a scene.
func gathered(s *scene.Scene) (*story.Story, *post.Lexicon) {
	before, day, lex := s.Wrapped("en")
	in := s.Input()
	return story.Gather(before, day, &story.Community{Start: in.Window.Start, End: in.Window.End, First: in.First,
		Histories: in.Histories, Lexicon: lex})[0], lex
}

// Each post that is not told has a sentence: first what speaks against others, then who is not heard yet, then what says
// most of the matter; what only thanks has none, a short post is whole, whatever it says, one that leans throughout gives
// its first words, and a post that is told has one only where that is against others.
func TestVoices(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "A weir for the mill", "I propose to build the weir above the mill, because the "+
		"weir holds the spring flood there.")
	s.Reply("b", "a", "Bob Stone", 9, "The weir above the mill costs us forty thousand crowns and two summers of work.")
	s.Reply("c", "a", "Cleo Marsh", 10, "Thanks for writing this down!")
	s.Reply("d", "a", "Dan Poe", 11, "The mill had a weir of oak until the flood of 1921 took it.")
	s.Reply("h", "a", "Flo Reed", 15, "Yes, ask the miller.")
	s.Reply("e", "b", "Eva Holt", 12, "I don't think the weir costs that much, because my brother paid a tenth of it for his.")
	s.Reply("f", "d", "Bob Stone", 13, "I disagree about the oak, since the bill of the mason names forty cartloads of stone.")
	s.Reply("g", "d", "Bob Stone", 14, "The weir of the mill stands on every old map.")
	s.Reply("i", "h", "Gil Moor", 16, "That is the one the miller and his brothers fish below when the water is high enough for the eels. "+
		"It was so in the days of their father, too, and it will be so for their sons. It has its price, as you know, and they pay it.")
	s.Reply("j", "h", "Ida Wells", 17, "try:\n\n    weir --height=2")
	story, lex := gathered(s)
	var shown []write.Excerpt
	for _, p := range story.Posts[:2] {
		shown = append(shown, write.Excerpt{Post: p, Window: p.Windows(true)[0], Text: p.Text})
	}
	texts := func(list []write.Excerpt) (out []string) {
		for _, x := range list {
			out = append(out, x.Post.Who+": "+x.Text)
		}
		return out
	}
	flo := "Flo Reed: Yes, ask the miller."
	eva := "Eva Holt: I don't think the weir costs that much, because my brother paid a tenth of it for his."
	bob := "Bob Stone: I disagree about the oak, since the bill of the mason names forty cartloads of stone."
	dan := "Dan Poe: The mill had a weir of oak until the flood of 1921 took it."
	map_ := "Bob Stone: The weir of the mill stands on every old map."
	gil := "Gil Moor: That is the one the miller and his brothers fish below when the water is high enough for the eels. " +
		"It was so in the days of their father, too, and it will be so for their sons."
	ida := "Ida Wells: try: weir --height=2"
	all := write.Voices(story, lex, shown)
	got := texts(all)
	if want := []string{eva, bob, dan, flo, gil, ida, map_}; !slices.Equal(got, want) {
		t.Errorf("Voices() = %q, want %q", got, want)
	}
	for words, want := range map[int][]string{0: nil, 10: {flo, ida}, 200: {dan, eva, bob, map_, flo, gil, ida}} {
		if got := texts(write.Heard([][]write.Excerpt{nil, all}, words)[1]); !slices.Equal(got, want) {
			t.Errorf("Heard(%d words) = %q, want %q", words, got, want)
		}
	}
	if got := write.Heard([][]write.Excerpt{all, all, all}, 10)[2]; len(got) > 1 {
		t.Errorf("Heard() has %q beyond its words", texts(got))
	}
}

// What stands beside the excerpts comes in turn, with whom it answers where that does not stand right above it; the
// opening stays first.
func TestInTurn(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "A weir for the mill", "I propose to build the weir above the mill.")
	s.Reply("b", "a", "Bob Stone", 9, "The weir above the mill costs us forty thousand crowns.")
	s.Reply("c", "b", "Cleo Marsh", 10, "My brother paid a tenth of it for his.")
	s.Reply("d", "b", "Dan Poe", 11, "The mason takes half of it in flour.")
	s.Reply("e", "c", "Eva Holt", 12, "His weir held for one winter.")
	told, lex := gathered(s)
	one := func(i int, beside bool) write.Excerpt {
		p := told.Posts[i]
		return write.Excerpt{Post: p, Window: p.Windows(i == 0)[0], Text: p.Text, Beside: beside}
	}
	var got []string
	for _, x := range write.InTurn(told, lex, []write.Excerpt{one(0, false), one(1, false), one(4, false)}, []write.Excerpt{one(3, true), one(2, true)}) {
		line := x.Post.Who
		if x.To != nil {
			line += " to " + strings.TrimSuffix(x.To.Post.Who+": "+x.To.Text, ": ")
		}
		got = append(got, line)
	}
	if want := []string{"Ann Lee", "Bob Stone", "Cleo Marsh", "Dan Poe to Bob Stone", "Eva Holt to Cleo Marsh: My brother paid a tenth " +
		"of it for his."}; !slices.Equal(got, want) {
		t.Errorf("InTurn() = %q, want %q", got, want)
	}
}

// A long line that stands a little further up, or right above, is not said again; who is answered is.
func TestLongLineOnce(t *testing.T) {
	s := scene.New()
	const line = "The weir above the mill costs us forty thousand crowns, half of which the mason takes in flour."
	s.Mail("a", "", "Ann Lee", 8, "A weir for the mill", "I propose to build the weir above the mill.")
	s.Reply("b", "a", "Bob Stone", 9, line)
	s.Reply("c", "a", "Cleo Marsh", 10, "My brother has built one for his mill.")
	s.Reply("d", "b", "Dan Poe", 11, "That is a lot of flour.")
	told, lex := gathered(s)
	var all []write.Excerpt
	for i, p := range told.Posts {
		all = append(all, write.Excerpt{Post: p, Window: p.Windows(i == 0)[0], Text: p.Text})
	}
	all[3].To = &write.Line{Post: told.Posts[1], Text: line}
	out := write.InTurn(told, lex, all[:3], all[3:])
	if to := out[3].To; to == nil || to.Post != told.Posts[1] || to.Text != "" {
		t.Errorf("answers %+v", to)
	}
}

// What its writer takes back, in an amendment or a later post, is not told.
func TestUnsaid(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "A weir for the mill", "How high must a weir for the mill be, and which wood does it take?")
	s.Reply("b", "a", "Bob Stone", 9, "The weir of the mill must be three feet high, and it takes oak from the northern wood.")
	s.Reply("c", "b", "Bob Stone", 10, "Please ignore my last mail, I was thinking of the sluice.")
	s.Reply("d", "a", "Cleo Marsh", 11, "A weir of the mill holds for ten years if it is made of larch.\n\nEdit: this is wrong, larch "+
		"holds for twenty years in water.")
	s.Reply("e", "a", "Dan Poe", 12, "The weir of the old mill was made of elm, and it held for a hundred years.")
	told, lex := gathered(s)
	shown := write.Excerpts(told, lex, 120)
	var all []string
	for _, x := range append(slices.Clone(shown), write.Voices(told, lex, shown)...) {
		all = append(all, x.Text)
	}
	text := strings.Join(all, "|")
	if strings.Contains(text, "three feet") || strings.Contains(text, "ten "+
		"years") && !strings.Contains(text, "twenty") || !strings.Contains(text, "hundred years") {
		t.Errorf("printed is %q", all)
	}
}

// A post has two places in which it speaks against others, be it told by other words or not at all; two that touch are
// one, one that leads to code stands as it is, and where there is little room all are shorter.
func TestDissent(t *testing.T) {
	const chat = "\n\nThe eels are in the river again, as they are every year by this week. The miller's boys sell them on the market " +
		"in the town below.\n\n"
	for _, tt := range []struct {
		name, text  string
		want, short []string
	}{
		{"two places", "I don't think that the weir will hold the spring flood of the river." + chat + "It is a bad idea to build the " +
			"weir of oak, too.",
			[]string{"I don't think that the weir will hold the spring flood of the river.", "It is a bad idea to build the weir of oak, " +
				"too."}, nil},
		{"one after the other", "I don't think that the weir will hold the flood. It is a bad idea to build it above the mill." + chat,
			[]string{"I don't think that the weir will hold the flood. It is a bad idea to build it above the mill."}, nil},
		{"before code", "The weir does not hold with your plan, because the gate leaks:\n\n    gate --height=2 --flood\n    gate --shut",
			[]string{"The weir does not hold with your plan, because the gate leaks:"}, nil},
		{"a turn and what it turns", "I agree that the weir of oak holds the spring flood of the river better than any weir of elm that " +
			"was ever seen in the valley, " +
			"and that the mill needs it by the summer of the year after the next one. But the oak for it " +
			"comes from the woods behind the lake, which are far from the mill and its road." + chat,
			[]string{"I agree that the weir of oak holds the spring flood of the river better than any weir of elm that was ever seen in the " +
				"valley, " +
				"and that the mill needs it by the summer of the year after the next one.", "But the oak for it " +
				"comes from the woods behind the lake, which are far from the mill and its road."}, nil},
		{"short of room", "The river carries ice in the spring, and the ice takes the planks of every weir. I don't think that the weir " +
			"will hold." + chat,
			[]string{"The river carries ice in the spring, and the ice takes the planks of every weir. I don't think that the weir will hold."},
			[]string{"I don't think that the weir will hold."}},
	} {
		s := scene.New()
		s.Mail("a", "", "Ann Lee", 8, "A weir for the mill", "I propose to build the weir of oak above the mill, because the weir holds "+
			"the spring flood of the river there.")
		s.Reply("b", "a", "Bob Stone", 9, tt.text)
		told, lex := gathered(s)
		texts := func(list []write.Excerpt) (out []string) {
			for _, x := range list {
				out = append(out, x.Text)
			}
			return out
		}
		voices := write.Voices(told, lex, nil)
		if got := texts(write.Heard([][]write.Excerpt{voices}, 100)[0]); !slices.Equal(got, tt.want) {
			t.Errorf("%s: beside it stand %q, want %q", tt.name, got, tt.want)
		}
		if got := texts(write.Heard([][]write.Excerpt{voices}, 30)[0]); strings.HasPrefix(strings.Join(got, ""), "But") {
			t.Errorf("%s: in 30 words stand %q, without what that turns", tt.name, got)
		}
		if got := texts(write.Heard([][]write.Excerpt{voices}, 12)[0]); tt.short != nil && !slices.Equal(got, tt.short) {
			t.Errorf("%s: in 12 words stand %q, want %q", tt.name, got, tt.short)
		}
	}
}

// Where nobody plainly objects, what speaks a little against others is printed as far as there is room, behind all else; of
// news it is not.
func TestSpareRoom(t *testing.T) {
	const text = "The weir of the old mill was made of elm by two men from the valley.\n\n    weir --planks=40 --elm\n\n" +
		"The miller of the southern mill has all the papers of that weir in his house.\n\n    weir --papers\n\n" +
		"The boys of the northern mill read papers like that in the inn on the last day of the old year."
	for _, tt := range []struct {
		title, opening, kind string
		who                  string
		places               int // of the text, in room for all
	}{
		{"Which wood for the weir?", "The weir of the mill is to be built in a month. Which wood does a weir like that " +
			"take?", story.Question, "Cleo Marsh", 3},
		{"[ANN] Weir 2.0 released", "Weir 2.0 is released today. It adds a gate of elm to the weir of the mill.", story.Release, "Ann Lee", 2},
	} {
		s := scene.New()
		s.Mail("a", "", "Ann Lee", 8, tt.title, tt.opening)
		s.Reply("b", "a", "Bob Stone", 9, "Oak from the northern wood is what the weir of a mill takes, and it has to lie for a year before.")
		s.Reply("c", "b", tt.who, 10, text)
		x, lex := gathered(s)
		shown := write.Excerpts(x, lex, 120)
		voices := write.Voices(x, lex, shown)
		places := func(most int) (n int) {
			for _, e := range append(write.Heard([][]write.Excerpt{voices}, most)[0], shown...) {
				if e.Post == x.Posts[2] {
					n++
				}
			}
			return n
		}
		if x.Kind != tt.kind || places(200) != tt.places || places(10) > 1 {
			t.Errorf("%q, a %s: %d places in 200 words, want %d; %d in 10", tt.title, x.Kind, places(200), tt.places, places(10))
		}
	}
}

// Who opened a story is heard beside others where nothing of what they wrote could be told.
func TestOpenerIsHeard(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "A weir for the mill", "The weir does not hold, and the new gate fails to shut:\n\n    gate "+
		"--height=2 --flood\n    gate --shut")
	s.Reply("b", "a", "Bob Stone", 9, "The gate of the weir was shut at noon by the keeper of the mill.")
	told, lex := gathered(s)
	all := write.Excerpts(told, lex, 120)
	shown := slices.DeleteFunc(slices.Clone(all), func(e write.Excerpt) bool { return e.Post == told.Opener })
	for _, tt := range []struct {
		shown []write.Excerpt
		heard bool
	}{{shown, true}, {nil, false}, {append([]write.Excerpt{{Post: told.Opener}}, shown...), false}} {
		if got := slices.ContainsFunc(write.Voices(told, lex, tt.shown), func(e write.Excerpt) bool { return e.Post == told.Opener }); got != tt.heard {
			t.Errorf("beside %d excerpts: heard is %t, want %t", len(tt.shown), got, tt.heard)
		}
	}
}

// What opens a story stays first where only that is told of it, also if the clock of its writer is late.
func TestLateOpenerStaysFirst(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 11, "A weir for the mill", "The weir does not hold, and the new gate fails to shut:\n\n    gate "+
		"--height=2 --flood\n    gate --shut")
	s.Reply("b", "a", "Bob Stone", 9, "The gate of the weir was shut at noon by the keeper of the mill.")
	told, lex := gathered(s)
	shown := slices.DeleteFunc(write.Excerpts(told, lex, 120), func(e write.Excerpt) bool { return e.Post == told.Opener })
	out := write.InTurn(told, lex, shown, write.Voices(told, lex, shown))
	if told.Opener.Who != "Ann Lee" || len(out) != 2 || out[0].Post != told.Opener {
		t.Errorf("told is %+v", out)
	}
}

// Of those who speak against others each is heard before anybody is twice, and a second post of one before who speaks
// against nobody.
func TestHeardElsewhere(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "A weir for the mill", "I propose to build the weir of oak above the mill, because the weir holds "+
		"the spring flood of the river there.")
	s.Reply("b", "a", "Bob Stone", 9, "I don't think that the weir will hold the spring flood of the river.")
	s.Reply("c", "a", "Bob Stone", 10, "I object to the price of so much oak, for which nobody has the money.")
	s.Reply("d", "a", "Cleo Marsh", 11, "Yes, the oak for the weir lies in the yard of the mill since May and has dried well.")
	s.Reply("e", "a", "Dan Poe", 12, "The weir of oak is not seen in the fog by the boats of the mill.")
	p := s.Reply("f", "a", "Eva Holt", 13, "I disagree with that plan, as does the whole of my crew on the ferry.")
	told, lex := gathered(s)
	i := slices.IndexFunc(told.Posts, func(q *post.Post) bool { return q.Who == p.Author.Name })
	shown := write.Excerpt{Post: told.Posts[i], Window: told.Posts[i].Windows(false)[0], Text: told.Posts[i].Text}
	var order []string
	for _, x := range write.Voices(told, lex, []write.Excerpt{shown}) {
		order = append(order, x.Post.Who)
	}
	if want := []string{"Bob Stone", "Dan Poe", "Bob Stone", "Cleo Marsh"}; !slices.Equal(order, want) {
		t.Errorf("in the order of their worth %q, want %q", order, want)
	}
}

// Who asked is heard first with what they take back of an answer, though no word of it objects.
func TestWhatAskersTakeBack(t *testing.T) {
	const turns = "But our gauge hangs in a pipe of the old mole, where no arm of that length has room."
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "Why does the tide gauge stop?", "The tide gauge stops with every flood tide. How do I get the tide "+
		"gauge to show the tide again?")
	s.Reply("b", "a", "Bob Stone", 9, "You can give the tide gauge a longer float arm, which then has the force to turn the wheel of "+
		"the tide gauge at the flood tide.")
	s.Reply("c", "b", "Ann Lee", 10, "Thanks.\n\n"+turns+"\n\nThe longer arm of the tide gauge is not made by the smith of the "+
		"northern harbour. The smith of the southern harbour has made one for the gauge of his mole, and sold it to the keeper of the "+
		"lower gate in May.\n\n    gauge --arm=2")
	told, lex := gathered(s)
	voices := write.Voices(told, lex, []write.Excerpt{{Post: told.Posts[1], Window: told.Posts[1].Windows(false)[0], Text: told.Posts[1].Text}})
	if len(voices) == 0 || !strings.HasPrefix(voices[0].Text, turns) {
		for _, v := range voices {
			t.Errorf("heard is %q", v.Text)
		}
	}
}

// A short post is printed as it stands only if its words are its writer's, and lead to nobody.
func TestShortPostsOfOthersWords(t *testing.T) {
	for text, printed := range map[string]bool{
		"try:\n\n    weir --height=2": true,
		"It is.":                      true,
		"Shy Person says:\n\nthe weir is an idiot's work\n\nNo.": false,
		"You said:\n\nthe weir is an idiot's work\n\nNo.":        false,
		"rv: The weir is an idiot's work. It won't hold.":        false,
		"The \"weir of an idiot\", yes.":                         false,
		"call: +49 170 1234567":                                  false,
		"mail eva (at) example dot org":                          false,
		"Thanks!":                                                false,
	} {
		s := scene.New()
		s.Mail("a", "", "Ann Lee", 8, "A weir for the mill", "I propose to build the weir above the mill, because the weir holds the "+
			"spring flood there.")
		s.Reply("b", "a", "Bob Stone", 9, text)
		told, lex := gathered(s)
		if got := write.Voices(told, lex, nil); (len(got) > 0) != printed {
			t.Errorf("%q is printed: %t", text, len(got) > 0)
		}
	}
}

// Who sent a change is heard in what they answer, and not in its parts.
func TestWhoSentAChangeIsHeard(t *testing.T) {
	s := scene.New()
	s.Mail("a", "", "Ann Lee", 8, "[PATCH 0/1] weir: oak for elm", "This series makes the weir of oak, which holds the spring flood of "+
		"the river.")
	s.Mail("p", "a", "Ann Lee", 8.5, "[PATCH 1/1] weir: take oak", "The planks of the weir are cut from the oaks behind the mill, and "+
		"the gate stays as it is.")
	s.Reply("b", "a", "Bob Stone", 9, "We don't need oak for the planks of the weir, because the elm of the old one lasted for forty years.")
	s.Reply("c", "b", "Ann Lee", 10, "Except that we actually do need oak for the planks, as the elm behind the mill died in the frost "+
		"of last winter.")
	told, lex := gathered(s)
	var who []string
	for _, x := range write.Voices(told, lex, nil) {
		who = append(who, x.Post.Who+" "+x.Post.Key)
	}
	if want := []string{"Ann Lee c@example.org", "Bob Stone b@example.org"}; !slices.Equal(slices.Sorted(slices.Values(who)), want) {
		t.Errorf("heard are %q, want %q", who, want)
	}
}
