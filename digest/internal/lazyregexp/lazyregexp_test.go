package lazyregexp

import (
	"fmt"
	"regexp"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMethods(t *testing.T) {
	const expr, s = `(?P<word>\pL+) (\d)`, "on day 1, or day 22, or never"
	want, got := regexp.MustCompile(expr), New(expr)
	for _, in := range []string{s, "", "none"} {
		for i, pair := range [][2]any{
			{want.MatchString(in), got.MatchString(in)},
			{want.FindString(in), got.FindString(in)},
			{want.FindStringSubmatch(in), got.FindStringSubmatch(in)},
			{want.FindAllString(in, -1), got.FindAllString(in, -1)},
			{want.FindAllStringSubmatch(in, -1), got.FindAllStringSubmatch(in, -1)},
			{want.ReplaceAllString(in, "$2 $1"), got.ReplaceAllString(in, "$2 $1")},
			{want.SubexpNames(), got.SubexpNames()},
		} {
			if diff := cmp.Diff(pair[0], pair[1]); diff != "" {
				t.Errorf("method %d on %q differs:\n%s", i, in, diff)
			}
		}
	}
}

// TestNew demands that an expression is compiled when it is asked, once, whoever asks, and in tests at once.
func TestNew(t *testing.T) {
	inTest = false
	t.Cleanup(func() { inTest = true })
	r := New(`^\d+$`)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			if !r.MatchString(fmt.Sprint(i)) {
				t.Errorf("MatchString(%d) = false, want true", i)
			}
		})
	}
	all.Wait()

	panics := func(do func()) (did bool) {
		defer func() { did = recover() != nil }()
		do()
		return false
	}
	var wrong *Regexp
	if panics(func() { wrong = New(`(`) }) {
		t.Error("New(`(`) panicked, want it to wait until it is asked")
	}
	if !panics(func() { wrong.MatchString("") }) {
		t.Error("MatchString() of `(` did not panic")
	}
	inTest = true
	if !panics(func() { New(`(`) }) {
		t.Error("New(`(`) in a test did not panic")
	}
}
