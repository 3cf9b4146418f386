package sample

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestDocumentsAnswerConditionalRequests(t *testing.T) {
	for _, address := range []string{
		"http://" + listsHost + "/dev.mbox", "http://" + listsHost + "/users.mbox",
		"http://" + blogHost + "/atom.xml", "http://" + planetHost + "/rss.xml",
	} {
		first := get(t, address)
		tag, modified := first.Header.Get("ETag"), first.Header.Get("Last-Modified")
		if first.StatusCode != http.StatusOK || tag == "" || modified == "" {
			t.Errorf("GET %s = %s with ETag %q and Last-Modified %q", address, first.Status, tag, modified)
		}
		for _, header := range [][]string{{"If-None-Match", tag}, {"If-Modified-Since", modified}} {
			again := get(t, address, header...)
			if rest, _ := io.ReadAll(again.Body); again.StatusCode != http.StatusNotModified || len(rest) > 0 {
				t.Errorf("GET %s with %s = %s and %d bytes, want 304 and none", address, header[0], again.Status, len(rest))
			}
		}
		if other := get(t, address, "If-None-Match", `"other"`); other.StatusCode != http.StatusOK {
			t.Errorf("GET %s with another ETag = %s, want 200", address, other.Status)
		}
	}
}

func TestHandlerTellsHostsApart(t *testing.T) {
	for address, want := range map[string]int{
		"http://" + listsHost + ":8080/dev.mbox":     http.StatusOK,
		"http://LISTS.larkspur.example.org/dev.mbox": http.StatusOK,
		"http://" + blogHost + "/dev.mbox":           http.StatusNotFound,
		"http://" + socialHost + "/atom.xml":         http.StatusNotFound,
		"http://other.example.org/dev.mbox":          http.StatusMisdirectedRequest,
		"http://127.0.0.1:8080/dev.mbox":             http.StatusMisdirectedRequest,
	} {
		if got := get(t, address); got.StatusCode != want {
			t.Errorf("GET %s = %s, want %d", address, got.Status, want)
		}
	}
}

// timeline asks for a page and returns the ids on it, newest first, and its Link header.
func timeline(t *testing.T, params string) (ids []string, link string) {
	t.Helper()
	resp := get(t, "http://"+socialHost+"/api/v1/timelines/tag/larkspurhack?"+params)
	var page []status
	if err := json.NewDecoder(resp.Body).Decode(&page); err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("timeline(%s) = %s, %v, want 200", params, resp.Status, err)
	}
	for _, s := range page {
		ids = append(ids, s.ID)
	}
	return ids, resp.Header.Get("Link")
}

func TestTimelinePages(t *testing.T) {
	var all []string
	for _, s := range readStatuses() {
		all = append(all, s.ID)
	}
	if !slices.IsSortedFunc(readStatuses(), func(a, b *status) int { return int(b.number>>16) - int(a.number>>16) }) {
		t.Error("content/statuses.json is not in the order of time")
	}
	for _, tt := range []struct {
		params string
		want   []string
	}{
		{"", all[:20]},
		{"limit=5", all[:5]},
		{"limit=400", all[:40]},
		{"limit=5&max_id=" + all[4], all[5:10]},
		{"limit=5&min_id=" + all[20], all[15:20]},
		{"limit=5&since_id=" + all[20], all[:5]},
		{"limit=5&min_id=" + all[2], all[:2]},
		{"limit=5&min_id=" + all[0], nil},
		{"max_id=" + all[len(all)-1], nil},
	} {
		if got, _ := timeline(t, tt.params); !slices.Equal(got, tt.want) {
			t.Errorf("timeline(%s) = %v, want %v", tt.params, got, tt.want)
		}
	}
	_, link := timeline(t, "limit=5&max_id="+all[4])
	for _, want := range []string{`limit=5&max_id=` + all[9] + `>; rel="next"`, `limit=5&min_id=` + all[5] + `>; rel="prev"`} {
		if !strings.Contains(link, want) {
			t.Errorf("Link: %s, want it to have %s", link, want)
		}
	}
	if _, link := timeline(t, "min_id="+all[0]); link != "" {
		t.Errorf("Link of an empty page: %s, want none", link)
	}
}

func TestTimelineFiltersHashtags(t *testing.T) {
	all, _ := timeline(t, "limit=40")
	both, _ := timeline(t, "limit=40&all[]=Varne")
	without, _ := timeline(t, "limit=40&none[]=varne")
	local, _ := timeline(t, "limit=40&local=true")
	if len(both) == 0 || len(both) >= len(all) {
		t.Errorf("all[]=Varne gives %d statuses of %d", len(both), len(all))
	}
	for _, id := range both {
		if slices.Contains(without, id) {
			t.Errorf("none[]=varne gives %s, which has that hashtag", id)
		}
	}
	if len(local) == 0 || len(local) >= len(all) {
		t.Errorf("local=true gives %d statuses of %d", len(local), len(all))
	}
	if resp := get(t, "http://"+socialHost+"/api/v1/timelines/tag/nothing"); resp.StatusCode != http.StatusOK ||
		string(must(io.ReadAll(resp.Body))) != "[]" {
		t.Errorf("the timeline of an unused hashtag = %s, want 200 and []", resp.Status)
	}
	if resp := get(t, "http://"+socialHost+"/api/v1/timelines/tag/larkspurhack?min_id=new"); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("min_id=new = %s, want 400", resp.Status)
	}
}

func must(data []byte, _ error) []byte { return data }

func TestStatusesLookLikeMastodons(t *testing.T) {
	bots, warnings, closed, replies := 0, 0, 0, 0
	for _, s := range readStatuses() {
		if s.Visibility != "public" || s.CreatedAt == "" || !strings.HasSuffix(s.URI, "/statuses/"+s.ID) || len(s.Tags) == 0 {
			t.Errorf("status %s has visibility %q, date %q, uri %q and %d tags", s.ID, s.Visibility, s.CreatedAt, s.URI, len(s.Tags))
		}
		if !regexp.MustCompile(`^<p>.*class="mention hashtag" rel="tag">#<span>larkspurhack</span></a>.*</p>$`).MatchString(s.Content) {
			t.Errorf("status %s has the content %s", s.ID, s.Content)
		}
		switch {
		case s.Account.Bot:
			bots++
		case s.SpoilerText != "":
			warnings++
		case strings.Contains(s.Account.Note, "<span>nobot</span>"):
			closed++
		case s.InReplyToID != nil:
			replies++
		}
	}
	if bots == 0 || warnings == 0 || closed == 0 || replies == 0 {
		t.Errorf("%d statuses of bots, %d with a warning, %d of people who want no robots, %d replies; want some of each",
			bots, warnings, closed, replies)
	}
}

func TestMarkup(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"a < b", "<p>a &lt; b</p>"},
		{"to #Varne.", `<p>to <a href="https://h.example.org/tags/varne" class="mention hashtag" rel="tag">#<span>Varne</span></a>.</p>`},
		{"see https://a.example.org/b",
			`<p>see <a href="https://a.example.org/b" target="_blank" rel="nofollow noopener noreferrer"><span class="invisible">https://</span><span class="">a.example.org/b</span><span class="invisible"></span></a></p>`},
		{"https://a.example.org/0123456789/0123456789",
			`<p><a href="https://a.example.org/0123456789/0123456789" target="_blank" rel="nofollow noopener noreferrer"><span class="invisible">https://</span><span class="ellipsis">a.example.org/0123456789/01234</span><span class="invisible">56789</span></a></p>`},
	} {
		if got := markup(tt.text, "h.example.org"); got != tt.want {
			t.Errorf("markup(%q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestStatusesByTheirIDs(t *testing.T) {
	ids, _ := timeline(t, "limit=2")
	base := "http://" + socialHost + "/api/v1/statuses"
	var page []status
	if err := json.NewDecoder(get(t, base+"?id[]="+ids[0]+"&id[]=1&id[]="+ids[1]).Body).Decode(&page); err != nil ||
		len(page) != 2 || page[0].ID != ids[0] || page[1].ID != ids[1] {
		t.Errorf("GET of three ids, one of them unknown = %d statuses, %v, want %s", len(page), err, ids)
	}
	var one status
	if err := json.NewDecoder(get(t, base+"/"+ids[1]).Body).Decode(&one); err != nil || one.ID != ids[1] {
		t.Errorf("GET of %s = %s, %v", ids[1], one.ID, err)
	}
	if resp := get(t, base+"/1"); resp.StatusCode != http.StatusNotFound {
		t.Errorf("GET of an unknown id = %s, want 404", resp.Status)
	}
}
