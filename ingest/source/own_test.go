package source

import (
	"context"
	"slices"
	"testing"
	"time"

	"recap/store"
)

// gates is a recap that was told.
var gates = Recap{Page: "https://sluice.example.org/recaps/gates.html", Ended: time.Date(2026, 10, 20, 0, 0, 0, 0, time.UTC),
	Title: "Paint for the gates", Heads: []string{"Sluice", "Monday, 19 October 2026", "In short", "Read on the web"},
	First: "Paint for the gates: 3 posts from 3 people. Winter opening: vote open, 2 for, 1 against"}

const shortly = "Paint for the gates\n===\n\nIn short\n* Paint for the gates: 3 posts from 3 people.\n" +
	"* Winter opening: vote open, 2 for, 1 against\n\nThe day brought rain."

// TestCopiesOfRecaps tells copies of a recap that have no id of it from what people wrote about the same.
func TestCopiesOfRecaps(t *testing.T) {
	after, page := gates.Ended.Add(8*time.Hour), []string{gates.Page}
	for name, tt := range map[string]struct {
		post store.Post
		want bool
	}{
		"the page as an entry": {store.Post{Form: store.FormArticle,
			URL: "http://www.sluice.example.org/recaps/gates.html?utm_source=rss", Text: "Read it here."}, true},
		"the text of the mail": {store.Post{Form: store.FormArticle, Text: shortly}, true},
		"the same under a masthead": {store.Post{Form: store.FormMail,
			Text: "Sluice\nMonday, 19 October 2026 · Read on the web\n\n" + shortly}, true},
		"in short alone": {store.Post{Form: store.FormArticle, Text: shortly[24:]}, true},
		"its beginning": {store.Post{Form: store.FormArticle,
			Text: "Paint for the gates In short Paint for the gates: 3 posts fr"}, true},
		"a status of title and page": {store.Post{Form: store.FormStatus,
			Text: "Paint for the gates " + gates.Page + " #sluice", Links: page}, true},
		"with the title cut off": {store.Post{Form: store.FormStatus, Text: "Paint for the ga… " + gates.Page, Links: page}, true},
		"with what it tells first": {store.Post{Form: store.FormStatus,
			Text: "Paint for the gates: 3 posts from " + gates.Page, Links: page}, true},
		"a mail of that subject": {store.Post{Form: store.FormMail, Title: gates.Title,
			Text: "Paint for the gates is what we lack. Who has some?"}, false},
		"a mail of these words alone": {store.Post{Form: store.FormMail, Title: gates.Title, Text: "Paint for the gates"}, false},
		"a status without the page":   {store.Post{Form: store.FormStatus, Text: "Paint for the gates"}, false},
		"with words of somebody": {store.Post{Form: store.FormStatus,
			Text: "Paint for the gates! At last somebody says it: " + gates.Page, Links: page}, false},
		"a status about it": {store.Post{Form: store.FormStatus, Text: "I am in the recap " + gates.Page, Links: page}, false},
		"an article that leads to it": {store.Post{Form: store.FormArticle, URL: "https://ann.example.org/1",
			Text: "The recap of today is right about paint.", Links: page}, false},
		"somebody's submission": {store.Post{Form: store.FormLink, URL: gates.Page, Title: gates.Title}, false},
		"an answer below the whole of it": {store.Post{Form: store.FormMail, InReplyTo: []string{"x@y"},
			Text: shortly + "\nI have paint."}, false},
		"what was there before": {store.Post{Form: store.FormArticle, URL: gates.Page, Text: shortly,
			Published: gates.Ended.Add(-time.Hour)}, false},
	} {
		p := tt.post
		if p.Published.IsZero() {
			p.Published = after
		}
		k := &knownOwn{Own: &Own{}, told: []recapWords{newRecapWords(gates), newRecapWords(Recap{Ended: gates.Ended})}}
		if got := k.has(&p); got != tt.want {
			t.Errorf("%s: has() = %v, want %v", name, got, tt.want)
		}
	}
}

// pages is a source with one page, which can be asked after its posts.
type pages struct{ page Page }

func (s pages) Fetch(context.Context, store.Cursor) (Page, error) { return s.page, nil }
func (s pages) Recheck(context.Context, []store.Ref) ([]store.Change, error) {
	return nil, nil
}

// TestPostedStatuses leaves out a status that was posted for the program, and what passes it on, and asks once for the
// recaps of the time of the posts.
func TestPostedStatuses(t *testing.T) {
	const mine = "https://social.example.org/users/recap/statuses/1"
	at := time.Date(2026, 10, 20, 7, 0, 0, 0, time.UTC)
	var from, to time.Time
	own := &Own{Posted: func(context.Context) ([]string, error) { return []string{mine}, nil },
		Told: func(_ context.Context, f, t time.Time) ([]Recap, error) { from, to = f, t; return nil, nil }}
	src := withoutOwn(pages{Page{Posts: []store.Post{{Key: mine, Published: at}, {Key: "2", URL: mine, Published: at},
		{Key: "3", ShareOf: mine, Published: at},
		{Key: "4", Published: at.Add(time.Hour)}, {Key: "5", Published: at.Add(-time.Hour)}}}}, own)
	if _, ok := src.(Rechecker); !ok {
		t.Error("the source cannot be asked after its posts any more")
	}
	page, err := src.Fetch(t.Context(), nil)
	var left []string
	for _, p := range page.Posts {
		left = append(left, p.Key)
	}
	if err != nil || !slices.Equal(left, []string{"4", "5"}) {
		t.Errorf("Fetch() leaves %q, %v, want 4 and 5", left, err)
	}
	if !from.Before(at.Add(-comesBack)) || !to.Equal(at.Add(time.Hour)) {
		t.Errorf("it asked for recaps of %v to %v", from, to)
	}
}
