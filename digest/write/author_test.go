package write

import (
	"testing"

	"recap/digest/post"
	"recap/digest/prose"
	"recap/store"
)

// TestAuthor demands that words which a mail passes on are their author's.
func TestAuthor(t *testing.T) {
	const words = "Free the buffer when the pump stops."
	for _, tt := range []struct{ name, text, want string }{
		{"first line", "From: Mira Oduya <mira@example.org>\n\n" + words + "\n", "Mira Oduya"},
		{"below a covering note", "This is the 6.1 review. Object if you must.\n\n----------\n\nFrom: Mira Oduya <mira@example.org>\n\n" + words + "\n", "Mira Oduya"},
		{"the note itself", words + "\n\nFrom: Mira Oduya <mira@example.org>\n\nIt leaks.\n", ""},
		{"in a sentence", "It says\nFrom: Mira Oduya <mira@example.org>\nand then\n\n" + words + "\n", ""},
		{"the writer's own", "From: Henk Vaals <henk@example.org>\n\n" + words + "\n", ""},
		{"no address", "Hello.\n\nFrom: here to there\n\n" + words + "\n", ""},
		{"no such line", words + "\n", ""},
	} {
		p := &post.Post{Post: &store.Post{Text: tt.text}, Who: "Henk Vaals"}
		if got := author(p, &prose.Window{Units: []prose.Unit{{Text: words}}}); got != tt.want {
			t.Errorf("%s: author() = %q, want %q", tt.name, got, tt.want)
		}
	}
}
