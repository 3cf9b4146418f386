package text

import (
	"regexp"
	"sync"
)

// Lazily returns a function that compiles a pattern when it is first called: most runs need few of them, and some take
// longer to compile than a run's first page to read.
func Lazily(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
