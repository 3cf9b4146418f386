package feed

import (
	"testing"

	"recap/store"
)

// TestFeedForm reads what items are.
func TestFeedForm(t *testing.T) {
	rss := func(item string) string {
		return `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Moor</title><link>https://moor.example/</link><item><guid isPermaLink="false">1</guid>` +
			item + `</item></channel></rss>`
	}
	titled := func(title, link string) string {
		return rss("<title>" + title + "</title><link>" + link + "</link><description>Some words of it.</description>")
	}
	tests := []struct{ name, body, form string }{
		{"article", titled("Water at last", "https://moor.example/2026/water"), store.FormArticle},
		{"release of a forge", titled("v0.9", "https://code.example/moor/pumpd/releases/tag/v0.9"), store.FormRelease},
		{"release of another forge", titled("Spring", "https://git.example/moor/pumpd/-/releases/spring"), store.FormRelease},
		{"release of a registry", titled("pumpd 0.9.2", "https://crates.example/crates/pumpd/0.9.2"), store.FormRelease},
		{"version alone", titled("Version 4.0-rc2", "https://pumpd.example/news/four"), store.FormRelease},
		{"article about a number", titled("Route 66", "https://moor.example/route-66"), store.FormArticle},
		{"issue", titled("The valve leaks", "https://code.example/moor/pumpd/issues/17"), store.FormIssue},
		{"merge request", titled("Tighten the valve", "https://git.example/moor/pumpd/-/merge_requests/3"), store.FormIssue},
		{"bug", titled("Bug 300: the valve leaks", "https://bugs.example/show_bug.cgi?id=300"), store.FormIssue},
		{"number of a magazine", titled("Valves", "https://mag.example/issues/12/valves"), store.FormArticle},
		{"commit", titled("Tighten the valve", "https://code.example/moor/pumpd/commit/1a2b3c4d"), store.FormCommit},
		{"question", titled("Why does it leak?", "https://answers.example/questions/77/why-does-it-leak"), store.FormQuestion},
		{"topic of a forum", titled("Valves", "https://forum.example/t/valves/31"), store.FormForum},
		{"topic of an older forum", titled("Valves", "https://forum.example/viewtopic.php?t=31"), store.FormForum},
		{"comment", titled("Re: Water", "https://moor.example/2026/water#comment-8"), store.FormComment},
		{"answer in Atom",
			`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><title>x</title><entry><id>2</id><title>y</title><thr:in-reply-to ref="tag:1"/></entry></feed>`,
			store.FormComment},
		{"film", rss(`<title>Water</title><media:content url="https://moor.example/w.mp4" type="video/mp4" medium="video"/>`), store.FormVideo},
		{"episode", rss(`<title>Water</title><enclosure url="https://moor.example/w.mp3" length="1" type="audio/mpeg"/>`), store.FormPodcast},
		{"submitted page",
			rss("<title>Water</title><link>https://other.example/w</link><comments>https://moor.example/s/1</comments>"),
			store.FormLink},
		{"article with comments",
			rss("<title>Water</title><link>https://moor.example/w</link><comments>https://moor.example/w#comments</comments>"),
			store.FormArticle},
		{"status of an account", rss("<link>https://social.example/@ines/113</link><description>Water!</description>"), store.FormStatus},
		{"status with a made title",
			`<rss><channel><title>Ines Kuhl (@ines@social.example)</title><item><title>New status by ines</title><guid>https://social.example/@ines/113</guid><description>Water!</description></item></channel></rss>`,
			store.FormStatus},
		{"picture",
			rss(`<title>Water</title><link>https://moor.example/w</link><description>&lt;img src="w.jpg" alt="Water runs over the dry field"&gt;</description>`),
			store.FormPicture},
		{"advert by its title", titled("[Anzeige] Pumpen im Angebot", "https://moor.example/a"), store.FormAdvert},
		{"advert by its category", rss("<title>Pumps for you</title><category>Sponsored</category>"), store.FormAdvert},
		{"article about sponsors", titled("Sponsors wanted for the pump", "https://moor.example/s"), store.FormArticle},
	}
	for _, tt := range tests {
		if p := postsOf(t, tt.body, "")[0]; p.Form != tt.form {
			t.Errorf("%s: %s, want %s", tt.name, p.Form, tt.form)
		}
	}
}

// TestFeedReleaseTitles names what was released where the title has a number only.
func TestFeedReleaseTitles(t *testing.T) {
	tests := []struct{ feed, title, link, want string }{
		{"Release notes from pumpd", "v0.9", "https://code.example/moor/pumpd/releases/tag/v0.9", "pumpd v0.9"},
		{"Tags of the moor", "0.9.1-beta.2", "https://git.example/moor/tools/pumpd/-/tags/0.9.1-beta.2", "pumpd 0.9.1-beta.2"},
		{"pumpd", "Release 1.0", "https://pumpd.example/1.0", "pumpd Release 1.0"},
		{"Release notes from pumpd", "pumpd 1.0: the quiet one", "https://code.example/moor/pumpd/releases/tag/v1.0", "pumpd 1.0: the quiet one"},
		{"Release notes from pumpd", "Spring", "https://code.example/moor/pumpd/releases/tag/spring", "pumpd Spring"},
		{"Registry: newest", "valve 2.0.0", "https://registry.example/valve/2.0.0", "valve 2.0.0"},
		{"Релизы насоса", "Версия 2.1", "https://pumpd.example/ru/2.1", "Релизы насоса Версия 2.1"},
	}
	for _, tt := range tests {
		p := postsOf(t,
			`<rss><channel><title>`+tt.feed+`</title><item><title>`+tt.title+`</title><link>`+tt.link+
				`</link><description>No content.</description></item></channel></rss>`, "")[0]
		if p.Title != tt.want || p.Form != store.FormRelease {
			t.Errorf("%q of %q: %q, a %s, want %q, a release", tt.title, tt.feed, p.Title, p.Form, tt.want)
		}
	}
}
