package deliver

import (
	"context"
	"path/filepath"
	"reflect"
	"testing"

	"recap/digest/deliver/delivertest"
	"recap/digest/deliver/output"
	"recap/store/sqlite"
)

func openFolder(ctx context.Context, dir string) (delivertest.Store, error) {
	return sqlite.Open(ctx, filepath.Join(dir, "recap.db"))
}

func TestContract(t *testing.T) {
	for name, kind := range map[string]func(dir, addr string) output.Kind{
		"jekyll":    func(dir, _ string) output.Kind { return &Jekyll{Dir: dir} },
		"hugo":      func(dir, _ string) output.Kind { return &Hugo{Dir: dir} },
		"middleman": func(dir, _ string) output.Kind { return &Middleman{Dir: dir} },
		"html":      func(dir, _ string) output.Kind { return &HTML{Dir: dir} },
		"json":      func(dir, _ string) output.Kind { return &JSON{Dir: dir} },
		"atom": func(dir, _ string) output.Kind {
			return &Atom{File: filepath.Join(dir, "atom.xml"), URL: "https://harbour.example.org/atom.xml"}
		},
		"eml for many": func(dir, _ string) output.Kind {
			return &EML{Dir: dir, From: "recap@example.org", To: []string{"ann@example.org", "Bo <bo@example.org>"}}
		},
		"eml": func(dir, _ string) output.Kind {
			return &EML{Dir: dir, From: "recap@example.org", To: []string{"all@example.org"}}
		},
	} {
		t.Run(name, func(t *testing.T) { delivertest.Test(t, delivertest.Contract{Kind: kind, Open: openFolder}) })
	}
}

// TestKindsSayWhatTheyDo demands the four answers of every kind that a Target can hold.
func TestKindsSayWhatTheyDo(t *testing.T) {
	for _, k := range (&Target{}).kinds() {
		kind := reflect.New(reflect.TypeOf(k.kind).Elem()).Interface().(output.Kind)
		if err := kind.About().Check(); err != nil {
			t.Errorf("%s: %v", k.key, err)
		}
	}
}
