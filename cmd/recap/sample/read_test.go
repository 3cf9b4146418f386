package sample

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
)

// zone is the community's; its eight days lie in summer time.
var zone = time.FixedZone("CEST", 2*60*60)

// A read is one post as these tests read it, without the program's own adapters.
type read struct {
	host, list    string
	key, parent   string
	name, address string
	date          time.Time
	title, body   string
	header        mail.Header // of mail only
}

// get sends a request to Handler as if address led there.
func get(t *testing.T, address string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

// body returns what is served at address, which must be there.
func body(t *testing.T, address string) []byte {
	t.Helper()
	resp := get(t, address)
	data, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("GET %s = %s, %v, want 200", address, resp.Status, err)
	}
	return data
}

// mails reads one mailing list in the order of its file.
func mails(t *testing.T, list string) []read {
	t.Helper()
	var out []read
	decoder := new(mime.WordDecoder)
	for i, part := range strings.Split("\n"+string(body(t, "http://"+listsHost+"/"+list+".mbox")), "\nFrom ")[1:] {
		_, raw, _ := strings.Cut(part, "\n")
		m, err := mail.ReadMessage(strings.NewReader(raw))
		if err != nil {
			t.Fatalf("message %d of %s: %v", i+1, list, err)
		}
		from, err := mail.ParseAddress(m.Header.Get("From"))
		if original := m.Header.Get("X-Original-From"); original != "" && err == nil {
			from, err = mail.ParseAddress(original)
		}
		if err != nil {
			t.Fatalf("message %d of %s: From: %v", i+1, list, err)
		}
		date, err := m.Header.Date()
		if err != nil {
			t.Fatalf("message %d of %s: Date: %v", i+1, list, err)
		}
		title, err := decoder.DecodeHeader(m.Header.Get("Subject"))
		if err != nil {
			t.Fatalf("message %d of %s: Subject: %v", i+1, list, err)
		}
		text, err := io.ReadAll(m.Body)
		if err != nil {
			t.Fatalf("message %d of %s: %v", i+1, list, err)
		}
		out = append(out, read{
			host: listsHost, list: list, key: strings.Trim(m.Header.Get("Message-ID"), "<>"), parent: strings.Trim(m.Header.Get("In-Reply-To"), "<>"),
			name: from.Name, address: from.Address, date: date, title: title, body: string(text), header: m.Header,
		})
	}
	return out
}

// articles reads one feed.
func articles(t *testing.T, host, path string) []read {
	t.Helper()
	feed, err := gofeed.NewParser().ParseString(string(body(t, "http://"+host+path)))
	if err != nil {
		t.Fatalf("feed of %s: %v", host, err)
	}
	var out []read
	for _, item := range feed.Items {
		if len(item.Authors) != 1 || item.PublishedParsed == nil || item.Content == "" {
			t.Fatalf("item %q of %s lacks its author, date or text", item.Title, host)
		}
		out = append(out, read{host: host, key: item.GUID, name: item.Authors[0].Name, date: *item.PublishedParsed, title: item.Title, body: item.Content + " " + item.Link})
	}
	return out
}

// statuses reads the hashtag from its newest status down, page by page.
func statuses(t *testing.T) []read {
	t.Helper()
	var out []read
	next := "http://" + socialHost + "/api/v1/timelines/tag/larkspurhack?limit=40"
	for next != "" {
		resp := get(t, next)
		var page []status
		if err := json.NewDecoder(resp.Body).Decode(&page); err != nil {
			t.Fatalf("GET %s: %v", next, err)
		}
		for _, s := range page {
			date, err := time.Parse(time.RFC3339, s.CreatedAt)
			if err != nil {
				t.Fatalf("status %s: %v", s.ID, err)
			}
			parent := ""
			if s.InReplyToID != nil {
				parent = *s.InReplyToID
			}
			out = append(out, read{host: socialHost, key: s.ID, parent: parent, name: s.Account.DisplayName, date: date, body: s.Content + " " + s.URL + " " + s.URI})
		}
		next = ""
		if m := regexp.MustCompile(`<https([^>]*)>; rel="next"`).FindStringSubmatch(resp.Header.Get("Link")); m != nil {
			next = "http" + m[1]
		}
	}
	return out
}

// community reads everything, a cross-post once for each list.
func community(t *testing.T) []read {
	t.Helper()
	var all []read
	all = append(all, mails(t, "dev")...)
	all = append(all, mails(t, "users")...)
	all = append(all, articles(t, blogHost, "/atom.xml")...)
	all = append(all, articles(t, planetHost, "/rss.xml")...)
	return append(all, statuses(t)...)
}
