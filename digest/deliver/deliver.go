// Package deliver brings editions to the places that the configuration names. Publishing the same edition twice does no
// harm: what is there already is left alone.
package deliver

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"recap/digest"
	"recap/digest/render"
	"recap/store"
)

// An Output is one place that takes editions.
type Output interface {
	// Publish brings the edition there and returns what became of each file, in the order of writing. What fails does not
	// keep it from the rest; the errors are joined.
	Publish(ctx context.Context, in Input) ([]File, error)
}

// An Input is what an Output needs to publish one edition.
type Input struct {
	Edition *digest.Edition
	All     []*digest.Edition // recorded editions for lists and feeds, in any order; Edition need not be among them
	Ledger  store.Deliveries  // remembers what was written; nil: nothing is remembered, and a file that differs counts as edited
	Revise  bool              // replace files even if they were edited by hand
	Lists   bool              // replace lists and feeds even if they were edited by hand, but not what belongs to Edition alone
	DryRun  bool              // write nothing, neither files nor the ledger
	Now     time.Time         // when the deliveries are recorded
	Look    *render.Look      // of pages and mail; nil: the program's own
	Atom    string            // address of the feed that pages lead to; "": none
}

// A File is what became of one file.
type File struct {
	Path    string
	Written bool // false: it had these bytes already; in a dry run: true if it would be written
	Size    int  // bytes
}

// editions returns the editions for a list or a feed of the target: the known ones and the one that is published, newest
// first, each id once.
func (t takes) editions(in Input) []*digest.Edition {
	all := []*digest.Edition{in.Edition}
	for _, e := range in.All {
		if e.ID != in.Edition.ID && (len(t) == 0 || t.has(e.Digest)) {
			all = append(all, e)
		}
	}
	return render.Newest(all)
}

// takes are the names of the digests that a target takes; none: all.
type takes []string

func (t takes) has(name string) bool {
	for _, n := range t {
		if n == name {
			return true
		}
	}
	return false
}

// sum returns the SHA-256 of data in hexadecimal.
func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}
