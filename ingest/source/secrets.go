package source

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"recap/ingest/fetch"
	"recap/store"
)

// A configuration may hold passwords and tokens in addresses. Sources work with these addresses, and what a source
// remembers of them goes into a database that is copied, backed up and exported. So each source that has such secrets
// stands behind a discreetSource: its cursors hold names in their place, from which they are put back before the source
// reads them, and no post leads to an address with one.

// A secret is a part of a configured address and the name that stands for it in cursors.
type secret struct{ value, name []byte }

// discreet returns src, whose configuration is kind, such that it gives away none of the secrets in its addresses; src
// itself if there are none.
func discreet(kind any, src Source) Source {
	secrets := secretsOf(reflect.ValueOf(kind))
	if len(secrets) == 0 {
		return src
	}
	d := &discreetSource{src, secrets}
	if r, ok := src.(Rechecker); ok {
		return &discreetRechecker{d, r}
	}
	return d
}

// secretsOf returns the secrets in the addresses that a configuration holds, longer ones first. A secret that was
// changed in the configuration has the name of the one before.
func secretsOf(v reflect.Value) []secret {
	var secrets []secret
	n := 0
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.String && strings.Contains(f.String(), "://") {
			for _, forms := range addressSecrets(f.String()) {
				n++
				for i, form := range forms {
					if len(form) >= 3 {
						secrets = append(secrets, secret{[]byte(form), fmt.Appendf(nil, "{secret %d.%d}", n, i)})
					}
				}
			}
		}
	}
	slices.SortStableFunc(secrets, func(x, y secret) int { return len(y.value) - len(x.value) })
	return secrets
}

// addressSecrets returns what Redact hides of an address, each in the forms in which it may stand in JSON or in another
// address, as it is written first.
func addressSecrets(raw string) (secrets [][]string) {
	u, err := url.Parse(raw)
	if err != nil {
		return nil
	}
	add := func(written, plain string) {
		var forms []string
		for _, form := range []string{written, plain, url.QueryEscape(plain), url.PathEscape(plain)} {
			quoted, _ := json.Marshal(form) // a string is no error
			forms = append(forms, form, string(bytes.Trim(quoted, `"`)))
		}
		secrets = append(secrets, forms)
	}
	if password, ok := u.User.Password(); ok {
		_, written, _ := strings.Cut(u.User.String(), ":")
		add(written, password)
	} else if u.User != nil {
		add(u.User.String(), u.User.Username())
	}
	for pair := range strings.SplitSeq(u.RawQuery, "&") {
		if k, v, ok := strings.Cut(pair, "="); ok && fetch.IsSecretPair(pair, k, v) {
			plain, _ := url.QueryUnescape(v) // "" if it cannot be read
			add(v, plain)
		}
	}
	return secrets
}

// A discreetSource keeps the secrets of a Source out of what is stored.
type discreetSource struct {
	Source
	secrets []secret
}

// Fetch implements Source.
func (d *discreetSource) Fetch(ctx context.Context, cur store.Cursor) (Page, error) {
	page, err := d.Source.Fetch(ctx, d.reveal(cur))
	page.Next = d.conceal(page.Next)
	for i := range page.Posts {
		d.clean(&page.Posts[i])
	}
	return page, err
}

// conceal puts names in the place of the secrets.
func (d *discreetSource) conceal(cur store.Cursor) store.Cursor {
	for _, s := range d.secrets {
		cur = bytes.ReplaceAll(cur, s.value, s.name)
	}
	return cur
}

// reveal is the reverse of conceal.
func (d *discreetSource) reveal(cur store.Cursor) store.Cursor {
	for _, s := range slices.Backward(d.secrets) {
		cur = bytes.ReplaceAll(cur, s.name, s.value)
	}
	return cur
}

// clean takes the secrets out of the addresses of a post.
func (d *discreetSource) clean(p *store.Post) {
	address := func(s *string) {
		if slices.ContainsFunc(d.secrets, func(one secret) bool { return strings.Contains(*s, string(one.value)) }) {
			*s = fetch.Redact(*s)
		}
	}
	address(&p.URL)
	address(&p.Author.URL)
	for i := range p.Links {
		address(&p.Links[i])
	}
}

// A discreetRechecker is a discreetSource that is a Rechecker.
type discreetRechecker struct {
	*discreetSource
	rechecker Rechecker
}

// Recheck implements Rechecker.
func (d *discreetRechecker) Recheck(ctx context.Context, refs []store.Ref) ([]store.Change, error) {
	changes, err := d.rechecker.Recheck(ctx, refs)
	for i := range changes {
		if changes[i].Post != nil {
			d.clean(changes[i].Post)
		}
	}
	return changes, err
}
