package edition

import (
	"context"
	"fmt"
	"slices"

	"recap/cmd/recap/internal/config"
	"recap/digest"
	"recap/digest/deliver"
	"recap/digest/deliver/output"
	"recap/ingest"
	"recap/store"
)

// What of a post may leave the house is asked here by everything that writes: posts.jsonl, the JSON export, and the
// site. What its author agreed to stands in the post (store.Policy), what the configuration allows in its sources.

// A Policy says what of posts may be published and exported.
type Policy struct {
	Publish map[string]string // source -> full, count or none
	IDsOnly map[string]bool   // sources of whose posts only ids may be exported
}

// policy returns what the configuration allows. A source that has left it keeps how far it published, and of one whose
// kind may have asked for it only ids are exported from then on.
func policyOf(ctx context.Context, c *config.Config, db store.DB) (*Policy, error) {
	states, err := db.Sources(ctx)
	if err != nil {
		return nil, err
	}
	p := &Policy{Publish: map[string]string{}, IDsOnly: c.IDsOnly()}
	for _, s := range states {
		p.Publish[s.Name] = s.Publish
		if s.Position < 0 && ingest.AboutKind(s.Kind).IDsOnly {
			p.IDsOnly[s.Name] = true
		}
	}
	for i := range c.Sources {
		p.Publish[c.Sources[i].Name] = c.Sources[i].Publish
	}
	return p, nil
}

// freest returns how far a post with these sources may be published: as far as any of them allows.
func (p *Policy) freest(sources []string) string {
	best := "none"
	for _, name := range sources {
		switch p.Publish[name] {
		case "none":
		case "count":
			best = "count"
		default:
			return "full"
		}
	}
	return best
}

// restricted reports whether of a post with these sources only ids may be exported: none of them allows more.
func (p *Policy) restricted(sources []string) bool {
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(name string) bool { return !p.IDsOnly[name] })
}

// shown returns in as the output t may show it: unless it gets them whole, as the newsletter does, without the words of
// posts of which only ids may be exported. All get the community's look.
func (k *Desk) shown(ctx context.Context, t *deliver.Target, in output.Input) (output.Input, error) {
	in.Look, in.Atom = k.Config.Look, k.Config.Atom(in.Edition.Digest)
	var err error
	if t.About().Signed && k.Secret != nil {
		if in.Secret, err = k.Secret(ctx); err != nil {
			return in, fmt.Errorf("output %s: %w", t.Name, err)
		}
	}
	if t.About().Redacted == output.Never && in.Edition.Revision > 1 {
		if in.Redacted, err = k.DB.Wiped(ctx, in.Edition.ID, in.Edition.Revision-1); err != nil {
			return in, fmt.Errorf("output %s: %w", t.Name, err)
		}
	}
	if t.About().Readers {
		if in.Readers, err = readersOf(ctx, k, in.Edition.Digest); err != nil {
			return in, fmt.Errorf("output %s: %w", t.Name, err)
		}
	}
	if t.About().Whole {
		return in, nil
	}
	all, err := Exported(ctx, k.Config, k.DB, append([]*digest.Edition{in.Edition}, in.All...))
	if err != nil {
		return in, err
	}
	in.Edition, in.All = all[0], all[1:]
	return in, nil
}

// Exported returns the editions as they may be exported.
func Exported(ctx context.Context, c *config.Config, db store.DB, editions []*digest.Edition) ([]*digest.Edition, error) {
	p, err := policyOf(ctx, c, db)
	if err != nil || len(p.IDsOnly) == 0 {
		return editions, err
	}
	out := make([]*digest.Edition, len(editions))
	for i, e := range editions {
		restricted := map[string]bool{}
		for _, ref := range e.Posts {
			if !p.IDsOnly[ref.Source] {
				continue // the first source allows it
			}
			sources, err := db.SourcesOf(ctx, ref.ID)
			if err != nil {
				return nil, err
			}
			restricted[ref.ID] = len(sources) == 0 || p.restricted(sources)
		}
		out[i] = digest.WithoutWords(e, restricted)
	}
	return out, nil
}
