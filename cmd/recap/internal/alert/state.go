package alert

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A State is what is wrong and what of it was told. It is kept between runs.
type State struct {
	Began   time.Time            `json:"began"`             // when a run kept a state for the first time
	Entries map[string]*Entry    `json:"entries,omitempty"` // by Finding.key
	Failing map[string]time.Time `json:"failing,omitempty"` // source -> since when it fails, as runs saw it
	Fails   map[string]int       `json:"fails,omitempty"`   // output -> how many runs running could not bring it anything
	Looked  time.Time            `json:"looked"`            // when silent sources were looked for last
	Broken  map[string]bool      `json:"broken,omitempty"`  // channels that failed when they were used last, which was said
}

// An Entry is one thing that is or was wrong, until all of it has been told.
type Entry struct {
	Kind    string    `json:"kind"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	Since   time.Time `json:"since"`
	Raised  time.Time `json:"raised"` // when it was noticed
	Told    bool      `json:"told"`   // that it is wrong
	Over    time.Time `json:"over"`   // when it was noticed that it is over; zero while it is not
	// Mailed are the recipients of mail who have what is to be told next of it, or may have it, by hashes of their
	// addresses: these are nobody's business who reads the database.
	Mailed []string `json:"mailed,omitempty"`
}

// active reports whether something is wrong, whether or not anybody was told.
func (s *State) active(key string) bool {
	e := s.Entries[key]
	return e != nil && e.Over.IsZero()
}

// Note takes what is wrong now: what is new is to be told, and of what is not wrong any more that it is over. What is
// wrong again before anybody was told that it was over has never been over.
func (s *State) Note(found []Finding, now time.Time) {
	wrong := map[string]bool{}
	for _, f := range found {
		wrong[f.key()] = true
		switch e := s.Entries[f.key()]; {
		case e == nil, e.Told && len(e.Mailed) > 0: // somebody may have heard that it was over
			if s.Entries == nil {
				s.Entries = map[string]*Entry{}
			}
			s.Entries[f.key()] = &Entry{Kind: f.Kind, Subject: f.Subject, Text: f.Text, Since: f.Since.UTC(), Raised: now.UTC()}
		case !e.Told:
			e.Text, e.Over = f.Text, time.Time{}
		default:
			e.Over = time.Time{}
		}
	}
	for key, e := range s.Entries {
		if !wrong[key] && e.Over.IsZero() {
			e.Over = now.UTC()
		}
	}
}

// A pending alert is one that is to be told, with the entries that it is about.
type pending struct {
	Alert
	keys   []string
	raised time.Time // when the first of them was noticed
}

// single is how many alerts of one kind are told one by one. When a network is down all that stand behind it fail at
// once, and nobody reads a thousand messages.
const single = 5

// pending returns what is to be told: first what is wrong, then what is over. Of what is over and was never told only
// the former is returned; the latter follows once that has been told.
func (s *State) pending(community string) []pending {
	groups := map[string][]*Entry{}
	for _, e := range s.Entries {
		name := " " + e.Kind + " " + strings.Join(e.Mailed, " ") // what some have already is told to the others as they have it
		switch {
		case !e.Told:
			groups[Fires+name] = append(groups[Fires+name], e)
		case !e.Over.IsZero():
			groups[Over+name] = append(groups[Over+name], e)
		}
	}
	var all []pending
	for name, entries := range groups {
		state, _, _ := strings.Cut(name, " ")
		slices.SortFunc(entries, func(x, y *Entry) int {
			return cmp.Or(x.Raised.Compare(y.Raised), cmp.Compare(x.Subject, y.Subject))
		})
		size := 1
		if len(entries) > single {
			size = len(entries)
		}
		for part := range slices.Chunk(entries, size) {
			all = append(all, merged(state, part, community))
		}
	}
	slices.SortFunc(all, func(x, y pending) int {
		return cmp.Or(cmp.Compare(x.State, y.State), x.raised.Compare(y.raised), cmp.Compare(x.ID, y.ID))
	})
	return all
}

// merged returns the alert about entries of one kind.
func merged(state string, entries []*Entry, community string) pending {
	p := pending{Alert: Alert{Schema: schema, State: state, Kind: entries[0].Kind, Community: community}, raised: entries[0].Raised}
	id := sha256.New()
	var lines []string
	for _, e := range entries {
		at, line := e.Raised, e.Text
		if state == Over {
			at, line = e.Over, "over: "+e.Text
		}
		fmt.Fprintf(id, "%q%q%q%d", state, e.Kind, e.Subject, e.Raised.UnixNano())
		p.keys = append(p.keys, Finding{Kind: e.Kind, Subject: e.Subject}.key())
		p.Subjects = append(p.Subjects, e.Subject)
		lines = append(lines, line)
		if p.Since.IsZero() || e.Since.Before(p.Since) {
			p.Since = e.Since
		}
		if at.After(p.At) {
			p.At = at
		}
	}
	p.ID = hex.EncodeToString(id.Sum(nil)[:16])
	p.Text = strings.Join(lines, "\n")
	return p
}

// told notes that a channel took p.
func (s *State) told(p pending) {
	for _, key := range p.keys {
		if p.State == Over {
			delete(s.Entries, key)
		} else if e := s.Entries[key]; e != nil {
			e.Told, e.Mailed = true, nil
		}
	}
}

// mailed reports whether a recipient of mail has p, or may have it.
func (s *State) mailed(p pending, address string) bool {
	return !slices.ContainsFunc(p.keys, func(key string) bool {
		e := s.Entries[key]
		return e != nil && !slices.Contains(e.Mailed, hashOf(address))
	})
}

// noteMailed notes that a recipient of mail may have p, or that they have not after all.
func (s *State) noteMailed(p pending, address string, has bool) {
	who := hashOf(address)
	for _, key := range p.keys {
		e := s.Entries[key]
		if e == nil {
			continue
		}
		e.Mailed = slices.DeleteFunc(e.Mailed, func(a string) bool { return a == who })
		if has {
			e.Mailed = append(e.Mailed, who)
		}
	}
}

func hashOf(address string) string {
	h := sha256.Sum256([]byte(address))
	return hex.EncodeToString(h[:8])
}
