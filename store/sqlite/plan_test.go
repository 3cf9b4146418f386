package sqlite

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/store"
	"recap/store/storetest"
)

// TestDayOutOfMany reads one day out of many posts and looks at the plan instead of the clock: a day must be read
// through an index.
func TestDayOutOfMany(t *testing.T) {
	db := openTest(t)
	posts := synthetic(3000, 200/storetest.Slowdown)
	commit(t, db, "list", posts...)
	day := noon().AddDate(0, 0, 1)
	want := 0
	for _, p := range posts {
		if !p.Published.Before(day) && p.Published.Before(day.AddDate(0, 0, 1)) {
			want++
		}
	}
	got, err := collect(db.Posts(t.Context(), day, day.AddDate(0, 0, 1)))
	if err != nil || len(got) != want || want != 24*60 {
		t.Errorf("Posts(a day) = %d posts, %v, want %d", len(got), err, want)
	}
	if !slices.IsSortedFunc(got, func(a, b store.Post) int { return a.Published.Compare(b.Published) }) {
		t.Error("Posts(a day) is not by date")
	}
	for _, query := range []string{
		"SELECT " + postColumns + " FROM post AS p WHERE p.published >= 1 AND p.published < 2 ORDER BY p.published, p.uid",
		"SELECT uid FROM post WHERE thread = 1 ORDER BY published, uid LIMIT 1",
		"SELECT id FROM post WHERE thread = 1 AND published < 2 ORDER BY published DESC, uid DESC LIMIT 3",
		"SELECT p.id FROM post AS p WHERE TRUE ORDER BY p.published, p.key, p.uid LIMIT -1",
	} {
		rows, err := db.readers.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query)
		if err != nil {
			t.Fatal(err)
		}
		var plan []string
		for rows.Next() {
			var detail string
			if err := rows.Scan(new(int), new(int), new(int), &detail); err != nil {
				t.Fatal(err)
			}
			plan = append(plan, detail)
		}
		rows.Close()
		if text := fmt.Sprint(plan); !strings.Contains(text, "USING INDEX post_") || strings.Contains(text, "TEMP B-TREE FOR ORDER") {
			t.Errorf("plan of %s: %s", query, text)
		}
	}
}

// TestLikeSpans looks once at the posts of each first name and account, however many new authors share it.
func TestLikeSpans(t *testing.T) {
	authors := []store.Author{{Name: "Ann Lee"}, {Name: "Ann Ray", Address: "ann@example.org"}, {Name: "Known Lee"}, {Name: "ann Oak", Address: "ann@example.net"}}
	sightings := make([]store.Sighting, len(authors))
	sightings[2].Voice = time.Unix(1, 0)
	spans, of := likeSpans(authors, sightings)
	got := map[string][]int{}
	for _, s := range spans {
		got[s.From] = of[s.Number]
	}
	want := map[string][]int{"ann ": {0, 1, 3}, "a ": {0, 1, 3}, "a. ": {0, 1, 3}, "ann@": {1, 3}}
	if len(spans) != len(want) || !reflect.DeepEqual(got, want) {
		t.Errorf("spans %+v of %v, want %v", spans, of, want)
	}
}
