package feed

import (
	"fmt"
	"time"

	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

// inFiles is how the files look that the contract writes.
func inFiles() *sourcetest.Files {
	return &sourcetest.Files{
		Name: "atom.xml",
		Kind: func(path string) source.Kind { return &Config{URL: path} },
		Head: `<rss version="2.0"><channel><title>News</title>`,
		Item: func(n int, at time.Time, words string) string {
			return fmt.Sprintf("<item><guid>%d</guid><title>Note %d</title><description>%s</description><pubDate>%s</pubDate></item>\n", n, n, words, at.Format(time.RFC1123Z))
		},
		Tail: "</channel></rss>",
	}
}
