package feed

import (
	"html"
	"strings"
	"testing"

	"recap/store"
)

// itemOf returns an RSS feed with one item of a garden club's site, whose title is "The pump is back" and whose
// description holds that HTML.
func itemOf(markup string) string {
	return `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Moor Gardeners</title><link>https://moor.example/</link><item><title>The pump is back</title>` +
		`<link>https://moor.example/2026/pump/</link><guid isPermaLink="false">p1</guid><description>` +
		html.EscapeString(markup) + `</description></item></channel></rss>`
}

const pump = "The pump of the north field is back from the workshop and runs at half its old noise."

// TestFeedFrame reads items whose words stand in what blogs, forums, podcasts and sites for links put around them.
func TestFeedFrame(t *testing.T) {
	own := "<p>" + pump + "</p>"
	tests := []struct{ name, markup, want string }{
		{"nothing around", own, pump},
		{"origin, French",
			own +
				`<p>L’article <a href="https://moor.example/2026/pump/">The pump is back</a> est apparu en premier sur <a href="https://moor.example">Moor</a>.</p>`,
			pump},
		{"origin, Spanish, alone",
			`<p>La entrada <a href="https://moor.example/2026/pump/">The pump is back</a> se publicó primero en <a href="https://moor.example">Moor</a>.</p>`,
			""},
		{"origin in a language that no list has",
			own +
				`<p>Záznam <a href="https://moor.example/2026/pump/">The pump is back</a> pochádza z <a href="https://moor.example">Moor</a>.</p>`,
			pump},
		{"origin, addresses of another scheme",
			own +
				`<p>Der Beitrag <a href="http://www.moor.example/2026/pump">The pump is back</a> erschien zuerst auf <a href="http://www.moor.example/">Moor</a>.</p>`,
			pump},
		{"more to read", own + `<p><a href="https://moor.example/2026/pump/#more-17">Weiterlesen <span>“The pump is back”</span></a></p>`, pump},
		{"more to read, in Japanese", own + `<p><a href="https://moor.example/2026/pump/">続きを読む</a></p>`, pump},
		{"icons to share",
			own +
				`<p><a href="https://chat.example/post?text=The%20pump&amp;url=https%3A%2F%2Fmoor.example%2F2026%2Fpump%2F">Chat</a> <a href="https://mail.example/share?u=x">Mail</a></p>`,
			pump},
		{"a box to subscribe",
			own +
				`<div class="subscription-widget-wrap"><p>Moor Gardeners is a publication of many.</p><form><input type="email"></form></div>`,
			pump},
		{"a table of contents without a class",
			`<p>Inhalt</p><ul><li><a href="#a">Der Motor</a></li><li><a href="#b">Das Geräusch</a></li></ul>` + own, pump},
		{"how long it takes, in Polish", `<p>Czas czytania: 4 min</p>` + own, pump},
		{"how long it takes, in Korean", `<p>읽는 시간 4분</p>` + own, pump},
		{"cookies, in French", own + `<p>Ce site utilise des cookies pour mesurer son audience.</p>`, pump},
		{"newsletter, in Dutch", own + `<p>Meld je aan voor onze nieuwsbrief: de newsletter, nu aanmelden.</p>`, pump},
		{"rights", own + `<p>© 2026 Moor Gardeners. Alle Rechte vorbehalten.</p>`, pump},
		{"categories and comments",
			own + `<p>Kategorien: Wasser</p><p><a href="https://moor.example/2026/pump/#respond">Kommentar hinterlassen</a></p>`,
			pump},
		{"a coffee, in Italian", own + `<p>Se ti è piaciuto, offrimi un caffè.</p>`, pump},
		{"a remark in brackets", own + `<p>[embedded film was removed]</p>`, pump},
		{"a rule of stars", own + `<p>* * *</p><p>Follow us on the hill.</p>`, pump},
		{"comments that a link counts", own + `<p><a href="https://moor.example/2026/pump/#comments">17 comments</a></p>`, pump},
		{"a caption", `<figure><img src="p.jpg"><figcaption>Photo: the pump in June</figcaption></figure>` + own, pump},
		{"text that speaks of cookies and newsletters",
			"<p>We baked cookies for the pump's return, and the newsletter of the village wrote of it.</p>",
			"We baked cookies for the pump's return, and the newsletter of the village wrote of it."},
		{"all of it looks like a frame", "<p>Subscribe to our newsletter for more.</p>", "Subscribe to our newsletter for more."},
		{"a link in the last sentence", own +
			`<p>Who wants to hear it can come on Sunday, or <a href="https://moor.example/map">look at the map</a> first and walk up the hill.</p>`,
			pump + "\n\nWho wants to hear it can come on Sunday, or look at the map first and walk up the hill."},
		{"a link to another site", own + `<p><a href="https://workshop.example/">The workshop</a></p>`, pump + "\n\nThe workshop"},
		{"what is quoted follows",
			`<p><a href="https://moor.example/2026/pump/">Ines Kuhl</a> writes:</p><blockquote>It is quiet.</blockquote>` + own,
			"Ines Kuhl writes:\n\n" + pump},
		{"a number in a short text", "<p>Nine volts.</p>", "Nine volts."},
		{"struck out", "<p>The pump is <del>lost</del> <ins>found</ins>, and runs <s>badly</s> well.</p>", "The pump is found, and runs well."},
		{"escaped twice", html.EscapeString(own) + "", pump},
		{"escaped twice within one paragraph", "<div>" + html.EscapeString("<p>One.</p><p>Two.</p>") + "</div>", "One.\n\nTwo."},
		{"a tag that is meant", "<p>Write &lt;p&gt; before a paragraph.</p>", "Write <p> before a paragraph."},
		{"chapters", own + "<p>00:00 Hello<br>01:20 The motor<br>1:02:03 Goodbye</p>", pump},
		{"times that are no chapters", "<p>We meet at 10:00 and at 12:30.</p>", "We meet at 10:00 and at 12:30."},
	}
	for _, tt := range tests {
		posts := postsOf(t, itemOf(tt.markup), "")
		if got := posts[0].Text; got != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

// TestFeedSubmitted reads what sites for links make of the pages that their readers submit.
func TestFeedSubmitted(t *testing.T) {
	item := func(link, comments, description string) string {
		return `<rss version="2.0"><channel><title>Tidings</title><link>https://tidings.example/</link><item><title>A pump without noise</title><link>` +
			link + `</link><comments>` + comments +
			`</comments><guid>` + comments + `</guid><description>` + html.EscapeString(description) + `</description></item></channel></rss>`
	}
	const page, talk = "https://pumps.example/quiet", "https://tidings.example/item?id=88"
	tests := []struct {
		name, body, text, form string
		replies                int
	}{
		{"only a link to the comments", item(page, talk, `<a href="`+talk+`">Comments</a>`), "", store.FormLink, -1},
		{"address, points and comments by the line",
			item(page, talk,
				`<p>Article URL: <a href="`+page+`">`+page+`</a></p><p>Comments URL: <a href="`+talk+`">`+talk+
					`</a></p><p>Points: 31</p><p># Comments: 12</p>`), "", store.FormLink, 12},
		{"who, where and how many", item(page, talk,
			`gepostet von <a href="https://tidings.example/u/ines">ines</a> in <a href="https://tidings.example/c/water">water</a><br>5 Punkte | <a href="`+
				talk+`">7 Kommentare</a><br><a href="`+page+`">`+page+`</a>`), "", store.FormLink, 7},
		{"links in brackets behind the words",
			item(talk, talk,
				`<div><p>`+pump+
					`</p></div> submitted by <a href="https://tidings.example/user/ines"> /u/ines </a> <br> <span><a href="`+talk+
					`">[link]</a></span> <span><a href="`+talk+`">[comments]</a></span>`), pump, store.FormForum, -1},
		{"words behind the head", item(talk, talk,
			`soumis par <a href="https://tidings.example/u/ines">ines</a><br>2 points | <a href="`+talk+
				`">0 commentaires</a><p>`+pump+`</p>`), pump, store.FormForum, 0},
	}
	for _, tt := range tests {
		p := postsOf(t, tt.body, "")[0]
		if p.Text != tt.text || p.Form != tt.form || p.Counts.Replies != tt.replies {
			t.Errorf("%s: %q, a %s with %d replies, want %q, a %s with %d", tt.name, p.Text, p.Form, p.Counts.Replies, tt.text, tt.form, tt.replies)
		}
	}
}

// TestFeedMediaNotes reads what stands below films and episodes.
func TestFeedMediaNotes(t *testing.T) {
	of := func(description string) string {
		return `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:yt="http://www.youtube.com/xml/schemas/2015"><title>Moor TV</title><entry><id>yt:video:1</id><yt:videoId>1</yt:videoId><title>A pump, taken apart</title>` +
			`<link href="https://films.example/watch?v=1"/><media:group><media:description>` + html.EscapeString(description) +
			`</media:description></media:group></entry></feed>`
	}
	const said = "Ines Kuhl opens the old pump and shows where the noise came from."
	for name, description := range map[string]string{
		"nothing more":        said,
		"tags":                said + "\n\n#pump #water",
		"a directory":         said + "\n\nMore films: https://films.example/moor\n→ The plan https://moor.example/plan.pdf",
		"sponsor":             said + "\n\nDank an PumpenProfi, den Sponsor dieses Films. Unser Sponsor gibt 10 % auf alles.",
		"chapters":            said + "\n\n0:00 Vorspann\n2:10 Der Motor\n9:59 Das Lager",
		"chapters in a table": said + "\n\n(00:00) Intro (03:12) Motor (12:00) Ende",
		"subscribe":           said + "\n\nSuscríbete y activa la campana.",
	} {
		p := postsOf(t, of(description), "")[0]
		if p.Text != said || p.Form != store.FormVideo {
			t.Errorf("%s: %q, a %s, want %q, a video", name, p.Text, p.Form, said)
		}
	}
	if p := postsOf(t,
		of("Gracias a PumpenProfi por ser nuestro patrocinador.\n\nSíguenos: https://social.example/@moor"),
		"")[0]; p.Text != "" {
		t.Errorf("words that only advertise are %q, want none", p.Text)
	}
}

// TestFeedRepeated leaves out what stands below each item of a feed, whatever it says.
func TestFeedRepeated(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<rss version="2.0"><channel><title>Moor</title>`)
	for _, word := range []string{"one", "two", "three", "four"} {
		b.WriteString("<item><title>Day " + word + "</title><guid>" + word + "</guid><description>" +
			html.EscapeString("<p>On day "+word+" we dug.</p><p>Ydym ni'n hoffi dwr, Day "+word+"?</p>") + "</description></item>")
	}
	for _, p := range postsOf(t, b.String()+"</channel></rss>", "") {
		if !strings.HasPrefix(p.Text, "On day") || strings.Contains(p.Text, "dwr") {
			t.Errorf("text = %q, want only what differs", p.Text)
		}
	}
	same := "<rss version='2.0'><channel><title>Moor</title>" +
		strings.Repeat("<item><title>x</title><description>All is well.</description></item>", 1)
	for _, key := range []string{"a", "b", "c"} {
		same += "<item><title>Day</title><guid>" + key + "</guid><description>All is well.</description></item>"
	}
	for _, p := range postsOf(t, same+"</channel></rss>", "") {
		if p.Text != "All is well." {
			t.Errorf("text = %q, want that which is all there is", p.Text)
		}
	}
}

// TestFeedFrameCuts keeps quotations at their places when what stands before them is left out.
func TestFeedFrameCuts(t *testing.T) {
	p := postsOf(t,
		itemOf(`<p>Lesezeit: 3 Minuten</p><p>I read this:</p><blockquote>Pumps sing.</blockquote><p>Ours does not.</p><p>Creative Commons BY-SA</p>`),
		"")[0]
	if p.Text != "I read this:\n\nOurs does not." || p.Quoted != "Pumps sing." {
		t.Fatalf("text = %q, quoted %q", p.Text, p.Quoted)
	}
	if len(p.Cuts) != 1 || !strings.HasPrefix(p.Text[p.Cuts[0].At:], "Ours") || p.Quoted[p.Cuts[0].From:p.Cuts[0].To] != "Pumps sing." {
		t.Errorf("cuts = %v", p.Cuts)
	}
}

// TestFrameWords finds each entry of the table, and no more entries than their index can number.
func TestFrameWords(t *testing.T) {
	if len(framing) > 512 {
		t.Fatalf("%d entries are more than framingPairs can number", len(framing))
	}
	for _, f := range framing {
		if s := "x " + strings.Join(f.all, " y ") + " z"; !frameWords(s, 1) {
			t.Errorf("%q is not found", s)
		}
		if len(f.all[0]) < 2 {
			t.Errorf("%q is too short", f.all)
		}
	}
	if frameWords("The pump hums.", 3) {
		t.Error("a sentence is taken for a frame")
	}
}
