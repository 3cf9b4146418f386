package sqlite

import (
	"context"
	"fmt"

	"recap/store"
)

// Keys that a source vouches for have its name as their scope, so that a source which is called otherwise by now would
// have all of its posts once more. So the scope stays with the source when its name changes: ids of posts, what
// editions cite and what was taken out hold on.

// newScope is the scope of a new source with the name ?1: that name ("" in the database), unless another source brought
// it from the time when it was called so.
const newScope = "CASE WHEN EXISTS (SELECT 1 FROM source WHERE scope = ?1) THEN ?1 || '#' || (SELECT 1 + max(id) FROM source) ELSE '' END"

// RenameSource implements [store.Sources].
func (db *DB) RenameSource(ctx context.Context, r store.Rename) error {
	return wrap(fmt.Sprintf("rename source %s", r.Old), db.write(ctx, func(tx *transaction) error { return tx.renameSource(r) }))
}

func (tx *transaction) renameSource(r store.Rename) error {
	var id, other int64
	var posts int
	if found, err := tx.get("SELECT id FROM source WHERE name = ?", []any{r.Old}, &id); err != nil || !found {
		if err == nil {
			err = store.ErrNotFound
		}
		return err
	}
	found, err := tx.get("SELECT id, posts FROM source WHERE name = ?", []any{r.New}, &other, &posts)
	switch {
	case err != nil || found && other == id:
		return err
	case posts > 0:
		return fmt.Errorf("there is another source %s, which had %d posts", r.New, posts)
	case found:
		for _, query := range []string{"DELETE FROM cursor WHERE source = ?", "DELETE FROM run WHERE source = ?",
			"DELETE FROM source WHERE id = ?"} {
			if err := tx.exec(query, other); err != nil {
				return err
			}
		}
	}
	return tx.exec("UPDATE source SET scope = CASE scope WHEN '' THEN name ELSE scope END, name = ? WHERE id = ?", r.New, id)
}

// FollowRenames implements [store.Sources].
func (db *DB) FollowRenames(ctx context.Context, sources []store.SourceInfo) ([]store.Rename, error) {
	known, err := db.Sources(ctx)
	if err != nil {
		return nil, err
	}
	configured := map[string]bool{}
	for _, s := range sources {
		configured[s.Name] = true
	}
	gone := map[[2]string]string{} // names by kind and address
	posts := map[string]int{}
	for _, s := range known {
		posts[s.Name] = s.Posts
		if !configured[s.Name] && s.Address != "" {
			gone[[2]string{s.Kind, s.Address}] = s.Name
		}
	}
	var renames []store.Rename
	for _, s := range sources {
		place := [2]string{s.Kind, s.Address}
		if old, ok := gone[place]; ok && posts[s.Name] == 0 && s.Address != "" {
			renames = append(renames, store.Rename{Old: old, New: s.Name})
			delete(gone, place)
		}
	}
	if len(renames) == 0 {
		return nil, nil
	}
	return renames, wrap("follow renames", db.write(ctx, func(tx *transaction) error {
		for _, r := range renames {
			if err := tx.renameSource(r); err != nil {
				return err
			}
		}
		return nil
	}))
}
