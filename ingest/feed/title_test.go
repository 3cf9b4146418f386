package feed

import (
	"html"
	"testing"

	"recap/store"
)

func TestFeedTitle(t *testing.T) {
	tests := []struct{ raw, want string }{
		{"<b>Water</b> at <i>last</i>", "Water at last"},
		{"How <table> came to HTML", "How <table> came to HTML"},
		{"<em>Why</em> <details> is enough", "Why <details> is enough"},
		{"Use <b> and <i>", "Use <b> and <i>"},
		{"a<br>b", "a b"},
		{"Map<K, V> &amp; friends", "Map<K, V> & friends"},
		{"x <!-- y --> z", "x z"},
		{"<span class='p'>One</span>", "One"},
		{"5 &lt; 6", "5 < 6"},
		{"<p>Unclosed", "<p>Unclosed"},
	}
	for _, tt := range tests {
		if got := feedTitle(tt.raw); got != tt.want {
			t.Errorf("feedTitle(%q) = %q, want %q", tt.raw, got, tt.want)
		}
	}
}

// TestFeedOwnTitle reads titles that programs made up, cut, or took from the words.
func TestFeedOwnTitle(t *testing.T) {
	const words = "The water came on Monday, after nine weeks, and the north field drank all of it before noon."
	tests := []struct{ name, title, text, want string }{
		{"a title", "Water at last", words, "Water at last"},
		{"made up", "Untitled", words, ""},
		{"made up, in Spanish", "(Sin título)", words, ""},
		{"made up, in Japanese", "無題", words, ""},
		{"a title that speaks of such", "Untitled works of the moor", words, "Untitled works of the moor"},
		{"cut within a word", "The water came on Monday, after nine weeks, and the nor...", words, words[:len(words)-1]},
		{"cut with brackets", "The water came on Monday […]", words, words[:len(words)-1]},
		{"cut, of a long sentence", "The water came, and the fields, the ditches, the ponds and the we…",
			"The water came, and the fields, the ditches, the ponds and the wells, which had all been dry since spring, when the " +
				"last rain fell on them, filled with it, so that nobody had to carry a single bucket up the hill any more, and " +
				"that is what we had worked for.",
			"The water came, and the fields, the ditches, the ponds and the…"},
		{"not cut", "Water is here...", words, "Water is here..."},
		{"the first sentence", "The water came on Monday", "The water came on Monday. It was cold.", "The water came on Monday"},
	}
	for _, tt := range tests {
		p := postsOf(t,
			`<rss><channel><title>Moor</title><item><guid>1</guid><link>https://moor.example/1</link><title>`+tt.title+
				`</title><description>`+html.EscapeString(tt.text)+`</description></item></channel></rss>`, "")[0]
		if p.Title != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, p.Title, tt.want)
		}
	}
}

// TestFeedStatusTitle leaves out the titles that bridges make of statuses, and the marks that they put before them.
func TestFeedStatusTitle(t *testing.T) {
	const words = "The water came on Monday, and the north field drank it."
	for _, title := range []string{"New status by Ines Kuhl", words, "Réponse à @tom: " + words, "Pinned: " + words,
		"The water came on Monday, and the no…"} {
		p := postsOf(t,
			`<rss><channel><title>Ines Kuhl / @ines</title><item><guid>1</guid><title>`+title+`</title><description>`+words+
				`</description></item></channel></rss>`, "")[0]
		if p.Title != "" || p.Text != words || p.Form != store.FormStatus {
			t.Errorf("title %q: %q over %q, a %s, want none", title, p.Title, p.Text, p.Form)
		}
	}
}

// TestFeedCommentTitle names what a comment stands under.
func TestFeedCommentTitle(t *testing.T) {
	tests := []struct{ feed, title, author, want string }{
		{"Comments for Moor", "Comment on Water at last by Tom Reed", "Tom Reed", "Re: Water at last"},
		{"Kommentare zu: Wasser", "Kommentar zu Wasser von Tom Reed", "Tom Reed", "Re: Wasser"},
		{"Commentaires sur Moor", "Commentaires sur De l’eau par tom", "tom", "Re: De l’eau"},
		{"Comments on: Water at last", "By: Tom Reed", "Tom Reed", "Re: Water at last"},
		{"Comments", "Cold, but good", "Tom Reed", "Cold, but good"},
	}
	for _, tt := range tests {
		p := postsOf(t,
			`<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>`+tt.feed+
				`</title><item><guid>https://moor.example/water#comment-7</guid><title>`+tt.title+
				`</title><dc:creator>`+tt.author+`</dc:creator><description>It is cold.</description></item></channel></rss>`, "")[0]
		if p.Title != tt.want || p.Form != store.FormComment {
			t.Errorf("%q: %q, a %s, want %q", tt.title, p.Title, p.Form, tt.want)
		}
	}
}

// TestFeedWarning keeps the words of items to themselves before which a warning stands.
func TestFeedWarning(t *testing.T) {
	const story = "&lt;p&gt;The dam breaks in the last chapter.&lt;/p&gt;"
	tests := []struct {
		name, title, text string
		policy            store.Policy
	}{
		{"head of an account's feed, in German", "",
			"&lt;p&gt;&lt;strong&gt;Inhaltswarnung:&lt;/strong&gt; das Ende des Buchs&lt;/p&gt;&lt;hr /&gt;" + story, store.PolicyLink},
		{"head of an account's feed, in a language that no list has", "",
			"&lt;p&gt;&lt;strong&gt;Rhybudd cynnwys:&lt;/strong&gt; diwedd y llyfr&lt;/p&gt;&lt;hr&gt;" + story, store.PolicyLink},
		{"in the title", "TW: drowning", story, store.PolicyLink},
		{"in the title, in Portuguese", "Aviso de conteúdo: fim do livro", story, store.PolicyLink},
		{"in the first line", "A book", "&lt;p&gt;CW: end of the book&lt;/p&gt;" + story, store.PolicyLink},
		{"in the first line, in Japanese", "A book", "&lt;p&gt;閲覧注意：結末&lt;/p&gt;" + story, store.PolicyLink},
		{"none", "A book", story, store.PolicyQuote},
		{"a rule below a bold line", "A book", "&lt;p&gt;&lt;strong&gt;The Dam&lt;/strong&gt;&lt;/p&gt;&lt;hr&gt;" + story, store.PolicyQuote},
		{"about warnings", "Content warnings and how to write them", story, store.PolicyQuote},
		{"a word that begins alike", "CWM: a manager", story, store.PolicyQuote},
	}
	for _, tt := range tests {
		p := postsOf(t,
			`<rss><channel><title>Moor</title><item><guid>1</guid><title>`+tt.title+`</title><description>`+tt.text+
				`</description></item></channel></rss>`, "")[0]
		if p.Policy != tt.policy {
			t.Errorf("%s: policy %d, want %d", tt.name, p.Policy, tt.policy)
		}
	}
}
