package feed

import (
	"net/http"
	"path/filepath"
	"testing"

	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

func TestFeedContract(t *testing.T) {
	for _, file := range []string{"rss.xml", "planet.atom", "news.rdf", "feed.json"} {
		t.Run(file, func(t *testing.T) {
			sourcetest.Test(t, sourcetest.Contract{Name: "feed/" + file, Source: "news", Files: inFiles(), Kind: func(string) source.Kind {
				return &Config{URL: filepath.Join("testdata", file)}
			}})
		})
	}
	t.Run("http", func(t *testing.T) {
		sourcetest.Test(t, sourcetest.Contract{Name: "feed/http", Server: feedServer, Source: "news", Kind: func(base string) source.Kind {
			return &Config{URL: base + "/rss.xml"}
		}})
	})
}

// feedServer serves the fixtures with an ETag each and understands If-None-Match.
func feedServer(t *testing.T) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `W/"`+r.URL.Path+`"`)
		w.Header().Set("Content-Type", "application/rss+xml")
		http.ServeFile(w, r, filepath.Join("testdata", filepath.Base(r.URL.Path)))
	})
}
