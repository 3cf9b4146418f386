package source

import (
	"bytes"
	"encoding/json"

	"recap/store"
)

// DecodeCursor reads cur into c, which points to a struct, and reports whether it has that form: JSON, and no field
// that c does not know. Another form was left by a source of another kind that had the same name, and counts as no
// cursor: what is there is read from the beginning, which doubles nothing. Where forms are alike, the server or query
// in them tells whose they are. If it reports false, c may hold parts of cur.
func DecodeCursor(cur store.Cursor, c any) bool {
	d := json.NewDecoder(bytes.NewReader(cur))
	d.DisallowUnknownFields()
	return d.Decode(c) == nil
}
