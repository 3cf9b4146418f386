// Package lazyregexp has regular expressions that are compiled when they are first asked, as the Go tools have them. To
// compile those of package digest takes as long as all else that happens before a command begins, and most commands ask
// none.
package lazyregexp

import (
	"os"
	"regexp"
	"strings"
	"sync"
)

// A Regexp is one of package regexp with those of its methods that are in use. It may be asked from several goroutines
// at once.
type Regexp struct {
	compiled func() *regexp.Regexp
}

// inTest tells that this is a test. There all are compiled at once, so that one which cannot be is found by every test,
// and not by the first who asks it.
var inTest = strings.HasSuffix(strings.TrimSuffix(os.Args[0], ".exe"), ".test")

// New returns the expression that expr describes. One that cannot be compiled panics when it is first asked.
func New(expr string) *Regexp {
	r := &Regexp{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })}
	if inTest {
		r.compiled()
	}
	return r
}

// MatchString is the method of regexp.Regexp of that name.
func (r *Regexp) MatchString(s string) bool {
	return r.compiled().MatchString(s)
}

// FindString is the method of regexp.Regexp of that name.
func (r *Regexp) FindString(s string) string {
	return r.compiled().FindString(s)
}

// FindStringSubmatch is the method of regexp.Regexp of that name.
func (r *Regexp) FindStringSubmatch(s string) []string {
	return r.compiled().FindStringSubmatch(s)
}

// FindAllString is the method of regexp.Regexp of that name.
func (r *Regexp) FindAllString(s string, n int) []string {
	return r.compiled().FindAllString(s, n)
}

// FindAllStringSubmatch is the method of regexp.Regexp of that name.
func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return r.compiled().FindAllStringSubmatch(s, n)
}

// ReplaceAllString is the method of regexp.Regexp of that name.
func (r *Regexp) ReplaceAllString(s, with string) string {
	return r.compiled().ReplaceAllString(s, with)
}

// SubexpNames is the method of regexp.Regexp of that name.
func (r *Regexp) SubexpNames() []string {
	return r.compiled().SubexpNames()
}
