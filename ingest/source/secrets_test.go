package source

import (
	"context"
	"strings"
	"testing"

	"recap/store"
)

func TestCursorsOfBeforeLoseTheirSecrets(t *testing.T) {
	plain := &plainSource{}
	d := discreet(&addressed{URL: "https://reader:secret@feeds.example.org/x?token=feeds"}, plain)
	old := store.Cursor(`{"url":"https://reader:secret@feeds.example.org/x?token=feeds","etag":"secret 1"}`)
	page, err := d.Fetch(t.Context(), old)
	if err != nil || string(plain.got) != string(old) || strings.Contains(string(page.Next), ":secret@") ||
		strings.Contains(string(page.Next), "feeds") {
		t.Errorf("Fetch() reads %s and stores %s, %v", plain.got, page.Next, err)
	}
	if _, err := d.Fetch(t.Context(), page.Next); err != nil || string(plain.got) != string(old) {
		t.Errorf("Fetch() of what it stored reads %s, %v", plain.got, err)
	}
}

// A plainSource gives back its cursor.
type plainSource struct{ got store.Cursor }

func (p *plainSource) Fetch(_ context.Context, cur store.Cursor) (Page, error) {
	p.got = cur
	return Page{Next: cur}, nil
}

func TestSourcesWithoutSecretsStandAlone(t *testing.T) {
	plain := &plainSource{}
	if src := discreet(&addressed{URL: "https://feeds.example.org/x?page=1"}, plain); src != Source(plain) {
		t.Errorf("discreet() = %T", src)
	}
}

// An addressed is a configuration with an address.
type addressed struct{ URL string }
