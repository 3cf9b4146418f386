package mbox

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"recap/ingest/internal/testmail"
	"recap/ingest/source"
)

// readBoxes returns what one read of the boxes at path gives.
func readBoxes(t *testing.T, path string, now time.Time) (source.Page, error) {
	t.Helper()
	m := &Config{Path: path}
	src, err := m.Open("", source.Env{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	return src.Fetch(t.Context(), nil)
}

// agedBox writes a file of a test, last changed at mtime, and returns its path.
func agedBox(t *testing.T, name, data string, mtime time.Time) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := errors.Join(os.WriteFile(path, []byte(data), 0o600), os.Chtimes(path, mtime, mtime)); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestDoubtfulLines has a box in which something that may be the beginning of a mail was taken as text: the read says
// so.
func TestDoubtfulLines(t *testing.T) {
	now := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	page, err := readBoxes(t, agedBox(t, "dev.mbox",
		testmail.Mbox(testmail.Letter(1, "one\nFrom ben\nSubject: lost\n\nis it?"), testmail.Letter(2, "two")), now), now)
	if err != nil || len(page.Posts) != 2 || len(page.Skipped) != 1 ||
		!strings.Contains(page.Skipped[0].Error(), "may be where a mail begins") {
		t.Errorf("Fetch() gave %d posts, skipped %v, %v, want two posts and one doubt", len(page.Posts), page.Skipped, err)
	}
	page, err = readBoxes(t, agedBox(t, "dev.mbox",
		testmail.Mbox(testmail.Letter(1, "From here on:\nit works"), testmail.Letter(2, ">From ben\nSubject: x")), now), now)
	if err != nil || len(page.Posts) != 2 || len(page.Skipped) != 0 {
		t.Errorf("Fetch() gave %d posts, skipped %v, %v, want two posts and no doubt", len(page.Posts), page.Skipped, err)
	}
}

// TestNoBox has files of other programs: each is refused with what it seems to be.
func TestNoBox(t *testing.T) {
	now := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	for data, want := range map[string]string{
		`{"id_str": "17", "full_text": "warm"}` + "\n": "statuses", "[\n {\"id\": 17}]\n": "statuses",
		"<?xml version=\"1.0\"?><rss/>": "feed", "!BDN\x00\x01": "Outlook", "\xff\xfeF\x00r\x00": "UTF-16",
	} {
		if page, err := readBoxes(t, agedBox(t, "dev.mbox", data, now), now); err == nil ||
			!strings.Contains(err.Error(), want) || len(page.Posts) != 0 {
			t.Errorf("Fetch() of %q gave %d posts, %v, want an error that speaks of %q", data, len(page.Posts), err, want)
		}
	}
}

// TestUndatedMail has mails that say nothing of when they were written: they are no younger than their file.
func TestUndatedMail(t *testing.T) {
	now, then := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC), time.Date(2009, 5, 4, 3, 2, 1, 0, time.UTC)
	const undated = "From: Ben Frost <ben@example.org>\nSubject: oven\nDate: some day in spring\n\nThe oven is warm.\n"
	box, folder := agedBox(t, "dev.mbox", "From -\n"+undated, then), filepath.Dir(agedBox(t, "one.eml", undated, then))
	for _, path := range []string{box, folder} {
		page, err := readBoxes(t, path, now)
		if err != nil || len(page.Posts) != 1 || !page.Posts[0].Published.Equal(then) || !page.Posts[0].Claimed.IsZero() {
			t.Errorf("Fetch() of %s gave %+v, %v, want one post of %v that claims no date", filepath.Base(path), page.Posts, err, then)
		}
	}
}

// TestZipOfMails has an archive of a mailbox and of two mails that stand alone.
func TestZipOfMails(t *testing.T) {
	now := time.Date(2026, 11, 2, 0, 0, 0, 0, time.UTC)
	packed := zipBox(t, map[string]string{"a.mbox": testmail.Mbox(testmail.Letter(1, "one"), testmail.Letter(2, "two")),
		"b.eml": testmail.Letter(3, "three"), "c.eml": testmail.Letter(4, "four")})
	page, err := readBoxes(t, agedBox(t, "dev.zip", packed, now), now)
	if err != nil || len(page.Posts) != 4 || len(page.Skipped) != 0 {
		t.Errorf("Fetch() gave %d posts, skipped %v, %v, want four posts", len(page.Posts), page.Skipped, err)
	}
}
