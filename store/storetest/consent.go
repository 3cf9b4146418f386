package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"recap/store"
)

func testConsents(t *testing.T, e Engine) {
	db := e.open(t)
	at := time.Date(2026, 10, 19, 8, 0, 0, 0, time.UTC)
	counted := store.Post{Key: "https://social.example.org/@ann/1", Policy: store.PolicyCount, Published: at}
	quoted := store.Post{Key: "one@example.org", Author: store.Author{Name: "Ann Lee"}, Text: "The pump runs.", Published: at}
	for source, posts := range map[string][]store.Post{"tag": {counted, quoted}, "list": {quoted}} {
		if _, err := db.Commit(t.Context(), source, posts, nil); err != nil {
			t.Fatal(err)
		}
	}
	got, err := db.Consents(t.Context(), []string{counted.ID(), quoted.ID(), quoted.ID(), store.PostID("", "unknown@example.org"), "no id"})
	want := map[string]store.Consent{counted.ID(): {Policy: store.PolicyCount, Sources: []string{"tag"}},
		quoted.ID(): {Policy: store.PolicyQuote, Sources: []string{"list", "tag"}}}
	if diff := cmp.Diff(want, got, cmpopts.SortSlices(func(a, b string) bool { return a < b })); err != nil || diff != "" {
		t.Errorf("Consents() = %v, differs (-want +got):\n%s", err, diff)
	}
	if got, err := db.Consents(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("Consents(nil) = %v, %v, want none", got, err)
	}
}
