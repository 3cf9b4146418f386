package twitter

import (
	"fmt"
	"time"

	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

// inFiles is how the files look that the contract writes.
func inFiles() *sourcetest.Files {
	return &sourcetest.Files{
		Name: "statuses.jsonl",
		Kind: func(path string) source.Kind { return &Config{Path: path} },
		Item: func(n int, at time.Time, words string) string {
			return fmt.Sprintf(`{"id_str":"%d","full_text":%q,"created_at":%q,"user":{"screen_name":"ann"}}`+"\n", n, words,
				at.Format(time.RubyDate))
		},
	}
}
