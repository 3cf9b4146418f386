package write_test

import (
	"strings"
	"testing"

	"recap/digest/internal/scene"
	"recap/digest/story"
	"recap/digest/write"
)

// What stands for a thread that is only listed is what answers it, one sentence that is understood below the title.
func TestGist(t *testing.T) {
	const answer = "The tide gauge stops because the float of the gauge sticks in the pipe at every spring tide."
	for _, tt := range []struct{ name, opening, reply, want string }{
		{"the answer", "The tide gauge stops with every flood tide. How do I get the tide gauge to show the tide again?", answer, answer},
		{"not what leans on it", "Why does the tide gauge stop with every flood tide?", "So it does. It always did that " +
			"with us, too.", "Why does the tide gauge stop with every flood tide?"},
		{"not what is too long", "Hello.", "The tide gauge " + strings.Repeat("of the old wall and ", 12) + "stops.", ""},
	} {
		s := scene.New()
		s.Mail("a", "", "Ann Lee", 8, "The tide gauge stops", tt.opening)
		s.Reply("b", "a", "Bob Stone", 9, tt.reply)
		before, day, lex := s.Wrapped("en")
		in := s.Input()
		all := story.Gather(before, day, &story.Community{Start: in.Window.Start, End: in.Window.End, First: in.First, Histories: in.Histories, Lexicon: lex})
		got := ""
		if e := write.Gist(all[0], lex); e != nil {
			got = e.Text
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
