package storetest

import (
	"fmt"
	"iter"
	"recap/store"
	"strings"
	"testing"
	"time"
)

// Noon is when the posts of the contract begin.
func Noon() time.Time { return time.Date(2010, 2, 22, 12, 0, 0, 0, time.UTC) }

// Mail returns the n-th message of a list: its key is the number, and it was written n hours after noon.
func Mail(n int, refs ...int) store.Post {
	p := store.Post{
		Key:       fmt.Sprintf("%d@example.org", n),
		Kind:      "mbox",
		URL:       fmt.Sprintf("https://lists.example.org/%d", n),
		Author:    store.Author{Name: "Ann Lee", Address: "ann@example.org"},
		Title:     fmt.Sprintf("Subject %d", n),
		Text:      fmt.Sprintf("This is the text of message %d.", n),
		Published: Noon().Add(time.Duration(n) * time.Hour),
		Lists:     []string{"dev@lists.example.org"},
		Raw:       fmt.Appendf(nil, "Message-ID: <%d@example.org>\n\nThis is the text of message %d.\n", n, n),
	}
	p.Claimed = p.Published
	p.Sum = store.SumOf(p.Raw)
	for _, r := range refs {
		p.InReplyTo = append(p.InReplyTo, fmt.Sprintf("%d@example.org", r))
	}
	return p
}

// Commit stores posts from source, and brings the full-text index up to date.
func Commit(t testing.TB, db store.DB, source string, posts ...store.Post) store.Added {
	t.Helper()
	added, err := db.Commit(t.Context(), source, posts, store.Cursor(`{"page":1}`))
	if err != nil {
		t.Fatalf("Commit(%s, %d posts) = %v", source, len(posts), err)
	}
	if err := db.Index(t.Context()); err != nil { // so that each page makes a segment of its own, of which words must go again
		t.Fatalf("Index() = %v", err)
	}
	return added
}

// All returns every stored post with its raw bytes.
func All(t testing.TB, db store.DB) []store.Post {
	t.Helper()
	posts, err := collect(db.All(t.Context(), store.Filter{}))
	if err != nil {
		t.Fatalf("All() = %v", err)
	}
	for i := range posts {
		p, err := db.Post(t.Context(), posts[i].ID())
		if err != nil {
			t.Fatalf("Post(%s) = %v", posts[i].Key, err)
		}
		posts[i].Raw = p.Raw
	}
	return posts
}

// collect returns all that posts yields.
func collect(posts iter.Seq2[store.Post, error]) ([]store.Post, error) {
	var list []store.Post
	for p, err := range posts {
		if err != nil {
			return list, err
		}
		list = append(list, p)
	}
	return list, nil
}

// with returns p after a change, with bytes that belong to it.
func with(p store.Post, change func(*store.Post)) store.Post {
	change(&p)
	p.Raw = []byte(p.Title + p.Author.Name + p.Author.Address + p.Text + p.Published.String() + strings.Join(p.InReplyTo, " "))
	p.Sum = store.SumOf(p.Raw)
	return p
}
