package config

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"strings"

	"recap/digest/deliver"
	"recap/ingest"
	"recap/ingest/fetch"
	"recap/store"
)

// PlaceOf returns where a source is, without secrets.
func PlaceOf(s *ingest.Config) string { return fetch.Redact(WhereOf(s)) }

// WhereOf returns the address or path that a source is read from.
func WhereOf(s *ingest.Config) string { return s.About().Where }

// addressOf returns a fingerprint of what a source reads, by which it is known under another name; "" where nothing
// tells. No part of the address can be read from it.
func addressOf(s *ingest.Config) string {
	place := WhereOf(s)
	if place == "" {
		return ""
	}
	v := reflect.ValueOf(s).Elem()
	h := sha256.New()
	fmt.Fprintf(h, "%q", place)
	for _, key := range []string{"list", "group", "mailbox", "user", "list_id", "category", "tag", "query", "handle"} {
		fmt.Fprintf(h, "%q", placeIn(v, key))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// TargetOf returns where an output writes to.
func TargetOf(o *deliver.Target) string {
	return o.About().Where
}

// placeIn returns the value of the first of these keys that the kind of a source has, so that a new kind needs nothing
// here.
func placeIn(v reflect.Value, keys ...string) string {
	for i := range v.NumField() {
		kind := v.Field(i)
		if kind.Kind() != reflect.Pointer || kind.IsNil() || kind.Elem().Kind() != reflect.Struct {
			continue
		}
		config := kind.Elem()
		fields := FieldsOf(config.Type())
		for _, key := range keys {
			f, ok := find(fields, key)
			if !ok || config.Field(f.index).IsZero() {
				continue
			}
			switch x := config.Field(f.index).Interface().(type) {
			case string:
				return x
			case []string:
				return strings.Join(x, ", ")
			}
		}
	}
	return ""
}

// SourceInfos returns what the database keeps of the configured sources.
func (c *Config) SourceInfos() []store.SourceInfo {
	infos := make([]store.SourceInfo, len(c.Sources))
	for i := range c.Sources {
		kind, _ := c.Sources[i].Kind()
		infos[i] = store.SourceInfo{Name: c.Sources[i].Name, Kind: kind, Publish: c.Sources[i].Publish, Address: addressOf(&c.Sources[i])}
	}
	return infos
}
