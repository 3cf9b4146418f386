package mbox

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/ingest/source"
	"recap/store"
	"recap/store/sqlite"
)

// pullBoxes writes each mailbox to a file, reads each as a source of its own into one store, in order, and returns the
// posts that are there then.
func pullBoxes(t *testing.T, boxes ...string) []store.Post {
	t.Helper()
	ctx, dir := context.Background(), t.TempDir()
	db, err := sqlite.Open(ctx, filepath.Join(dir, "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for i, box := range boxes {
		path := filepath.Join(dir, fmt.Sprintf("%d.mbox", i))
		if err := os.WriteFile(path, []byte(box), 0o600); err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("box%d", i)
		kind := &Config{Path: path, List: "dev@lists.example.org"}
		for range 2 { // the second time adds nothing
			src, err := source.Open(kind, name, source.Env{Now: func() time.Time {
				return time.Date(2026, 11, 20, 12, 0, 0, 0,
					time.UTC)
			}, Known: func(ctx context.Context, copies []store.Copy) ([]bool, error) { return db.Known(ctx, name, copies) }})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := source.Pull(ctx, db, name, src, false, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	var posts []store.Post
	for p, err := range db.Posts(ctx, time.Time{}, time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)) {
		if err != nil {
			t.Fatal(err)
		}
		posts = append(posts, p)
	}
	return posts
}

// TestInventedIDs has one mail that came without a Message-ID as different archives show it: it is one post whichever
// comes first. Another mail of the same writer is another.
func TestInventedIDs(t *testing.T) {
	const from = "From ann@example.org Sun Nov  1 09:00:07 2026\n"
	copies := []string{
		"From: Ann Lee <ann@example.org>\nDate: Sun, 1 Nov 2026 10:00:00 +0100\nSubject: [dev] Bread oven\n\n" +
			"Write to bob@example.net for the key.\n\n> a quote\n\n-- \nAnn\n",
		"From: ann at example.org (Ann Lee)\nDate: Sun, 1 Nov 2026 10:00:00 +0100\nSubject: [dev] Bread oven\n\n" +
			"Write to bob at example.net for the key.\n> a quote\n\n",
		"From: Ann Lee <ann@example.org>\nDate: Sun, 01 Nov 2026 09:00:00 -0000\nSubject: [dev] Bread\n oven\n" +
			"Message-ID: <179532524427.1.2.generated@localhost>\nContent-Type: text/plain; charset=utf-8\n\n" +
			"Write to bob(a)example.net\nfor the key.\n\n> a quote\n",
		"From: Ann Lee <ann@example.org>\nDate: Sun, 1 Nov 2026 10:00:00 +0100\nSubject: Bread oven\nMessage-ID: <20261101090000." +
			strings.Repeat("aB3",
				14) + "x@z>\nContent-Transfer-Encoding: quoted-printable\n\nWrite to bob@example.net =\nfor the key.\n" +
			"_______________________________________________\ndev mailing list\ndev@lists.example.org\n" +
			"https://lists.example.org/mailman/listinfo/dev\n",
		"From: Ann Lee via dev <dev@lists.example.org>\nReply-To: Ann Lee <ann@example.org>\n" +
			"List-Post: <mailto:dev@lists.example.org>\nDate: Sun, 1 Nov 2026 10:00:00 +0100\nSubject: Bread oven\n\n" +
			"Write to bob@example.net for the key.\n",
	}
	other := from +
		"From: Ann Lee <ann@example.org>\nDate: Sun, 1 Nov 2026 10:00:00 +0100\nSubject: [dev] Bread oven\n\n" +
		"Write to cleo@example.net for the flour.\n\n"
	for first := range copies {
		boxes := []string{other}
		for i := range copies {
			boxes = append(boxes, from+copies[(first+i)%len(copies)]+"\n")
		}
		posts := pullBoxes(t, boxes...)
		if len(posts) != 2 {
			t.Errorf("copy %d first: %d posts, want 2", first, len(posts))
			for _, p := range posts {
				t.Logf("%s from %v: %q", p.Key, p.Sources, p.Text)
			}
			continue
		}
		for _, p := range posts {
			if want := map[bool]int{true: len(copies), false: 1}[strings.Contains(p.Text, "key")]; len(p.Sources) != want {
				t.Errorf("copy %d first: %q is in %v, want %d sources", first, p.Text, p.Sources, want)
			}
		}
	}
}

// TestDigestPosts reads a list twice, once mail by mail and once in a digest: each mail is one post, and the digest
// another that a program sent.
func TestDigestPosts(t *testing.T) {
	const (
		from = "From dev-bounces@lists.example.org Sun Nov  1 12:00:00 2026\n"
		one  = "Date: Sun, 1 Nov 2026 09:00:00 +0000\nFrom: Ann Lee <ann@example.org>\nSubject: [dev] Oven\n" +
			"Message-ID: <1@example.org>\n\nIt arrives on Friday.\n"
		two = "Date: Sun, 1 Nov 2026 10:00:00 +0000\nFrom: Bob Stone <bob@example.org>\nSubject: Re: [dev] Oven\n" +
			"Message-ID: <2@example.org>\nIn-Reply-To: <1@example.org>\n\nI bring flour.\n"
	)
	digest := from +
		"From: dev-request@lists.example.org\nDate: Sun, 1 Nov 2026 12:00:00 +0000\nSubject: dev Digest, Vol 3, Issue 17\n" +
		"Message-ID: <digest@lists.example.org>\n\nToday's Topics\n\n" +
		strings.Repeat("-", 70) + "\n\nMessage: 1\n" + one + "\n" + strings.Repeat("-", 30) + "\n\nMessage: 2\n" + two +
		"\n" + strings.Repeat("-", 30) + "\n\nEnd of dev Digest, Vol 3, Issue 17\n**********************************\n\n"
	single := from + one + "\n" + from + two + "\n"
	for name, boxes := range map[string][]string{"digest first": {digest, single}, "digest last": {single, digest}, "digest alone": {digest}} {
		posts := pullBoxes(t, boxes...)
		if len(posts) != 3 {
			t.Errorf("%s: %d posts, want 3", name, len(posts))
			continue
		}
		for i, want := range []struct {
			key, text string
			machine   bool
		}{{"1@example.org", "It arrives on Friday.", false}, {"2@example.org", "I bring flour.", false},
			{"digest@lists.example.org", "Today's Topics", true}} {
			p := posts[i]
			key, suffix, _ := strings.Cut(p.Key, "#")
			if enclosed := name == "digest alone" && !want.machine; suffix != "" != enclosed || p.Within != "" != enclosed {
				t.Errorf("%s: post %d = %q within %q, want a bare key for what came alone", name, i, p.Key, p.Within)
			}
			if key != want.key || p.Text != want.text || p.Machine != "" != want.machine {
				t.Errorf("%s: post %d = %q, %q, machine %q, want %q, %q, machine: %t", name, i, p.Key, p.Text, p.Machine,
					want.key, want.text, want.machine)
			}
		}
		if posts[0].Thread != posts[1].Thread || posts[2].Thread == posts[0].Thread {
			t.Errorf("%s: threads %d, %d and %d, want the mails in one and the digest alone", name, posts[0].Thread,
				posts[1].Thread, posts[2].Thread)
		}
	}
}
