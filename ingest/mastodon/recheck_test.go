package mastodon

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"recap/ingest/internal/fakesocial"
	"recap/ingest/internal/socialtest"
	"recap/ingest/source"
	"recap/store"
)

// TestMastodonRecheckEmptyList has a server that knows no list and answers with an empty one: each status is asked for
// before it is said to be gone.
func TestMastodonRecheckEmptyList(t *testing.T) {
	r := socialtest.ReadTag(t, mastodonOf, fakesocial.Mastodon, 5, func(fake http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			if req.URL.Path == "/api/v1/statuses" {
				w.Header().Set("Content-Type", "application/json")
				fmt.Fprint(w, "[]")
				return
			}
			fake.ServeHTTP(w, req)
		})
	})
	all := r.Fake.Statuses()
	r.Fake.Delete(all[2].ID)
	done, err := source.Recheck(t.Context(), r.Db, "tag", r.Src, r.Refs(t))
	if want := (store.Followed{Gone: 1}); err != nil || done != want {
		t.Errorf("Recheck() = %+v, %v, want %+v", done, err, want)
	}
	if slices.ContainsFunc(r.Posts(t), func(p store.Post) bool { return p.Key == all[2].URI() }) {
		t.Error("the deleted post is still stored")
	}
}
