package digest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// arrows say which package below digest may import which; a new arrow is a line here, and a decision.
var arrows = map[string]string{
	"":                    "edit language load people period post proof prose story stream write",
	"deliver":             ". render",
	"edit":                "period",
	"internal/eval":       ".",
	"internal/lazyregexp": "",
	"internal/scene":      "language load period post",
	"language":            "internal/lazyregexp",
	"load":                "edit period",
	"people":              "internal/lazyregexp language post prose",
	"period":              "language",
	"post":                "language prose",
	"proof":               "prose",
	"prose":               "internal/lazyregexp language",
	"render":              ". language",
	"story":               "internal/lazyregexp language post prose",
	"stream":              "internal/lazyregexp language post prose story",
	"write":               "language post prose story",
}

const mostFiles = 15 // of a package, without tests

// TestPackagesPointOneWay compares what the packages below digest import of each other with arrows.
func TestPackagesPointOneWay(t *testing.T) {
	got := map[string]map[string]bool{}
	files := map[string]int{}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		dir := strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), ".")
		files[dir]++
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		if got[dir] == nil {
			got[dir] = map[string]bool{}
		}
		for _, i := range f.Imports {
			switch name := strings.Trim(i.Path.Value, `"`); {
			case name == "recap/digest":
				got[dir]["."] = true
			case strings.HasPrefix(name, "recap/digest/"):
				got[dir][strings.TrimPrefix(name, "recap/digest/")] = true
			case strings.HasPrefix(name, "recap/") && name != "recap/store" && dir != "deliver":
				t.Errorf("%s imports %s", path, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir, n := range files {
		if n > mostFiles {
			t.Errorf("the package digest/%s has %d files, more than %d: it is two packages", dir, n, mostFiles)
		}
		want, known := arrows[dir]
		if !known {
			t.Errorf("the package digest/%s is new: give it a line in this test", dir)
			continue
		}
		for _, to := range slices.Sorted(maps.Keys(got[dir])) {
			if !slices.Contains(strings.Fields(want), to) {
				t.Errorf("digest/%s imports %s", dir, to)
			}
		}
		for to := range strings.FieldsSeq(want) {
			if !got[dir][to] {
				t.Errorf("digest/%s does not import %s any more: take it off its line", dir, to)
			}
		}
	}
	for dir := range arrows {
		if files[dir] == 0 {
			t.Errorf("there is no package digest/%s", dir)
		}
	}
	t.Run("no circles", func(t *testing.T) {
		state := map[string]int{} // 1: being looked at, 2: done
		var visit func(string)
		visit = func(dir string) {
			if state[dir] == 1 {
				t.Errorf("digest/%s imports itself by way of others", dir)
			}
			if state[dir] != 0 {
				return
			}
			state[dir] = 1
			for to := range got[dir] {
				visit(strings.TrimPrefix(to, "."))
			}
			state[dir] = 2
		}
		for dir := range got {
			visit(dir)
		}
	})
}
