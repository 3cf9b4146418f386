package ingest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"recap/ingest/feed"
	"recap/ingest/fetch"
	"recap/ingest/source"
)

// openAt opens a feed at an address of the server with these credentials and query.
func openAt(t *testing.T, server *httptest.Server, user, query string) source.Source {
	t.Helper()
	address := strings.Replace(server.URL, "://", "://"+user, 1) + "/feed.xml" + query
	src, err := source.Open(&feed.Config{URL: address}, "moor", source.Env{HTTP: fetch.New(fetch.Options{}), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func TestSecretsOfAddressesAreNotStored(t *testing.T) {
	conditional := false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, password, _ := r.BasicAuth(); password == "" && r.URL.RawQuery == "" {
			t.Errorf("a request without credentials: %s", r.URL)
		}
		conditional = r.Header.Get("If-None-Match") == `"a"`
		w.Header().Set("ETag", `"a"`)
		w.Write([]byte(`<rss version="2.0"><channel><item><guid isPermaLink="false">1</guid><title>Peat</title><link>` +
			r.URL.RequestURI() + `&amp;id=1</link>
			<description>&lt;a href="/more?` + r.URL.RawQuery + `"&gt;more&lt;/a&gt; on peat</description></item></channel></rss>`))
	}))
	defer server.Close()
	for _, tt := range []struct{ user, query, other, otherQuery string }{
		{"reader:fl%2Fod+gate77@", "", "reader:ot%2Fher99gate@", ""},
		{"", "?token=fl%2Fod+gate77&x=1", "", "?token=other99gate&x=1"},
		{"floodgate77@", "?x=1", "other99gate@", "?x=1"},
	} {
		page, err := openAt(t, server, tt.user, tt.query).Fetch(t.Context(), nil)
		if err != nil || len(page.Posts) != 1 {
			t.Fatalf("Fetch() = %d posts, %v", len(page.Posts), err)
		}
		p := page.Posts[0]
		stored := string(page.Next) + p.URL + strings.Join(p.Links, " ")
		for _, word := range []string{"gate77", "fl/od", "fl%2Fod"} {
			if strings.Contains(stored, word) {
				t.Errorf("%s%s: stored is %s", tt.user, tt.query, stored)
			}
		}
		if p.URL == "" {
			t.Errorf("%s%s: the post has no address", tt.user, tt.query)
		}
		// what is stored means the same feed, also with a new password
		for _, user := range [][2]string{{tt.user, tt.query}, {tt.other, tt.otherQuery}} {
			again, err := openAt(t, server, user[0], user[1]).Fetch(t.Context(), page.Next)
			if err != nil || !conditional {
				t.Errorf("%s%s: with the stored cursor Fetch() asks as for a new feed (%v)", user[0], user[1], err)
			}
			if strings.Contains(string(again.Next), "gate") {
				t.Errorf("%s%s: stored is %s", user[0], user[1], again.Next)
			}
		}
	}
}
