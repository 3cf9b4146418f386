package sqlite

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"slices"

	"recap/store"
)

// A knot is a post in threads that rethread looks at, a key beside which posts stand, or, with neither, a thread that
// it does not look at.
type knot struct {
	id     int64 // row number; 0 for what is no post
	thread int64 // the number that it has
	parent int   // index of another knot of its set; its own for the first one
}

// A tangle is what rethread knows of the threads that it looks at.
type tangle struct {
	*batch
	inside  map[int64]bool // numbers of the threads
	knots   []knot
	posts   map[uid]int   // indexes of the posts, by uid
	ghosts  map[uid]int   // of keys that no post has
	outside map[int64]int // of threads that are not looked at
}

// rethread finds the threads of the posts of unsettled threads anew, by the place of each post, so that it does not
// matter which came first. It is called once a batch, because many arrivals unsettle the same thread.
func (b *batch) rethread() error {
	if len(b.unsettled) == 0 {
		return nil
	}
	t := &tangle{batch: b, inside: map[int64]bool{}, posts: map[uid]int{}, ghosts: map[uid]int{}, outside: map[int64]int{}}
	for n := range b.unsettled {
		t.inside[b.present(n)] = true
	}
	clear(b.unsettled)
	numbers := make([]int64, 0, len(t.inside))
	for n := range t.inside {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	list, err := json.Marshal(numbers)
	if err != nil {
		return err
	}
	if err := t.load(string(list)); err != nil {
		return err
	}
	if err := t.connect(string(list)); err != nil {
		return err
	}
	if err := t.renumber(string(list)); err != nil {
		return err
	}
	clear(b.nodes)
	clear(b.joined)
	return nil
}

// load adds the posts of the threads, by their numbers.
func (t *tangle) load(list string) error {
	return t.each("SELECT id, uid, thread FROM post WHERE thread IN (SELECT value FROM json_each(?)) ORDER BY id",
		[]any{list}, func(rows *sql.Rows) error {
			k := knot{parent: len(t.knots)}
			var own sql.RawBytes
			if err := rows.Scan(&k.id, &own, &k.thread); err != nil {
				return err
			}
			t.posts[uid(own)] = len(t.knots)
			t.knots = append(t.knots, k)
			return nil
		})
}

// connect puts every post and every key that a removed post left behind in its place.
func (t *tangle) connect(list string) error {
	type place struct {
		own  int
		refs []uid // nearest first
	}
	var places []place
	err := t.each("SELECT uid, scope, refs FROM post WHERE thread IN (SELECT value FROM json_each(?)) AND refs <> '' ORDER BY id",
		[]any{list}, func(rows *sql.Rows) error {
			var own sql.RawBytes
			var scope, refs string
			if err := rows.Scan(&own, &scope, &refs); err != nil {
				return err
			}
			p := place{own: t.posts[uid(own)]}
			keys := lines(refs)
			for i := len(keys) - 1; i >= 0; i-- {
				if keys[i] == store.RefsDivider {
					continue
				}
				u := uidOf(scope, keys[i])
				p.refs = append(p.refs, u)
				if _, here := t.posts[u]; here {
					break // further ones do not count
				}
			}
			places = append(places, p)
			return nil
		})
	if err != nil {
		return err
	}
	err = t.each("SELECT uid, under FROM ghost WHERE thread IN (SELECT value FROM json_each(?)) AND under IS NOT NULL ORDER BY uid",
		[]any{list}, func(rows *sql.Rows) error {
			var own, under sql.RawBytes
			if err := rows.Scan(&own, &under); err != nil || len(under) != len(uid{}) {
				return err
			}
			places = append(places, place{own: t.ghost(uid(own), 0), refs: []uid{uid(under)}})
			return nil
		})
	if err != nil {
		return err
	}
	if t.claims {
		err := t.beside(list, func(own, bare uid) { places = append(places, place{own: t.posts[own], refs: []uid{bare}}) })
		if err != nil {
			return err
		}
	}
	for _, p := range places {
		to, err := t.target(p.refs)
		if err != nil {
			return err
		}
		if to >= 0 {
			t.unite(p.own, to)
		}
	}
	return nil
}

// beside names the posts of the threads that came with a key which another has, refer to nothing, and have the subject
// of that other, and this key: whoever answers one of the two answers the other as well, so they stand in one thread.
func (t *tangle) beside(list string, found func(own, bare uid)) error {
	return t.each(`
		SELECT
			p.uid,
			o.uid,
			p.title,
			o.title
		FROM claim AS c
		CROSS JOIN post AS p ON p.id = c.post AND p.uid <> c.uid
		JOIN post AS o ON o.uid = c.uid
		WHERE p.thread IN (SELECT value FROM json_each(?)) AND p.refs = '' AND p.within = ''
		ORDER BY p.id`, []any{list}, func(rows *sql.Rows) error {
		var own, bare sql.RawBytes
		var title, other string
		err := rows.Scan(&own, &bare, &title, &other)
		if err == nil && store.SameSubject(title, other) {
			found(uid(own), uid(bare))
		}
		return err
	})
}

// target returns the knot of the nearest reference that is stored, else of the nearest one; -1 if there is none.
func (t *tangle) target(refs []uid) (int, error) {
	for _, u := range refs {
		if at, ok := t.posts[u]; ok {
			return at, nil
		}
		n, err := t.node(u)
		if err != nil {
			return -1, err
		}
		if n.stored {
			if t.inside[n.thread] { // it stands in for the key
				stand, _, err := t.standIn(u, node{})
				if err != nil {
					return -1, err
				}
				if at, ok := t.posts[stand]; ok {
					return at, nil
				}
			}
			return t.other(n.thread), nil
		}
	}
	if len(refs) == 0 {
		return -1, nil
	}
	n, err := t.node(refs[0])
	if err != nil {
		return -1, err
	}
	return t.ghost(refs[0], n.thread), nil
}

// ghost returns the knot of a key that no post has, beside which posts of this thread stand; 0 for none.
func (t *tangle) ghost(u uid, thread int64) int {
	at, ok := t.ghosts[u]
	if !ok {
		at = len(t.knots)
		t.ghosts[u] = at
		t.knots = append(t.knots, knot{parent: at})
		if thread != 0 && !t.inside[thread] {
			t.unite(at, t.other(thread))
		}
	}
	return at
}

// other returns the knot of a thread that is not looked at.
func (t *tangle) other(thread int64) int {
	at, ok := t.outside[thread]
	if !ok {
		at = len(t.knots)
		t.outside[thread] = at
		t.knots = append(t.knots, knot{thread: thread, parent: at})
	}
	return at
}

// root returns the first knot of a set.
func (t *tangle) root(i int) int {
	for t.knots[i].parent != i {
		t.knots[i].parent = t.knots[t.knots[i].parent].parent
		i = t.knots[i].parent
	}
	return i
}

// unite makes one set of two.
func (t *tangle) unite(i, j int) {
	i, j = t.root(i), t.root(j)
	t.knots[max(i, j)].parent = min(i, j)
}

// renumber gives each set a number: that of a thread which is not looked at, if one belongs to it, else the one that
// most of its posts have, if no larger set has that.
func (t *tangle) renumber(list string) error {
	sets := map[int][]int{}
	for i := range t.knots {
		r := t.root(i)
		sets[r] = append(sets[r], i)
	}
	order := make([]int, 0, len(sets))
	for r := range sets {
		order = append(order, r)
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(len(sets[b]), len(sets[a])), cmp.Compare(a, b)) })
	if err := t.exec("DELETE FROM ghost WHERE thread IN (SELECT value FROM json_each(?)) AND under IS NULL", list); err != nil {
		return err
	}
	taken := map[int64]bool{}
	numbers := map[int]int64{}
	for _, r := range order {
		number, err := t.number(sets[r], taken)
		if err != nil {
			return err
		}
		taken[number] = true
		numbers[r] = number
		for _, i := range sets[r] {
			if k := t.knots[i]; k.id != 0 && k.thread != number {
				if err := t.exec("UPDATE post SET thread = ? WHERE id = ?", number, k.id); err != nil {
					return err
				}
			}
		}
	}
	for u, i := range t.ghosts {
		if err := t.exec("INSERT INTO ghost (uid, thread) VALUES (?, ?) ON CONFLICT (uid) DO UPDATE SET thread = excluded.thread", u[:],
			t.present(numbers[t.root(i)])); err != nil {
			return err
		}
	}
	return nil
}

// number returns the number of a set of knots.
func (t *tangle) number(set []int, taken map[int64]bool) (int64, error) {
	var number int64
	votes := map[int64]int{}
	for _, i := range set {
		switch k := t.knots[i]; {
		case k.id != 0:
			votes[k.thread]++
		case k.thread == 0:
		case number == 0:
			number = t.present(k.thread)
		case t.present(k.thread) != number:
			var err error
			if number, err = t.join(number, t.present(k.thread)); err != nil {
				return 0, err
			}
		}
	}
	if number != 0 {
		return number, nil
	}
	for n, count := range votes {
		if !taken[n] && (number == 0 || count > votes[number] || count == votes[number] && n < number) {
			number = n
		}
	}
	if number == 0 {
		number = t.next
		t.next++
	}
	return number, nil
}
