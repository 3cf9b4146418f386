package feed

import (
	"html"
	"strings"
	"testing"

	"recap/store"
)

// TestFeedPictures reads items that are pictures: what is told of one is its description, and a name of a file or of a
// smiley is none.
func TestFeedPictures(t *testing.T) {
	const seen, words = "Nine swans sit on the closed gate", "The gate stays closed until the swans have gone, says the warden."
	markup := func(s string) string { return "<description>" + html.EscapeString(s) + "</description>" }
	tests := []struct{ name, item, text, form string }{
		{"a description", markup(`<img src="gate.jpg" alt="` + seen + `">`), seen, store.FormPicture},
		{"in a link and a paragraph", markup(`<p><a href="https://lock.example/big.jpg"><img src="gate.jpg" alt="` + seen +
			`"/></a></p>`), seen, store.FormPicture},
		{"a caption", markup(`<figure><img src="gate.jpg"><figcaption>` + seen + `</figcaption></figure>`), seen, store.FormPicture},
		{"a caption and the name of the file", markup(`<figure><img src="gate.jpg" alt="DSC_0417.JPG"><figcaption>` + seen +
			`</figcaption></figure>`), seen, store.FormPicture},
		{"two pictures", markup(`<img src="a.jpg" alt="` + seen + `"><img src="b.jpg" alt="One of them sleeps">`),
			seen + "\n\nOne of them sleeps", store.FormPicture},
		{"words beside it", markup(`<p>` + words + `</p><img src="gate.jpg" alt="` + seen + `">`), words, store.FormArticle},
		{"the name of a file", markup(`<img src="gate.jpg" alt="IMG_2041.jpg">`), "", store.FormArticle},
		{"no description", markup(`<img src="gate.jpg">`), "", store.FormArticle},
		{"a picture that counts readers", markup(`<p>` + words +
			`</p><img src="https://count.example/p.gif" width="1" height="1" alt="pixel">`), words, store.FormArticle},
		{"a smiley", markup(`<p>` + words + ` <img class="emoji" src="s.png" alt="🦢"></p>`), words + " 🦢", store.FormArticle},
		{"media with a description", `<media:content url="https://lock.example/gate.jpg" medium="image"><media:description>` + seen + `</media:description></media:content>`, seen, store.FormPicture},
		{"media with words", `<media:content url="https://lock.example/gate.jpg" type="image/jpeg"><media:description>` +
			seen + `</media:description></media:content>` + markup("<p>"+words+"</p>"), words, store.FormArticle},
	}
	for _, tt := range tests {
		p := postsOf(t, `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Lock</title><link>https://lock.example/</link><item><guid isPermaLink="false">1</guid><title>Guests</title><link>https://lock.example/guests</link>`+
			tt.item+`</item></channel></rss>`, "")[0]
		if p.Text != tt.text || p.Form != tt.form {
			t.Errorf("%s: %q, a %s, want %q, a %s", tt.name, p.Text, p.Form, tt.text, tt.form)
		}
	}
}

// TestFeedEscapedTwice reads titles and texts that were escaped once too often, and such as show how something is
// written.
func TestFeedEscapedTwice(t *testing.T) {
	const more = "The lock keeper told us at the gate that the water comes back on Friday."
	once := html.EscapeString
	for _, tt := range []struct{ name, title, text, wantTitle, wantText string }{
		{"an ampersand", once("Locks &amp; gates"), once("<p>Locks &amp;amp; gates. " + more + "</p>"), "Locks & gates",
			"Locks & gates. " + more},
		{"quotation marks", once("The &quot;low&quot; gate"), once("<p>The &amp;quot;low&amp;quot; gate. " + more + "</p>"),
			`The "low" gate`, `The "low" gate. ` + more},
		{"an apostrophe by its number", once("The keeper&#8217;s gate"),
			once("<p>The keeper&amp;#8217;s gate. " + more + "</p>"), "The keeper’s gate", "The keeper’s gate. " + more},
		{"an apostrophe in hexadecimal", once("The keeper&#x27;s gate"),
			once("<p>The keeper&amp;#x27;s gate. " + more + "</p>"), "The keeper's gate", "The keeper's gate. " + more},
		{"a dash by its name", once("Open &ndash; again"), once("<p>Open &amp;ndash; again. " + more + "</p>"),
			"Open – again", "Open – again. " + more},
		{"a blank that does not break", once("Gate&nbsp;9"), once("<p>Gate&amp;nbsp;9. " + more + "</p>"), "Gate 9", "Gate 9. " + more},
		{"a letter with an accent", once("Caf&eacute; at the lock"),
			once("<p>Caf&amp;eacute; at the lock. " + more + "</p>"), "Café at the lock", "Café at the lock. " + more},
		{"all paragraphs", "Gate", once(once("<p>" + more + "</p><p>Bring boots.</p>")), "Gate", more + "\n\nBring boots."},
		{"all paragraphs in CDATA", "Gate", "<![CDATA[" + once("<p>"+more+"</p><p>Bring boots.</p>") + "]]>", "Gate", more + "\n\nBring boots."},
		{"a link and emphasis", "Gate", once(once(`<p>The <em>lock keeper</em> told <a href="https://lock.example/us">us</a> at the gate.</p>`)), "Gate", "The lock keeper told us at the gate."},
		{"emphasis in a title", once("The <em>low</em> gate"), once("<p>" + more + "</p>"), "The low gate", more},
		{"a tag that is spoken of", once("How to write &lt;gate&gt;"),
			once("<p>Write &lt;gate&gt; before it, and &lt;/gate&gt; behind it. " + more + "</p>"), "How to write <gate>",
			"Write <gate> before it, and </gate> behind it. " + more},
		{"beside a link to a page", "Gate",
			once(`<p>The keeper&amp;#8217;s <a href="https://lock.example/gate.html">gate</a>. ` + more + "</p>"), "Gate",
			"The keeper’s gate. " + more},
		{"an address with parameters", "Gate",
			once(`<p>See <a href="https://lock.example/?gate=7&amp;copy=2">the gate</a>. ` + more + "</p>"), "Gate", "See the gate. " + more},
		{"a text about entities", "Gate", once("<p>In HTML, write &amp;amp; for an ampersand. " + more + "</p>"), "Gate",
			"In HTML, write &amp; for an ampersand. " + more},
		{"code", "Gate", once("<p>Print <code>&amp;quot;gate&amp;quot;</code> first. " + more + "</p>"), "Gate",
			"Print &quot;gate&quot; first. " + more},
		{"what is no character", "Gate", once("<p>R&amp;Dx; and &amp;gate; are ours. " + more + "</p>"), "Gate",
			"R&Dx; and &gate; are ours. " + more},
		{"an operator", once("Open if level &lt; 3"), once("<p>Open if level &lt; 3 &amp;&amp; wind &gt; 2. " + more +
			"</p>"), "Open if level < 3", "Open if level < 3 && wind > 2. " + more},
	} {
		p := postsOf(t, `<rss version="2.0"><channel><title>Lock</title><item><guid>1</guid><title>`+tt.title+`</title><description>`+tt.text+`</description></item></channel></rss>`, "")[0]
		if strings.TrimSpace(p.Title) != tt.wantTitle || p.Text != tt.wantText {
			t.Errorf("%s: %q: %q, want %q: %q", tt.name, p.Title, p.Text, tt.wantTitle, tt.wantText)
		}
	}
}
