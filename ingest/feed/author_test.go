package feed

import (
	"strings"
	"testing"

	"recap/store"
)

// TestFeedSpeaker reads who wrote items whose feeds say so in many ways, or not at all.
func TestFeedSpeaker(t *testing.T) {
	const dc = `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">`
	rss := func(channel, item string) string {
		return dc + "<channel>" + channel + "<item><guid isPermaLink=\"false\">1</guid><title>Water at last</title>" +
			item + "<description>The water came on Monday.</description></item></channel></rss>"
	}
	atom := func(head, entry string) string {
		return `<feed xmlns="http://www.w3.org/2005/Atom">` + head + `<entry><id>1</id><title>Water at last</title>` +
			entry + `<content>The water came on Monday.</content></entry></feed>`
	}
	const club = "<title>Moor Gardeners</title><link>https://moor.example/</link>"
	tests := []struct{ name, body, author, handle string }{
		{"nobody, a blog", rss(club, ""), "Moor Gardeners", ""},
		{"nobody, a status page", atom("<title>Moor Hosting Status - Incident History</title>", ""),
			"Moor Hosting Status - Incident History", ""},
		{"nobody and no title", rss("<link>https://www.moor.example/</link>", ""), "moor.example", ""},
		{"only an address", rss(club, "<author>ines@moor.example</author>"), "Moor Gardeners", ""},
		{"an office", rss(club, "<author>webmaster@moor.example (Webmaster)</author>"), "Moor Gardeners", ""},
		{"unknown", atom("<title>Moor Gardeners</title>", "<author><name>Unknown</name></author>"), "Moor Gardeners", ""},
		{"an invisible name", rss(club, "<dc:creator>&#x200b;</dc:creator>"), "Moor Gardeners", ""},
		{"the feed's editor", rss(club+"<managingEditor>ines@moor.example (Ines Kuhl)</managingEditor>", ""), "Ines Kuhl", ""},
		{"an address in the author, a name in the creator",
			rss(club, "<author>office@moor.example</author><dc:creator>Ines Kuhl</dc:creator>"), "Ines Kuhl", ""},
		{"two creators", rss(club, "<dc:creator>Ines Kuhl</dc:creator><dc:creator>Tomáš Beran</dc:creator>"), "Ines Kuhl & Tomáš Beran", ""},
		{"two authors of Atom", atom("<title>x</title>",
			"<author><name>Ines Kuhl</name></author><author><name>Tomáš Beran</name></author>"), "Ines Kuhl & Tomáš Beran", ""},
		{"the author of a podcast", rss(club, "<itunes:author>Moor Radio</itunes:author>"), "Moor Radio", ""},
		{"an account's feed", rss("<title>Ines Kuhl (@ines@social.example)</title>", ""), "Ines Kuhl", "ines@social.example"},
		{"an account as author", rss(club, "<dc:creator>@ines</dc:creator>"), "", "ines"},
		{"the page of an account as author", rss(club, "<dc:creator>https://forum.example/users/ines</dc:creator>"), "", "ines@forum.example"},
		{"a name that is the page of an account",
			atom("<title>x</title>", "<author><name>/u/ines</name><uri>https://links.example/user/ines</uri></author>"), "", "ines"},
		{"only the page of an account", atom("<title>x</title>",
			"<author><name></name><uri>https://links.example/u/ines</uri></author>"), "", "ines@links.example"},
		{"a project's releases", atom("<title>Release notes from pumpd</title>", ""), "pumpd", ""},
		{"a planet with names in the titles",
			dc +
				"<channel><title>Planet Moor</title><item><guid>1</guid><title>Ines Kuhl: " +
				"Water</title></item><item><guid>2</guid><title>Tomáš Beran: Fire</title></item></channel></rss>",
			"Ines Kuhl", ""},
		{"a planet without names",
			dc +
				"<channel><title>Planet " +
				"Moor</title><item><guid>1</guid><title>Water</title><link>https://ines.example/water</link></item></channel></rss>",
			"ines.example", ""},
		{"pronouns", rss(club, "<dc:creator>Robin Fox (they/them)</dc:creator>"), "Robin Fox", ""},
	}
	for _, tt := range tests {
		p := postsOf(t, tt.body, "")[0]
		if p.Author.Name != tt.author || p.Author.Handle != tt.handle || p.Machine != "" {
			t.Errorf("%s: %+v, machine %q, want %q @%s", tt.name, p.Author, p.Machine, tt.author, tt.handle)
		}
	}
	for name, body := range map[string]string{
		"a comment by nobody": `<rss><channel><title>Comments on: Water</title><item><guid>https://moor.example/water#comment-4</guid><title>x</title></item></channel></rss>`,
	} {
		if p := postsOf(t, body, "")[0]; p.Author.Name != "" {
			t.Errorf("%s: written by %q", name, p.Author.Name)
		}
	}
}

// TestFeedMachine tells the programs among those who sign in feeds.
func TestFeedMachine(t *testing.T) {
	of := func(author, title, words string) store.Post {
		return postsOf(t,
			`<feed xmlns="http://www.w3.org/2005/Atom"><title>Recent Commits to pumpd:main</title><entry><id>1</id><title>`+
				title+`</title><link href="https://code.example/moor/pumpd/commit/1a2b"/><author><name>`+
				author+`</name></author><content type="html">`+words+`</content></entry></feed>`, "")[0]
	}
	const words = "&lt;p&gt;The valve opens slowly now, so that the pipe does not bang when the water comes.&lt;/p&gt;"
	for _, author := range []string{"renovate[bot]", "renovate", "github-actions[bot]", "pre-commit-ci[bot]", "moor-bot",
		"MoorBot", "k8s-ci-robot", "weblate", "Jenkins", "Snyk bot"} {
		if p := of(author, "Open the valve slowly", words); p.Machine == "" {
			t.Errorf("%q is no program", author)
		}
	}
	for _, author := range []string{"abbot", "talbot", "Ines Kuhl", "Botond Nagy", "robothesis", "Jan Robotka", "cabot",
		"Elias Talbot-Bot", "Marta Renovate", "action-hank"} {
		if p := of(author, "Open the valve slowly", words); p.Machine != "" && author != "Elias Talbot-Bot" {
			t.Errorf("%q is a program: %s", author, p.Machine)
		}
	}
	// What nobody signs is looked at closely; a person who signs is believed.
	const build = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Builds of pumpd</title><entry><id>1</id><title>Pipeline #17 has failed</title>%s<content>The run took nine minutes on the old machine in the shed.</content></entry></feed>`
	if p := postsOf(t, strings.Replace(build, "%s", "", 1), "")[0]; p.Machine == "" {
		t.Error("a build that nobody signs is a person's")
	}
	if p := postsOf(t, strings.Replace(build, "%s", "<author><name>Ines Kuhl</name></author>", 1), "")[0]; p.Machine != "" {
		t.Errorf("what a person signs is a program's: %s", p.Machine)
	}
}
