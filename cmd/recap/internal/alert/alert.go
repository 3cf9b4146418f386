// Package alert tells somebody when recap no longer does its work, because what ends silently is missed last. Each
// thing that is wrong is told once, and once more when it is over.
//
// What is wrong is found in facts by pure functions (find.go); what of it was told already is a state that is kept in
// the database and moves by pure functions, too (state.go). facts.go reads the facts, send.go tells by the channels of
// the configuration, and watch.go does all of that after each run. A run that finds the lock held cannot use the
// database: blocked.go keeps what it told in a note beside the lock.
package alert

import "time"

// The kinds of alerts.
const (
	Undelivered = "undelivered" // a digest whose editions are due and are not delivered
	Quiet       = "quiet"       // a digest without news
	Channel     = "channel"     // an output that fails again and again
	Failing     = "failing"     // a source that cannot be read
	Silent      = "silent"      // a source without posts for much longer than usual
	Locked      = "locked"      // a run that does not end, so that no other can begin
)

// The states of an alert.
const (
	Fires = "fires"
	Over  = "over"
)

// schema names the form of an Alert, which only ever grows.
const schema = "recap/alert/1"

// An Alert is one message to whoever looks after recap, as channels get it.
type Alert struct {
	Schema    string    `json:"schema"`
	ID        string    `json:"id"` // the same for each attempt to tell it
	State     string    `json:"state"`
	Kind      string    `json:"kind"`
	Subjects  []string  `json:"subjects"` // names of digests, outputs or sources; the file of the lock
	Text      string    `json:"text"`     // for people, a line for each subject
	Since     time.Time `json:"since"`    // since when it has been wrong, of several subjects the earliest
	At        time.Time `json:"at"`       // when it was noticed, or that it is over
	Community string    `json:"community"`
}

// A Finding is one thing that is wrong now.
type Finding struct {
	Kind    string
	Subject string
	Text    string
	Since   time.Time
}

// key is what an entry of the state is called by.
func (f Finding) key() string { return f.Kind + "/" + f.Subject }
