package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recap/digest/render"
	"recap/ingest"
)

// arrows say which package of the program may import which; a new arrow is a line here, and a decision.
var arrows = map[string]string{
	"cmd/recap": "cmd/recap/internal/alert cmd/recap/internal/collect cmd/recap/internal/config cmd/recap/internal/console " +
		"cmd/recap/internal/edition cmd/recap/internal/people cmd/recap/internal/preview cmd/recap/internal/redaction cmd/recap/internal/returns cmd/recap/internal/serve cmd/recap/internal/starter " +
		"cmd/recap/sample digest digest/audit digest/deliver digest/deliver/output digest/draft digest/edit " +
		"digest/language digest/model digest/model/ask digest/period digest/render ingest ingest/feed ingest/fetch ingest/source ingest/text store " +
		"store/sqlite",
	"cmd/recap/internal/alert": "cmd/recap/internal/config cmd/recap/internal/console cmd/recap/internal/edition " +
		"digest/deliver digest/deliver/outbox digest/deliver/output store",
	"cmd/recap/internal/collect": "cmd/recap/internal/config cmd/recap/internal/console ingest ingest/fetch ingest/source " +
		"store",
	"cmd/recap/internal/config": "cmd/recap/internal/console cmd/recap/internal/programme digest digest/deliver " +
		"digest/deliver/output digest/model digest/model/ask digest/period digest/render ingest ingest/fetch ingest/source store",
	"cmd/recap/internal/console": "ingest/source",
	"cmd/recap/internal/edition": "cmd/recap/internal/config cmd/recap/internal/console digest digest/audit digest/deliver " +
		"digest/deliver/outbox digest/deliver/output digest/draft digest/edit digest/language digest/load " +
		"digest/model digest/period digest/render ingest ingest/source store",
	"cmd/recap/internal/people":    "digest/deliver digest/deliver/output store",
	"cmd/recap/internal/preview":   "digest digest/render",
	"cmd/recap/internal/programme": "cmd/recap/internal/console digest ingest/bounds ingest/text",
	"cmd/recap/internal/redaction": "cmd/recap/internal/console store",
	"cmd/recap/internal/returns":   "cmd/recap/internal/people digest/render ingest/source ingest/text store",
	"cmd/recap/internal/serve":     "cmd/recap/internal/people digest/render store",
	"cmd/recap/internal/starter": "cmd/recap/internal/config cmd/recap/internal/console ingest ingest/discover ingest/fetch " +
		"ingest/source",
	"cmd/recap/sample": "",
	"digest": "digest/edit digest/language digest/load digest/model digest/people digest/period digest/post " +
		"digest/proof digest/prose digest/story digest/stream digest/write store",
	"digest/audit": "digest digest/edit digest/language digest/people digest/post digest/proof digest/prose digest/render store",
	"digest/deliver": "digest/deliver/outbox digest/deliver/output digest/deliver/smtp " +
		"digest digest/render store",
	"digest/deliver/delivertest": "digest digest/deliver/output store",
	"digest/deliver/outbox":      "digest/deliver/output store",
	"digest/deliver/smtp":        "digest/deliver/outbox store",
	"digest/deliver/output":      "digest digest/render store",
	"digest/draft":               "digest digest/edit digest/language digest/proof digest/render",
	"digest/edit":                "digest/period store",
	"digest/internal/eval":       "digest store",
	"digest/internal/lazyregexp": "",
	"digest/internal/scene":      "digest/language digest/load digest/period digest/post store",
	"digest/language":            "digest/internal/lazyregexp",
	"digest/load":                "digest/edit digest/model digest/period store",
	"digest/model":               "digest/internal/lazyregexp digest/language digest/post digest/proof digest/prose",
	"digest/model/ask":           "digest/model",
	"digest/people":              "digest/internal/lazyregexp digest/language digest/post digest/prose store",
	"digest/period":              "digest/language",
	"digest/post":                "digest/language digest/prose store",
	"digest/proof":               "digest/internal/lazyregexp digest/language digest/prose",
	"digest/prose":               "digest/internal/lazyregexp digest/language",
	"digest/render":              "digest digest/edit digest/language",
	"digest/story":               "digest/internal/lazyregexp digest/language digest/post digest/prose store",
	"digest/stream":              "digest/internal/lazyregexp digest/language digest/post digest/prose digest/story store",
	"digest/write":               "digest/internal/lazyregexp digest/language digest/post digest/prose digest/story",
	"ingest": "ingest/bluesky ingest/discourse ingest/feed ingest/fetch ingest/hackernews " +
		"ingest/hyperkitty ingest/imap ingest/mail ingest/mailarchive ingest/maildir " +
		"ingest/mailkind ingest/mastodon ingest/mbox ingest/nntp ingest/pipermail ingest/ponymail " +
		"ingest/publicinbox ingest/source ingest/twitter store",
	"ingest/bluesky":  "ingest/fetch ingest/machine ingest/social ingest/source ingest/text ingest/when store",
	"ingest/bounds":   "",
	"ingest/box":      "ingest/mail ingest/text store",
	"ingest/charset":  "",
	"ingest/discover": "ingest ingest/fetch ingest/source ingest/text store",
	"ingest/discourse": "ingest/fetch ingest/machine ingest/mailkind ingest/social ingest/source ingest/text " +
		"ingest/when store",
	"ingest/feed": "ingest/fetch ingest/machine ingest/social ingest/source ingest/syndication ingest/text " +
		"ingest/when store",
	"ingest/fetch":      "ingest/bounds ingest/text",
	"ingest/hackernews": "ingest/fetch ingest/social ingest/source ingest/text ingest/when store",
	"ingest/hyperkitty": "ingest/box ingest/fetch ingest/mail ingest/mailkind ingest/source ingest/when store",
	"ingest/imap": "ingest/bounds ingest/box ingest/fetch ingest/mail ingest/mailkind ingest/source " +
		"ingest/wire store",
	"ingest/internal/fakesocial": "",
	"ingest/internal/socialtest": "ingest/fetch ingest/internal/fakesocial ingest/internal/testkit ingest/source " +
		"ingest/source/sourcetest store store/sqlite",
	"ingest/internal/testkit": "ingest/box ingest/fetch ingest/internal/testmail ingest/source ingest/source/sourcetest " +
		"store store/sqlite",
	"ingest/internal/testmail": "",
	"ingest/machine":           "ingest/text store",
	"ingest/mail":              "ingest/charset ingest/machine ingest/text ingest/when store",
	"ingest/mailarchive": "ingest/box ingest/charset ingest/fetch ingest/mail ingest/mailkind ingest/source ingest/syndication " +
		"ingest/text store",
	"ingest/maildir":   "ingest/box ingest/fetch ingest/mailkind ingest/source store",
	"ingest/mailkind":  "ingest/box ingest/fetch ingest/mail ingest/source store",
	"ingest/mastodon":  "ingest/fetch ingest/machine ingest/social ingest/source ingest/text ingest/when store",
	"ingest/mbox":      "ingest/box ingest/fetch ingest/mailkind ingest/source store",
	"ingest/nntp":      "ingest/box ingest/fetch ingest/mail ingest/mailkind ingest/source ingest/wire store",
	"ingest/pipermail": "ingest/box ingest/fetch ingest/mailkind ingest/source ingest/text store",
	"ingest/ponymail":  "ingest/box ingest/fetch ingest/mailkind ingest/source ingest/text ingest/when store",
	"ingest/publicinbox": "ingest/box ingest/fetch ingest/mail ingest/mailkind ingest/source ingest/syndication " +
		"store",
	"ingest/social":            "ingest/fetch ingest/source ingest/text store",
	"ingest/source":            "ingest/fetch store",
	"ingest/source/sourcetest": "ingest/fetch ingest/source ingest/text store",
	"ingest/syndication":       "ingest/bounds ingest/charset ingest/fetch ingest/text",
	"ingest/text":              "",
	"ingest/twitter": "ingest/social ingest/source ingest/twitter/api ingest/twitter/files ingest/twitter/v1 " +
		"ingest/twitter/x store",
	"ingest/twitter/api":    "ingest/fetch ingest/social ingest/text",
	"ingest/twitter/files":  "ingest/social ingest/source ingest/twitter/api ingest/twitter/status store",
	"ingest/twitter/status": "ingest/social ingest/text ingest/when store",
	"ingest/twitter/v1":     "ingest/fetch ingest/social ingest/source ingest/twitter/api ingest/twitter/status store",
	"ingest/twitter/x": "ingest/fetch ingest/social ingest/source ingest/text ingest/twitter/api " +
		"ingest/twitter/status store",
	"ingest/when":     "",
	"ingest/wire":     "ingest/bounds ingest/fetch ingest/text",
	"store":           "",
	"store/sqlite":    "store",
	"store/storetest": "store",
}

// mostFiles is how many files a package has at most, without tests: what has more is two packages. The rooms of digest
// are small.
func mostFiles(dir string) int {
	switch {
	case strings.HasPrefix(dir, "digest"):
		return 15
	}
	return 30
}

// TestPackagesPointOneWay compares what the packages import of each other with arrows, and counts their files.
func TestPackagesPointOneWay(t *testing.T) {
	got, files := importsBelow(t, filepath.Join("..", ".."))
	for dir, n := range files {
		if n > mostFiles(dir) {
			t.Errorf("the package %s has %d files, more than %d: it is two packages", dir, n, mostFiles(dir))
		}
		want, known := arrows[dir]
		if !known {
			t.Errorf("the package %s is new: give it a line in this test", dir)
			continue
		}
		for _, to := range slices.Sorted(maps.Keys(got[dir])) {
			if !slices.Contains(strings.Fields(want), to) {
				t.Errorf("%s imports %s", dir, to)
			}
		}
		for to := range strings.FieldsSeq(want) {
			if !got[dir][to] {
				t.Errorf("%s does not import %s any more: take it off its line", dir, to)
			}
		}
	}
	for dir := range arrows {
		if files[dir] == 0 {
			t.Errorf("there is no package %s", dir)
		}
	}
}

// TestKindsStandAlone demands that no kind of source imports another, that only the table knows the kinds, and that
// digest and store know nothing of sources.
func TestKindsStandAlone(t *testing.T) {
	got, _ := importsBelow(t, filepath.Join("..", ".."))
	kindOf := func(dir string) string { // "" for what is no kind
		name, _, _ := strings.Cut(strings.TrimPrefix(dir, "ingest/"), "/")
		if strings.HasPrefix(dir, "ingest/") && slices.Contains(ingest.Kinds(), name) {
			return name
		}
		return ""
	}
	for dir, imports := range got {
		for to := range imports {
			switch kind := kindOf(to); {
			case kind != "" && kind != kindOf(dir) && dir != "ingest" && !(dir == "cmd/recap" && kind == "feed"): // lists of feeds are read and written by the program
				t.Errorf("%s imports %s", dir, to)
			case strings.HasPrefix(to, "ingest") && (strings.HasPrefix(dir, "digest") || strings.HasPrefix(dir, "store")) && !(dir == "digest/deliver" && to == "ingest/fetch"):
				t.Errorf("%s imports %s", dir, to)
			}
		}
	}
}

// TestOnlyTheEngineKnowsSQL demands that SQL stands in store/sqlite alone, and that one file of the program opens it.
func TestOnlyTheEngineKnowsSQL(t *testing.T) {
	var openers []string
	err := walkImports(filepath.Join("..", ".."), func(file, to string) {
		dir := path.Dir(file)
		switch {
		case dir == "store/sqlite" || strings.HasPrefix(dir, "ingest/internal/"): // those are for tests
		case to == "database/sql" || strings.HasPrefix(to, "modernc.org/sqlite") || to == "github.com/gofrs/flock":
			t.Errorf("%s imports %s", file, to)
		case to == "recap/store/sqlite":
			openers = append(openers, file)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"cmd/recap/app.go"}; !slices.Equal(openers, want) {
		t.Errorf("%q open the database, want %q", openers, want)
	}
}

// importsBelow returns what each package below root imports of the others, and how many files it has, without tests.
func importsBelow(t *testing.T, root string) (got map[string]map[string]bool, files map[string]int) {
	t.Helper()
	got, files = map[string]map[string]bool{}, map[string]int{}
	err := walkImports(root, func(file, to string) {
		dir := path.Dir(file)
		if got[dir] == nil {
			got[dir] = map[string]bool{}
		}
		if to == "" {
			files[dir]++
		}
		if to, ok := strings.CutPrefix(to, "recap/"); ok {
			got[dir][to] = true
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return got, files
}

// walkImports calls visit for each import of each file below root, without tests, and with "" for a file itself.
func walkImports(root string, visit func(file, to string)) error {
	return filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") ||
			strings.Contains(file, "testdata") {
			return err
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		visit(filepath.ToSlash(rel), "")
		for _, i := range f.Imports {
			visit(filepath.ToSlash(rel), strings.Trim(i.Path.Value, `"`))
		}
		return nil
	})
}

// TestPlaces demands that pages call the place of each kind what the kind calls it.
func TestPlaces(t *testing.T) {
	for _, kind := range ingest.Kinds() {
		if got, want := render.PlaceOf(kind), string(ingest.AboutKind(kind).Place); got != want {
			t.Errorf("pages call what %s reads a %s, and the kind calls it a %s", kind, got, want)
		}
	}
}

// mostMethods is how many methods a type of the program has at most: what has more is several things.
const mostMethods = 30

// TestNoTypeDoesItAll counts the methods of the types of the program and its rooms.
func TestNoTypeDoesItAll(t *testing.T) {
	methods := map[string]int{}
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv != nil {
				methods[path.Dir(filepath.ToSlash(file))+"."+receiver(fn.Recv.List[0].Type)]++
			}
		}
		return nil
	})
	if err != nil || len(methods) < 10 {
		t.Fatalf("found %d types with methods, %v", len(methods), err)
	}
	for name, n := range methods {
		if n > mostMethods {
			t.Errorf("%s has %d methods, more than %d", name, n, mostMethods)
		}
	}
}

// receiver returns the name of the type that a method belongs to.
func receiver(t ast.Expr) string {
	switch t := t.(type) {
	case *ast.StarExpr:
		return receiver(t.X)
	case *ast.IndexExpr:
		return receiver(t.X)
	case *ast.Ident:
		return t.Name
	}
	return ""
}
