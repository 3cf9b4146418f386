package digest

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplitSentences(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []string
	}{
		{"He said no. v1.2.3 is out! Ask Dr. Smith.", []string{"He said no. v1.2.3 is out!", "Ask Dr. Smith."}},
		{"It uses e.g. sockets. J. Doe wrote it.", []string{"It uses e.g. sockets.", "J. Doe wrote it."}},
		{"Is it open? \"Yes.\" We close it.", []string{"Is it open?", "\"Yes.\"", "We close it."}},
		{"looks fine to me. are you sure that it runs?", []string{"looks fine to me.", "are you sure that it runs?"}},
		{"See foo.bar.baz() in 2.4.0-test9 for it.", []string{"See foo.bar.baz() in 2.4.0-test9 for it."}},
		{"第一。 Second one.", []string{"第一。 Second one."}},
		{"", nil},
	} {
		if diff := cmp.Diff(c.want, english.splitSentences(c.in)); diff != "" {
			t.Errorf("splitSentences(%q) (-want +got):\n%s", c.in, diff)
		}
	}
}

func TestParagraphsKeepsProseOnly(t *testing.T) {
	text := `Hello everybody,

the reader drops the second half
of a frame. I use it like this:

    def read(self, n):
        return self.buf[:n]

| a | b |
+---+---+

* first point of the list
* second point of the list

## A heading

It should say why.

Regards,
Ann

a postscript nobody tells`
	want := []string{"the reader drops the second half of a frame. I use it like this:", "first point of the list", "second point of the list", "It should say why."}
	if diff := cmp.Diff(want, english.paragraphs(text)); diff != "" {
		t.Errorf("paragraphs() (-want +got):\n%s", diff)
	}
}

func TestSentenceCutByCodeIsNotTold(t *testing.T) {
	lex := testLexicon()
	for _, s := range english.sentences("The server calls the handler with\nx = handler(frame);\nand then it waits for the next one.") {
		if c, ok := englishReport(s.text, lex); ok && c.text == "the server calls the handler with" {
			t.Errorf("report(%q) told a sentence that runs into code", s.text)
		}
	}
}

func TestLexRankFavoursTheMiddle(t *testing.T) {
	lex := testLexicon()
	texts := []string{"a pump, a float and a valve", "the old pump hums", "a white float drifts", "each valve leaks"}
	for _, s := range texts {
		lex.add(s)
	}
	var vs []vector
	for _, s := range texts {
		vs = append(vs, lex.vector(s))
	}
	rank := lexRank(vs)
	for i := 1; i < len(rank); i++ {
		if rank[i] >= rank[0] {
			t.Errorf("lexRank()[%d] = %.3f, want less than %.3f of the sentence that all others touch", i, rank[i], rank[0])
		}
	}
}
