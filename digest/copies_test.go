package digest

import (
	"testing"

	"recap/digest/internal/scene"
	"recap/digest/language"
	"recap/digest/post"
	"recap/store"
)

// TestCopiesOfArticles has an article of a blog, by Runa Vestre, and what another feed has of it or beside it.
func TestCopiesOfArticles(t *testing.T) {
	const words = "The sluice at the east mole was closed for nine days, and the divers found two bolts that the ice had " +
		"sheared off in January."
	at := func(address string) func(*store.Post) { return func(p *store.Post) { p.URL = address } }
	text := func(s string) func(*store.Post) { return func(p *store.Post) { p.Text = s } }
	by := func(a store.Author) func(*store.Post) { return func(p *store.Post) { p.Author = a } }
	for name, test := range map[string]struct {
		change []func(*store.Post) // of the copy that the planet has
		want   string              // who stands for both; "" for two articles
	}{
		"cut, and credited to the feed": {[]func(*store.Post){text("The sluice at the east mole was closed for nine days, " +
			"and the divers found two […]")},
			"Runa Vestre"},
		"cut within a sentence": {[]func(*store.Post){text("The sluice at the east mole was closed for nine days...")},
			"Runa Vestre"},
		"with a line of the planet's": {[]func(*store.Post){text(words + " Read on.")}, "Runa Vestre"},
		"with an address of a reader": {[]func(*store.Post){at("http://www.blog.example.org/sluice/?utm_source=planet&utm_medium=feed")},
			"Runa Vestre"},
		"without any name": {[]func(*store.Post){by(store.Author{})}, "Runa Vestre"},
		"whole, and by an account": {[]func(*store.Post){by(store.Author{Name: "Runa V.",
			Handle: "runa@social.example.org"})}, "Runa V."},
		"whole, where the blog cuts": {[]func(*store.Post){text(words +
			" The new ones are of bronze, cast in the yard, and each of them weighs as much as a child."),
			by(store.Author{Name: "R. Vestre"})}, "R. Vestre"},
		"by the same writer": {[]func(*store.Post){by(store.Author{Name: "Runa Vestre"})}, "Runa Vestre"},
		"another title":      {[]func(*store.Post){func(p *store.Post) { p.Title = "Worth a look: the sluice" }}, ""},
		"other words about the page": {[]func(*store.Post){text("Worth reading by everybody who ever had to dive for bolts " +
			"in winter, and for the photographs alone.")},
			""},
		"no words at all":                   {[]func(*store.Post){text("")}, ""},
		"another page":                      {[]func(*store.Post){at("https://blog.example.org/sluice-2")}, ""},
		"another place of the page":         {[]func(*store.Post){at("https://blog.example.org/sluice#day-2")}, ""},
		"another page by its query":         {[]func(*store.Post){at("https://blog.example.org/sluice?p=2")}, ""},
		"the site alone":                    {[]func(*store.Post){at("https://blog.example.org/")}, ""},
		"from the same feed":                {[]func(*store.Post){func(p *store.Post) { p.Scope = "blog" }}, ""},
		"a status":                          {[]func(*store.Post){func(p *store.Post) { p.Form = store.FormStatus }}, ""},
		"a source that shows only counts":   {[]func(*store.Post){func(p *store.Post) { p.Policy = store.PolicyCount }}, ""},
		"a program's post of the same page": {[]func(*store.Post){func(p *store.Post) { p.Machine = "bot" }}, ""},
	} {
		for _, first := range []float64{8, 12} { // which of them comes first makes no difference
			s := scene.New()
			s.Article("sluice", "Runa Vestre", 10, "Nine days at the sluice", words)
			p := s.Article("copy", "Harbour notes", first, "Nine days at the sluice", words)
			p.Scope, p.Sources, p.URL = "planet", []string{"planet"}, "https://blog.example.org/sluice"
			for _, change := range test.change {
				change(p)
			}
			m := prepare(s.Input(), Options{Language: language.For("en")}.withDefaults(1))
			got := ""
			if len(m.copies) == 1 {
				if len(m.all) != 1 || len(m.people) != 1 || m.writers() != 1 || m.sources() != 2 {
					t.Errorf("%s: %d posts, %d of people, %d writers, %d sources, want one of each, of two sources", name, len(m.all),
						len(m.people), m.writers(), m.sources())
				}
				got = m.people[0].Who
			} else if len(m.all) != 2 {
				t.Errorf("%s: %d posts, want two", name, len(m.all))
			}
			if got != test.want {
				t.Errorf("%s: one article by %q, want %q", name, got, test.want)
			}
		}
	}
}

// TestCopiesWithoutSpaces has an article in a script that writes no spaces, cut within a sentence.
func TestCopiesWithoutSpaces(t *testing.T) {
	s := scene.New()
	s.Article("seki", "水野花", 9, "水門の修理", "東の水門は九日間閉鎖された。潜水士が折れたボルトを二本見つけた。新しいものは青銅でできている。")
	p := s.Article("copy", "港だより", 8, "水門の修理", "東の水門は九日間閉鎖された。潜水士が折れた…")
	p.Scope, p.URL = "planet", "https://blog.example.org/seki"
	_, posts, _ := s.Wrapped("en")
	if left := without(posts, post.Copies(posts)); len(left) != 1 || left[0].Who != "水野花" {
		t.Errorf("Copies() leaves %d articles, want that of 水野花", len(left))
	}
}

// TestCopiesOfThree has an article in three feeds, in any order.
func TestCopiesOfThree(t *testing.T) {
	texts := []string{"The weir holds, said the warden, and",
		"The weir holds, said the warden, and nobody doubted it but the beavers, who",
		"The weir holds, said the warden, and nobody doubted it but the beavers, who had plans."}
	for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		s := scene.New()
		for i, n := range order {
			p := s.Article("weir", "Feed", float64(8+i), "Weir", texts[n])
			p.Scope = string(rune('a' + n))
		}
		_, posts, _ := s.Wrapped("en")
		worse := post.Copies(posts)
		if left := without(posts, worse); len(left) != 1 || left[0].Text != texts[2] {
			t.Errorf("Copies(%v) leaves %d, want the whole article", order, len(left))
		}
	}
}
