package deliver

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/digest"
	"recap/digest/deliver/output"
	"recap/digest/render"
	"recap/store"
	"recap/store/sqlite"
)

// sample returns the edition of an invented community's busy day.
func sample(t *testing.T) *digest.Edition {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "render", "testdata", "edition.json"))
	if err != nil {
		t.Fatal(err)
	}
	e, err := digest.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// dayAfter returns another edition, of the next day.
func dayAfter(t *testing.T) *digest.Edition {
	e := sample(t)
	e.ID, e.Slug, e.Title = "daily-2026-10-17", "fenwick-2026-10-17", "Fenwick, the day after"
	e.Period.Start, e.Period.End = e.Period.End, e.Period.End.AddDate(0, 0, 1)
	return e
}

// openStore returns a database in which the editions are recorded.
func openStore(t *testing.T, editions ...*digest.Edition) *sqlite.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "recap.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	for _, e := range editions {
		save(t, db, e)
	}
	return db
}

func save(t *testing.T, db *sqlite.DB, e *digest.Edition) {
	t.Helper()
	var b bytes.Buffer
	if err := render.JSON(&b, e); err != nil {
		t.Fatal(err)
	}
	if _, err := db.SaveEdition(t.Context(), store.EditionRecord{ID: e.ID, Revision: e.Revision, Digest: e.Digest,
		Start: e.Period.Start, End: e.Period.End, Title: e.Title, Slug: e.Slug, JSON: b.Bytes()}, nil); err != nil {
		t.Fatal(err)
	}
}

// targets are outputs of every kind that writes files, below dir, with the files that the sample makes.
func targets(dir string) map[string]struct {
	target Target
	files  []string
} {
	at := func(name string) string { return filepath.Join(dir, name) }
	return map[string]struct {
		target Target
		files  []string
	}{
		"jekyll": {Target{Name: "site", Jekyll: &Jekyll{Dir: at("jekyll"), URL: "https://example.org/",
			Permalink: "/recaps/{year}/{month}/{day}/{slug}/"}},
			[]string{"jekyll/_posts/2026-10-16-fenwick-tide-days-day-2.md"}},
		"hugo": {Target{Name: "site", Hugo: &Hugo{Dir: at("hugo"), Tags: []string{"News"}}},
			[]string{"hugo/content/blog/2026-10-16-fenwick-tide-days-day-2.md"}},
		"middleman": {Target{Name: "site", Middleman: &Middleman{Dir: at("mm"), Posts: ".",
			Author: Author{"Mira Solberg", "mira"}}}, []string{"mm/2026-10-16-fenwick-tide-days-day-2.md"}},
		"html": {Target{Name: "pages", HTML: &HTML{Dir: at("html"), URL: "https://example.org/recaps"}},
			[]string{"html/fenwick-tide-days-day-2.html", "html/index.html"}},
		"json": {Target{Name: "export", JSON: &JSON{Dir: at("data")}},
			[]string{"data/recaps/daily-2026-10-16.json", "data/recaps_index.json"}},
		"atom": {Target{Name: "feed", Atom: &Atom{File: at("public/atom.xml"),
			URL: "https://example.org/atom.xml"}}, []string{"public/atom.xml"}},
		"eml": {Target{Name: "mail", EML: &EML{Dir: at("outgoing"), From: "recap@example.org",
			To: []string{"all@example.org"}}}, []string{"outgoing/daily-2026-10-16.eml"}},
	}
}

func publish(t *testing.T, target Target, in output.Input) ([]output.File, error) {
	t.Helper()
	o, err := target.Output()
	if err != nil {
		t.Fatal(err)
	}
	in.Now = time.Date(2026, 10, 17, 7, 0, 0, 0, time.UTC)
	return o.Publish(t.Context(), in)
}

// tree returns the files below dir, their bytes and times of change.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		rel, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(rel)] = info.ModTime().String() + "\n" + string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestPublish(t *testing.T) {
	for kind, tt := range targets(t.TempDir()) {
		t.Run(kind, func(t *testing.T) {
			if got := tt.target.Kind(); got != kind {
				t.Fatalf("Kind() = %q", got)
			}
			dir := t.TempDir()
			tt := targets(dir)[kind]
			e := sample(t)
			db := openStore(t, e)
			files, err := publish(t, tt.target, output.Input{Edition: e, Ledger: db, DryRun: true})
			if err != nil || len(files) != len(tt.files) || !files[0].Written || len(tree(t, dir)) > 0 {
				t.Fatalf("dry run: %+v, %v, with files %v", files, err, tree(t, dir))
			}
			if rows, err := db.Deliveries(t.Context(), e.ID); err != nil || len(rows) > 0 {
				t.Fatalf("dry run recorded %v (%v)", rows, err)
			}

			files, err = publish(t, tt.target, output.Input{Edition: e, Ledger: db})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range files {
				rel, _ := filepath.Rel(dir, f.Path)
				got = append(got, filepath.ToSlash(rel))
				if info, err := os.Stat(f.Path); err != nil || !f.Written || int(info.Size()) != f.Size || info.Mode().Perm()&0o444 == 0 {
					t.Errorf("Publish() says %+v, the file system %v (%v)", f, info, err)
				}
			}
			slices.Sort(got)
			if diff := cmp.Diff(tt.files, got); diff != "" {
				t.Errorf("Publish() wrote other files (-want +got):\n%s", diff)
			}
			before := tree(t, dir)
			rows, err := db.Deliveries(t.Context(), e.ID)
			if err != nil || len(rows) != len(files) {
				t.Errorf("the ledger has %d rows (%v), want %d", len(rows), err, len(files))
			}

			files, err = publish(t, tt.target, output.Input{Edition: e, All: []*digest.Edition{e}, Ledger: db})
			if err != nil || slices.ContainsFunc(files, func(f output.File) bool { return f.Written }) {
				t.Errorf("a second Publish() gives %+v, %v, want nothing written", files, err)
			}
			if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
				t.Errorf("a second Publish() changed files:\n%s", diff)
			}
		})
	}
}

func TestPublishNextEdition(t *testing.T) {
	first, second := sample(t), dayAfter(t)
	for kind := range targets("") {
		dir := t.TempDir()
		target := targets(dir)[kind].target
		db := openStore(t, first, second)
		for i, e := range []*digest.Edition{first, second, first} { // the last as after a restore of the files
			all := []*digest.Edition{first, second}[:min(i+1, 2)]
			if _, err := publish(t, target, output.Input{Edition: e, All: all, Ledger: db}); err != nil {
				t.Errorf("%s: Publish(%s): %v", kind, e.ID, err)
			}
		}
	}
}

func TestPublishLeavesEditedFiles(t *testing.T) {
	dir := t.TempDir()
	target := targets(dir)["jekyll"].target
	e := sample(t)
	db := openStore(t, e)
	files, err := publish(t, target, output.Input{Edition: e, Ledger: db})
	if err != nil {
		t.Fatal(err)
	}
	path := files[0].Path
	if err := os.WriteFile(path, []byte("by hand"), 0o644); err != nil {
		t.Fatal(err)
	}
	e.Revision, e.Title = 2, "A better title"
	save(t, db, e)
	_, err = publish(t, target, output.Input{Edition: e, Ledger: db})
	var edited *output.EditedError
	if !errors.As(err, &edited) || edited.Path != path || !strings.Contains(err.Error(), "--revise") {
		t.Fatalf("Publish() over an edited file: %v, want an output.EditedError that names it", err)
	}
	if data, _ := os.ReadFile(path); string(data) != "by hand" {
		t.Errorf("the edited file was overwritten: %.40q", data)
	}
	rows, err := db.Deliveries(t.Context(), e.ID)
	if err != nil || len(rows) != 2 || rows[1].State != "failed" || rows[1].Error == "" {
		t.Errorf("the ledger says %+v (%v), want one delivered and one failed", rows, err)
	}
	if _, err := publish(t, target, output.Input{Edition: e, Ledger: db, Revise: true}); err != nil {
		t.Errorf("Publish() with Revise: %v", err)
	}
	if data, _ := os.ReadFile(path); !strings.Contains(string(data), "A better title") {
		t.Errorf("Publish() with Revise left %.80q", data)
	}
	if rows, _ := db.Deliveries(t.Context(), e.ID); rows[1].State != "delivered" {
		t.Errorf("after Revise the ledger says %+v", rows[1])
	}
}

func TestPublishLists(t *testing.T) {
	first, second := sample(t), dayAfter(t)
	for kind := range targets("") {
		dir := t.TempDir()
		target := targets(dir)[kind].target
		db := openStore(t, first, second)
		files, err := publish(t, target, output.Input{Edition: first, All: []*digest.Edition{first, second}, Ledger: db})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if err := os.WriteFile(f.Path, []byte("by hand"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		_, err = publish(t, target, output.Input{Edition: first, All: []*digest.Edition{first}, Ledger: db, Lists: true})
		var want []*output.EditedError
		for i, f := range files {
			list := i == 1 || kind == "atom"
			if !list {
				want = append(want, &output.EditedError{Path: f.Path})
			}
			if data, _ := os.ReadFile(f.Path); list == (string(data) == "by hand") {
				t.Errorf("%s: Publish() with Lists leaves %.40q in %s", kind, data, f.Path)
			}
		}
		left, rest := output.Edited(err)
		if rest != nil {
			t.Errorf("%s: Publish() with Lists: %v", kind, rest)
		}
		if diff := cmp.Diff(want, left); diff != "" {
			t.Errorf("%s: output.Edited() of %v (-want +got):\n%s", kind, err, diff)
		}
	}
}

func TestEdited(t *testing.T) {
	edited := &output.EditedError{Path: "day.md"}
	for _, err := range []error{edited, errors.Join(fmt.Errorf("output site: %w", edited), context.Canceled), context.Canceled, nil} {
		left, rest := output.Edited(err)
		if got, want := len(left) == 1, errors.As(err, new(*output.EditedError)); got != want {
			t.Errorf("output.Edited(%v) = %v, _, want the file: %t", err, left, want)
		}
		if got, want := errors.Is(rest, context.Canceled), errors.Is(err, context.Canceled); got != want ||
			errors.As(rest, new(*output.EditedError)) {
			t.Errorf("output.Edited(%v) = _, %v, want what else failed", err, rest)
		}
	}
}

func TestPublishAfterFailure(t *testing.T) {
	dir := t.TempDir()
	target := targets(dir)["html"].target
	first, second := sample(t), dayAfter(t)
	db := openStore(t, first, second)
	if _, err := publish(t, target, output.Input{Edition: first, Ledger: db}); err != nil {
		t.Fatal(err)
	}
	index := filepath.Join(dir, "html", "index.html")
	old, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(index, []byte("by hand"), 0o644); err != nil {
		t.Fatal(err)
	}
	files, err := publish(t, target, output.Input{Edition: second, All: []*digest.Edition{first}, Ledger: db})
	if err == nil || len(files) != 2 {
		t.Fatalf("Publish() = %+v, %v, want the page and that of the day before written, and an error for the list", files, err)
	}
	if err := os.WriteFile(index, old, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := publish(t, target, output.Input{Edition: second, All: []*digest.Edition{first}, Ledger: db}); err != nil {
		t.Errorf("Publish() after the list was put back: %v", err)
	}
	if data, _ := os.ReadFile(index); !strings.Contains(string(data), "the day after") {
		t.Error("the list does not name the second edition")
	}
}

func TestPublishConflicts(t *testing.T) {
	first, second := sample(t), dayAfter(t)
	second.Slug = first.Slug
	for _, kind := range []string{"hugo", "html"} {
		dir := t.TempDir()
		target := targets(dir)[kind].target
		_, err := publish(t, target, output.Input{Edition: second, All: []*digest.Edition{first}})
		if err == nil || !strings.Contains(err.Error(), first.ID) || len(tree(t, dir)) > 0 {
			t.Errorf("%s: two editions at one address: %v, want an error that names both and no file", kind, err)
		}
	}
	second.Slug = "../../escape"
	if _, err := publish(t, targets(t.TempDir())["jekyll"].target, output.Input{Edition: second}); err == nil {
		t.Error("a slug leaves the folder")
	}
}

func TestDigestsOfTarget(t *testing.T) {
	dir := t.TempDir()
	target := targets(dir)["atom"].target
	target.Digests = []string{"daily"}
	weekly := dayAfter(t)
	weekly.Digest = "weekly"
	if !target.Takes("daily") || target.Takes("weekly") {
		t.Error("Takes() does not follow Digests")
	}
	if _, err := publish(t, target, output.Input{Edition: sample(t), All: []*digest.Edition{weekly}}); err != nil {
		t.Fatal(err)
	}
	if data := tree(t, dir)["public/atom.xml"]; strings.Contains(data, "the day after") || !strings.Contains(data, "clocks") {
		t.Errorf("the feed of the daily digest holds\n%s", data)
	}
}

func TestTargetErrors(t *testing.T) {
	for _, tt := range []struct {
		target Target
		want   string
	}{
		{Target{Name: "x"},
			"no kind; give one of jekyll, hugo, middleman, html, json, atom, eml, email, sendmail, listmonk, buttondown, webhook"},
		{Target{Name: "x", JSON: &JSON{Dir: "d"}, HTML: &HTML{Dir: "d"}}, "more than one kind, html and json"},
		{Target{Name: "x", Jekyll: &Jekyll{}}, `jekyll needs the key "dir"`},
		{Target{Name: "x", Atom: &Atom{}}, `atom needs the key "file"`},
		{Target{Name: "x", EML: &EML{Dir: "d"}}, `eml needs the key "from"`},
	} {
		if _, err := tt.target.Output(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Output() of %+v: %v, want %q", tt.target, err, tt.want)
		}
	}
}

func TestTargetURL(t *testing.T) {
	e := sample(t)
	for kind, want := range map[string]string{
		"jekyll": "https://example.org/recaps/2026/10/16/fenwick-tide-days-day-2/",
		"html":   "https://example.org/recaps/fenwick-tide-days-day-2.html",
		"hugo":   "",
		"json":   "",
	} {
		target := targets("")[kind].target
		if got := target.URL(e); got != want {
			t.Errorf("URL() of %s = %q, want %q", kind, got, want)
		}
		if got := expand(target.About().Page, e); got != want {
			t.Errorf("URLPattern() of %s gives %q, want %q", kind, got, want)
		}
	}
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "new", "folder", "a.md")
	if written, err := output.WriteFile(path, []byte("one")); !written || err != nil {
		t.Fatalf("output.WriteFile() = %v, %v, want a new file", written, err)
	}
	if written, err := output.WriteFile(path, []byte("one")); written || err != nil {
		t.Errorf("output.WriteFile() of the same bytes = %v, %v, want nothing done", written, err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link.md")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	var noFile *output.NotFileError
	if written, err := output.WriteFile(link, []byte("two")); written || !errors.As(err, &noFile) ||
		!strings.Contains(err.Error(), "link.md is a link") {
		t.Errorf("output.WriteFile() through a link = %v, %v", written, err)
	}
	data, err := os.ReadFile(path)
	info, _ := os.Lstat(link)
	if err != nil || string(data) != "one" || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("after output.WriteFile() through a link the file holds %q (%v), the link is %v", data, err, info.Mode())
	}
	if written, err := output.WriteFile(path, []byte("two")); !written || err != nil {
		t.Errorf("output.WriteFile() of other bytes = %v, %v", written, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("output.WriteFile() changed the permissions to %v (%v)", info.Mode(), err)
	}
	if got := tree(t, dir); len(got) != 2 {
		t.Errorf("output.WriteFile() left files behind: %v", got)
	}
	if _, err := output.WriteFile(filepath.Join(path, "below-a-file"), nil); err == nil {
		t.Error("output.WriteFile() below a file succeeds")
	}
}

func TestWriteJSON(t *testing.T) {
	dir := t.TempDir()
	if err := WriteJSON(dir, []*digest.Edition{sample(t), dayAfter(t)}); err != nil {
		t.Fatal(err)
	}
	before := tree(t, dir)
	if len(before) != 3 {
		t.Errorf("WriteJSON() wrote %d files, want 3", len(before))
	}
	if err := WriteJSON(dir, []*digest.Edition{dayAfter(t), sample(t)}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Errorf("WriteJSON() of the same editions in another order changed files:\n%s", diff)
	}
}

func TestPublishCancelled(t *testing.T) {
	dir := t.TempDir()
	target := targets(dir)["json"].target
	o, err := target.Output()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := o.Publish(ctx, output.Input{Edition: sample(t)}); !errors.Is(err, context.Canceled) || len(tree(t, dir)) > 0 {
		t.Errorf("Publish() when cancelled: %v with files %v", err, tree(t, dir))
	}
}

// TestPublishNeighbours demands that pages lead to each other, that what somebody changed or took away stays so, and
// that the ledger knows whose page was written.
func TestPublishNeighbours(t *testing.T) {
	dir := t.TempDir()
	target := targets(dir)["html"].target
	first, second := sample(t), dayAfter(t)
	third, weekly := dayAfter(t), dayAfter(t)
	third.ID, third.Slug, third.Period.Label = "daily-2026-10-18", "fenwick-2026-10-18", "The third day"
	third.Period.Start, third.Period.End = second.Period.End, second.Period.End.AddDate(0, 0, 1)
	weekly.ID, weekly.Slug, weekly.Digest = "weekly-2026-10-18", "fenwick-week", "weekly"
	db := openStore(t, first, second, third, weekly)
	page := func(e *digest.Edition) string {
		data, err := os.ReadFile(filepath.Join(dir, "html", e.Slug+".html"))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	all := []*digest.Edition{first, second, third, weekly}
	for i, e := range all {
		if _, err := publish(t, target, output.Input{Edition: e, All: all[:i+1], Ledger: db}); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		e              *digest.Edition
		earlier, later string
	}{{first, "", second.Slug}, {second, first.Slug, third.Slug}, {third, second.Slug, ""}, {weekly, "", ""}} {
		for rel, slug := range map[string]string{"prev": tt.earlier, "next": tt.later} {
			got := strings.Contains(page(tt.e), `rel="`+rel+`"`)
			if want := slug != ""; got != want || want && !strings.Contains(page(tt.e), `<a rel="`+rel+`" href="`+slug+`.html">`) {
				t.Errorf("the page of %s does not lead to %q as %s", tt.e.ID, slug, rel)
			}
		}
	}
	rows, err := db.Deliveries(t.Context(), second.ID)
	if err != nil || !slices.ContainsFunc(rows, func(d store.Delivery) bool {
		return d.Sum == fmt.Sprintf("%x",
			sha256.Sum256([]byte(page(second))))
	}) {
		t.Errorf("the ledger of %s is %v (%v), want its page as it was written for %s", second.ID, rows, err, third.ID)
	}

	byHand := filepath.Join(dir, "html", second.Slug+".html")
	if err := os.WriteFile(byHand, []byte("by hand"), 0o644); err != nil {
		t.Fatal(err)
	}
	third.Period.Label, third.Revision = "Another label", 2
	save(t, db, third)
	if _, err := publish(t, target, output.Input{Edition: third, All: all, Ledger: db}); err != nil || page(second) != "by hand" {
		t.Errorf("Publish() beside a page that was changed: %v, and the page is %.40q", err, page(second))
	}
	if err := os.Remove(byHand); err != nil {
		t.Fatal(err)
	}
	if _, err := publish(t, target, output.Input{Edition: third, All: all, Ledger: db}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(byHand); err == nil {
		t.Error("Publish() made the page of another edition that was taken away")
	}
}

// TestPublishLook brings the community's look and its feed into pages and mail.
func TestPublishLook(t *testing.T) {
	dir := t.TempDir()
	look, err := render.NewLook(render.Branding{Accent: "#345", Footer: "Ours alone."}, "")
	if err != nil {
		t.Fatal(err)
	}
	for kind, want := range map[string][]string{"html": {"#334455", "Ours alone.",
		`<link rel="alternate" type="application/atom+xml" title="Recaps" href="https://example.org/atom.xml">`},
		"eml": {"#334455", "Ours alone."}} {
		files, err := publish(t, targets(dir)[kind].target, output.Input{Edition: sample(t), Look: look,
			Atom: "https://example.org/atom.xml"})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			data, err := os.ReadFile(f.Path)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range want {
				if !bytes.Contains(data, []byte(w)) {
					t.Errorf("%s does not hold %q", filepath.Base(f.Path), w)
				}
			}
		}
	}
}
