package mbox

import (
	"fmt"
	"time"

	"recap/ingest/source"
	"recap/ingest/source/sourcetest"
)

// inFiles is how the files look that the contract writes.
func inFiles() *sourcetest.Files {
	return &sourcetest.Files{
		Name: "list.mbox",
		Kind: func(path string) source.Kind { return &Config{Path: path} },
		Item: func(n int, at time.Time, words string) string {
			return fmt.Sprintf("From ann@example.org %s\nFrom: Ann Lee <ann@example.org>\nDate: %s\nMessage-ID: <%d@example.org>\nSubject: Letter\n\n%s\n\n",
				at.Format(time.ANSIC), at.Format(time.RFC1123Z), n, words)
		},
	}
}
