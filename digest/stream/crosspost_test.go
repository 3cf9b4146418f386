package stream

import (
	"slices"
	"strings"
	"testing"
)

// TestCrossPosts has what one writer says on several networks: it is told once, in one place.
func TestCrossPosts(t *testing.T) {
	const words = "The seed library opens its doors on Saturday, and 300 kinds of beans can be borrowed for a summer"
	for name, copies := range map[string][]string{
		"the same words":                            {words + " #wicketcon"},
		"other hashtags":                            {words + " #wicketcon #beans #seeds"},
		"hashtags before":                           {"#wicketcon #beans " + words},
		"hashtags within":                           {strings.Replace(words, "beans", "#beans", 1) + " #wicketcon"},
		"the mark of a bridge":                      {words + " #wicketcon 🌉 bridged from 🦋 https://two.example/ann"},
		"a link to the whole post":                  {words + " #wicketcon https://one.example/@ann/77"},
		"cut for a shorter network":                 {words[:70] + "… https://one.example/@ann/77 #wicketcon"},
		"cut in the middle of a word":               {"The seed library opens its doors on Saturday, and 300 kinds of beans can be borr… #wicketcon"},
		"other quotation marks and a dash":          {strings.Replace(words, ", and", " — and", 1) + " #wicketcon"},
		"a picture more":                            {"🌱 " + words + " 🫘 #wicketcon"},
		"in capitals, and with an exclamation mark": {strings.Replace(words, "The seed library", "THE SEED LIBRARY", 1) + "! #wicketcon"},
		"the counter of a thread":                   {"1/2 " + words + " #wicketcon"},
		"on three networks":                         {words + " #wicketcon", words + " #wicketcon 🌉 bridged from 🐘 https://one.example/ann"},
	} {
		for _, later := range []float64{1, 20, 150} {
			d := newDay()
			d.add(0, "Ann Lind/ann@one.example", words+" #wicketcon")
			for i, text := range copies {
				d.add(later+float64(i), "Ann Lind/ann.two.example", text, on([]string{"bluesky", "twitter"}[i]))
			}
			d.add(4, "Bo Ek/bo", "My neighbours borrowed 12 kinds in spring and brought back twice as many seeds #wicketcon")
			d.add(9, "Dee Vos/dee", "Beans from the library grew 3 metres high at our fence and fed the whole street #wicketcon")
			d.add(14, "Ola Quist/olaq", "Who wants runner beans should come before noon, they were gone by 12 last year #wicketcon")
			s := d.read(t, d.options())
			told := slices.Concat(s.Most, s.Notices)
			for _, x := range s.Sessions {
				told = append(told, x.Picks...)
			}
			n := 0
			for _, p := range told {
				if strings.Contains(strings.ToLower(Excerpt(p)), "the seed library") {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%s, %v minutes later: told %d times:\n%s", name, later, n, show(s))
			}
		}
	}
}
