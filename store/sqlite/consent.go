package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"

	"recap/store"
)

// Consents implements [store.Search].
func (db *DB) Consents(ctx context.Context, ids []string) (map[string]store.Consent, error) {
	consents := map[string]store.Consent{}
	if len(ids) == 0 {
		return consents, nil // nil would be null in JSON, which is one row
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, wrap("consents", err)
	}
	err = eachRow(func(rows *sql.Rows) error {
		var id, source string
		var policy store.Policy
		err := rows.Scan(&id, &policy, &source)
		consents[id] = store.Consent{Policy: policy, Sources: append(consents[id].Sources, source)}
		return err
	})(db.readers.QueryContext(ctx, `
		SELECT DISTINCT
			wanted.value,
			p.policy,
			s.name
		FROM json_each(?) AS wanted
		CROSS JOIN post AS p ON p.uid = unhex(wanted.value)
		CROSS JOIN copy AS c ON c.post = p.id
		CROSS JOIN source AS s ON s.id = c.source`, string(list)))
	return consents, wrap("consents", err)
}
