package collect

import (
	"context"

	"recap/ingest"
	"recap/store"
)

// reparseStep is how many posts one transaction of reparse reads again.
const reparseStep = 500

// reparse reads the posts of a database that an older version of the program wrote again, from the bytes that they came
// as. A run that is stopped goes on with the next one.
func (k *Collector) reparse(ctx context.Context) error {
	sources := map[string]*ingest.Config{}
	r := store.Reparser{Version: ingest.ParserVersion}
	for i := range k.Config.Sources {
		s := &k.Config.Sources[i]
		sources[s.Name] = s
		if s.ReadAgain() {
			r.Again = append(r.Again, s.Name)
		}
	}
	r.Read = func(p store.Post, source string) store.Reading {
		if s := sources[source]; s != nil {
			return s.Reparse(p)
		}
		return store.Reading{}
	}
	for steps := 0; ; steps++ {
		left, err := k.DB.Reparse(ctx, r, reparseStep)
		if err != nil || !left {
			return err
		}
		if steps == 1 {
			k.Note("reading stored posts again, because the program changed")
		}
	}
}
