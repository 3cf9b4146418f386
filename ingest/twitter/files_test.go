package twitter

import (
	"fmt"
	"testing"
	"time"

	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

func TestFiles(t *testing.T) {
	sourcetest.TestFiles(t, sourcetest.Files{
		Name: "statuses.jsonl",
		Kind: func(path string) source.Kind { return &Config{Path: path} },
		Item: func(n int, at time.Time, words string) string {
			return fmt.Sprintf(`{"id_str":"%d","full_text":%q,"created_at":%q,"user":{"screen_name":"ann"}}`+"\n", n, words, at.Format(time.RubyDate))
		},
	})
}
