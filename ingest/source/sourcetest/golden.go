package sourcetest

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"recap/store"
)

var update = flag.Bool("update", false, "write the golden files")

// checkGolden compares posts with testdata/NAME.golden.json. Raw bytes and their sums are left out, and the address of
// the test server stands there as http://server.
func checkGolden(t *testing.T, name, base string, posts []store.Post) {
	t.Helper()
	var rows []any
	for _, p := range posts {
		data, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var row map[string]any
		if err := json.Unmarshal(data, &row); err != nil {
			t.Fatal(err)
		}
		delete(row, "Raw")
		delete(row, "Sum")
		rows = append(rows, withoutZeros(row))
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(rows); err != nil {
		t.Fatal(err)
	}
	got := out.Bytes()
	if base != "" {
		got = bytes.ReplaceAll(got, []byte(base), []byte("http://server"))
	}
	path := filepath.Join("testdata", filepath.Base(name)+".golden.json")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run the test with -update to write it", err)
	}
	if diff := gocmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("Pull() posts (-want +got):\n%s", diff)
	}
}

// withoutZeros drops the fields that say nothing, so that a golden file shows what a fixture is about.
func withoutZeros(row map[string]any) map[string]any {
	maps.DeleteFunc(row, func(_ string, v any) bool {
		switch v := v.(type) {
		case nil:
			return true
		case map[string]any:
			return len(withoutZeros(v)) == 0
		case []any:
			return len(v) == 0
		default:
			return v == "" || v == 0.0 || v == false || v == "0001-01-01T00:00:00Z"
		}
	})
	return row
}
