package main

import (
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/digest"
)

// A village is two communities with the same list, planet and hashtag, so that each reads its own recaps and the
// other's.
type village struct {
	mails *mailServer
	tags  *tagHost
	web   *httptest.Server
	pages map[string]string // what the web server has, by path
	list  string            // the mailbox of the list that both read
	said  int               // how often a webhook had a status posted
}

func newVillage(t *testing.T) *village {
	t.Helper()
	v := &village{mails: newMailServer(t), tags: newTagHost(t), pages: map[string]string{}}
	v.web = httptest.NewServer(v)
	t.Cleanup(v.web.Close)
	return v
}

// topic returns a mailbox in which three people write about something.
func topic(subject string) string {
	var box strings.Builder
	for i, who := range []string{"Ann Lee", "Bob Ray", "Eve Fox"} {
		reply := ""
		if i > 0 {
			reply = "In-Reply-To: <0@sluice.example.org>\n"
		}
		box.WriteString(mboxed("x",
			fmt.Sprintf("From: %s <x%d@example.com>\nDate: Mon, 19 Oct 2026 12:0%[2]d:00 +0000\n"+
				"Message-ID: <%[2]d@sluice.example.org>\n%[3]sSubject: %[4]s\n\n"+
				"%[4]s is what we have waited for since the spring, says number %[2]d of us.\n", who, i, reply, subject)))
	}
	return box.String()
}

// post puts a mail into the list's mailbox.
func (v *village) post(from, raw string) { v.list += mboxed(from, raw) }

// mboxed returns a mail as it stands in a mailbox.
func mboxed(from, raw string) string {
	return "From " + from + " Mon Oct 19 00:00:00 2026\n" + strings.ReplaceAll(raw, "\r\n", "\n") + "\n"
}

// ServeHTTP implements http.Handler: feeds are read, and whoever calls /hook has a status posted, as a program between a
// webhook and an account does.
func (v *village) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/hook" {
		fmt.Fprint(w, v.pages[r.URL.Path])
		return
	}
	body, _ := io.ReadAll(r.Body)
	var e digest.Edition
	if err := json.Unmarshal(body, &e); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	v.said++
	id := v.tags.add(time.Date(2026, 10, 20, 7, v.said, 0, 0, time.UTC), "recaps", e.Community.Name, "Fresh from the press #pumps", nil)
	w.Header().Set("Location", "https://social.example.org/users/recaps/statuses/"+id)
	w.WriteHeader(http.StatusCreated)
}

// house returns the house of one of the communities.
func (v *village) house(t *testing.T, name, more string) *house {
	t.Helper()
	host := strings.ToLower(name) + ".example.org"
	h := &house{t.TempDir(), time.Date(2026, 10, 20, 8, 0, 0, 0, time.UTC)}
	config := `community: {name: NAME, timezone: UTC, url: "https://HOST"}
sources:
  - {name: list, mbox: {path: "*.mbox"}}
  - {name: planet, every: 1m, feed: {url: "WEB/planet.xml"}}
  - {name: site, every: 1m, feed: {url: "WEB/feed.json"}}
  - {name: tag, every: 1m, mastodon: {server: "TAGS", tag: pumps}}
digests: [{name: daily, since: 2026-10-19}]
outputs:
  - {name: letter, email: {from: "NAME <recap@HOST>", to: [dev@lists.example.org], smtp: {addr: "MAIL"}}}
  - {name: pages, html: {dir: public, url: "https://HOST/recaps"}}
  - {name: feed, atom: {file: public/atom.xml, url: "https://HOST/recaps/atom.xml"}}
` + more
	writeFile(t, filepath.Join(h.dir, "recap.yaml"), strings.NewReplacer("NAME", name, "HOST", host, "WEB", v.web.URL, "TAGS", v.tags.url,
		"MAIL", v.mails.addr).Replace(config))
	writeFile(t, filepath.Join(h.dir, "home.mbox"), topic("Paint for the gates of "+name))
	return h
}

// deliver gives a house the list as it is by now.
func (v *village) deliver(t *testing.T, h *house) {
	t.Helper()
	writeFile(t, filepath.Join(h.dir, "list.mbox"), v.list)
}

// edition returns the recap that a house has told.
func (h *house) edition(t *testing.T) *digest.Edition {
	t.Helper()
	h.recap(t, exitOK, "export", "-o", filepath.Join(h.dir, "export"))
	data, err := os.ReadFile(filepath.Join(h.dir, "export", "recaps", "daily-2026-10-19.json"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := digest.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// stored returns the kinds and authors of the posts that a house has, sorted.
func (h *house) stored(t *testing.T) []string {
	t.Helper()
	h.recap(t, exitOK, "export", "-o", filepath.Join(h.dir, "export"))
	data, err := os.ReadFile(filepath.Join(h.dir, "export", "posts.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(data)) {
		var p struct {
			Kind   string
			Author struct{ Name string }
		}
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		all = append(all, p.Kind+" "+p.Author.Name)
	}
	slices.Sort(all)
	return all
}

// field returns a field of the header of a mail, with its name, and the mail without it.
func field(raw, name string) (value, rest string) {
	at := strings.Index(raw, "\n"+name+":") + 1
	end := at
	for {
		end += strings.Index(raw[end:], "\n") + 1
		if raw[end] != ' ' && raw[end] != '\t' {
			return raw[at:end], raw[:at] + raw[end:]
		}
	}
}

// rewritten returns a mail as a list hands it on that puts its own name into From, Subject and List-Id and a footer
// below the text.
func rewritten(raw, name string) string {
	raw = strings.ReplaceAll(raw, "\r\n", "\n")
	for _, drop := range []string{"From", "List-Id"} {
		_, raw = field(raw, drop)
	}
	kind, raw := field(raw, "Content-Type")
	raw = strings.Replace(raw, "\nSubject: ", "\nSubject: [dev] ", 1)
	head, body, _ := strings.Cut(raw, "\n\n")
	return "From: " + name +
		" via dev <dev@lists.example.org>\nReply-To: dev@lists.example.org\nList-Id: <dev.lists.example.org>\n" +
		strings.TrimPrefix(head, "\n") +
		"\nContent-Type: multipart/mixed; boundary=\"=_list\"\n\n--=_list\n" + kind + "\n" + body +
		"\n--=_list\nContent-Type: text/plain; charset=us-ascii\n\n_______________________________________________\n" +
		"dev mailing list\n--=_list--\n"
}

// comesBack puts what a house has published where the village reads it: mail and statuses at once, entries for the planet
// and items for the feed of sites as it returns them.
func (v *village) comesBack(t *testing.T, h *house, name, raw string) (entries, items string) {
	t.Helper()
	v.post("dev-bounces", rewritten(raw, name))
	// A list that gives mail ids of its own.
	id, other := field(rewritten(raw, name), "Message-ID")
	v.post("dev-bounces", "Message-ID: <"+name+".renamed@lists.example.org>\n"+strings.Replace(other, "Reply-To: dev@lists.example.org",
		"Reply-To: "+name+" <recap@"+strings.ToLower(name)+".example.org>, dev@lists.example.org", 1))
	if msg, err := mail.ReadMessage(strings.NewReader(rewritten(raw, name))); err != nil ||
		!strings.Contains(msg.Header.Get("Subject"), "[dev]") || id == "" {
		t.Fatalf("the list hands on what is no mail: %v", err)
	}
	feed, err := os.ReadFile(filepath.Join(h.dir, "public", "atom.xml"))
	if err != nil {
		t.Fatal(err)
	}
	_, entries, _ = strings.Cut(string(feed), "<entry>")
	entries = "<entry>" + entries[:strings.LastIndex(entries, "</feed>")]
	// The archive of the list has a feed, too, with the mail as text.
	e := h.edition(t)
	text, _ := h.recap(t, exitOK, "digest", "--date", "2026-10-19", "--format", "text")
	entries += "<entry><id>https://lists.example.org/dev/" + name + "</id><title>[dev] " + e.Title +
		`</title><link href="https://lists.example.org/dev/` + name +
		`"/><updated>2026-10-20T07:10:00Z</updated><author><name>` + name + ` by dev</name></author><content type="html">` +
		html.EscapeString("<pre>"+html.EscapeString(text)+"</pre>") + "</content></entry>"
	// And the community's site has one of its pages, in its own words.
	item, _ := json.Marshal(map[string]any{"id": e.URL, "url": e.URL, "title": e.Title,
		"content_text":   "Read all about it on our site, " + name + " folks.",
		"date_published": "2026-10-20T07:00:00Z", "authors": []any{map[string]any{"name": name + " site"}}})
	// A bridge brings the announcement of the page from another network.
	v.tags.add(time.Date(2026, 10, 20, 7, 30, 0, 0, time.UTC), "bridge"+name, name+" bridge",
		html.EscapeString(e.Title)+` <a href="`+e.URL+`">`+e.URL+"</a> #pumps", nil)
	return entries, string(item)
}

// TestOwnRecapsAreNoPosts lets what two communities publish come back to both of them, by every way: each takes the
// other's for posts and its own for none, and sends nothing because of it.
func TestOwnRecapsAreNoPosts(t *testing.T) {
	v := newVillage(t)
	sluice := v.house(t, "Sluice", "  - {name: hook, webhook: {url: \"WEB/hook\"}}\n")
	weir := v.house(t, "Weir", "")
	v.pages["/planet.xml"] = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Planet</title><id>p</id><updated>2026-10-19T12:00:00Z</updated></feed>`
	v.pages["/feed.json"] = `{"version": "https://jsonfeed.org/version/1.1", "title": "Sites", "items": []}`
	var entries string
	var items []string
	houses := map[string]*house{"Sluice": sluice, "Weir": weir}
	mails := map[string]string{}
	people := []string{"mbox Ann Lee", "mbox Bob Ray", "mbox Eve Fox"}
	for _, h := range houses {
		h.recap(t, exitOK, "ingest")
		if got := h.stored(t); !slices.Equal(got, people) {
			t.Fatalf("before anything comes back there are %q, want %q", got, people)
		}
	}
	for name, h := range houses {
		h.recap(t, exitOK, "run")
		v.mails.to(t, "dev@lists.example.org")
		mails[name] = v.mails.boxes["dev@lists.example.org"][0]
		v.mails.taken()
	}
	for name, h := range houses {
		more, item := v.comesBack(t, h, name, mails[name])
		entries, items = entries+more, append(items, item)
	}
	v.pages["/planet.xml"] = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Planet</title><id>p</id><updated>2026-10-20T12:00:00Z</updated>` +
		entries + `</feed>`
	v.pages["/feed.json"] = `{"version": "https://jsonfeed.org/version/1.1", "title": "Sites", "items": [` + strings.Join(items, ",") + `]}`
	// What people say about a recap is theirs.
	e := sluice.edition(t)
	v.post("x",
		"From: Gus Oak <gus@example.com>\nDate: Tue, 20 Oct 2026 07:20:00 +0000\nMessage-ID: <g@example.com>\nSubject: Re: [dev] "+
			e.Title+
			"\n\nThe recap forgets who painted the gates.\n\n> "+e.Brief[0].Text+"\n")
	v.tags.add(time.Date(2026, 10, 20, 7, 40, 0, 0, time.UTC), "hal", "Hal Elm",
		"I am in the recap for the first time, see "+e.URL+" #pumps", nil)

	for name, h := range houses {
		v.deliver(t, h)
		h.now = h.now.Add(time.Hour)
		before := h.edition(t)
		_, said := h.recap(t, exitOK, "run", "-v")
		other := "Sluice"
		want := append([]string{"mastodon Hal Elm", "mbox Gus Oak"}, people...)
		if name == "Sluice" {
			other = "Weir"
		} else {
			want = append(want, "mastodon Sluice") // the status of the webhook, which is Sluice's
		}
		want = append(want, "feed "+strings.ToLower(other)+".example.org", "feed "+other+" by dev", "feed "+other+" site",
			"mastodon "+other+" bridge", "mbox "+other, "mbox "+other)
		slices.Sort(want)
		if got := h.stored(t); !slices.Equal(got, want) {
			t.Errorf("%s has %q, want %q\n%s", name, got, want, said)
		}
		h.recap(t, exitOK, "ingest", "--reread")
		if got := h.stored(t); !slices.Equal(got, want) {
			t.Errorf("%s has %q after all was read again, want %q", name, got, want)
		}
		h.recap(t, exitOK, "run")
		if sent, after := v.mails.taken(), h.edition(t); sent != "" || after.Revision != before.Revision {
			t.Errorf("%s sends %q and has revision %d, want nothing sent and %d", name, sent, after.Revision, before.Revision)
		}
	}
	if v.said != 1 {
		t.Errorf("%d statuses were posted, want one", v.said)
	}
}
