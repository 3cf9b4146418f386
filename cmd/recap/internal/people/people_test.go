package people

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/store"
	"recap/store/sqlite"
)

func now() time.Time { return time.Date(2026, 10, 19, 8, 0, 0, 0, time.UTC) }

func TestAddress(t *testing.T) {
	for in, want := range map[string]string{
		"ann@example.org":                         "ann@example.org",
		" Ann.Lee+moor@Lists.Example.ORG ":        "Ann.Lee+moor@Lists.Example.ORG",
		"Ann Lee <ann@example.org>":               "ann@example.org",
		"ann@xn--bcher-kva.example":               "ann@xn--bcher-kva.example",
		"ann@example":                             "",
		"ann":                                     "",
		"@example.org":                            "",
		"ann@":                                    "",
		"ann@@example.org":                        "",
		"ann..lee@example.org":                    "",
		".ann@example.org":                        "",
		"ann@example.org, bob@example.org":        "",
		"ann@example.org\r\nBcc: eve@example.org": "",
		"ann@example.org\nRCPT TO:<eve@a.b>":      "",
		"\"ann lee\"@example.org":                 "",
		"<ann@example.org>\r\nX: y>":              "",
		"ann\x00@example.org":                     "",
		"=cmd@example.org":                        "",
		"-oQ/tmp@example.org":                     "",
		"änn@example.org":                         "",
		"ann@exämple.org":                         "",
		"ann@[127.0.0.1]":                         "",
		"ann@127.0.0.1":                           "",
		"ann@-example.org":                        "",
		strings.Repeat("a", 65) + "@example.org":  "",
		"a@" + strings.Repeat("b.", 130) + "org":  "",
	} {
		if got, err := Address(in); got != want || (err == nil) != (want != "") {
			t.Errorf("Address(%q) = %q, %v, want %q", in, got, err, want)
		} else if err != nil && strings.ContainsAny(err.Error(), "@\r\n") {
			t.Errorf("Address(%q) = %v, which repeats it", in, err)
		}
	}
}

func TestListsComeBackAsTheyWent(t *testing.T) {
	names := Names{Digests: []string{"daily", "weekly"}, Sections: []string{"Releases", `Talk; "and" more`, "Votes, all of them"}}
	all := []store.Subscriber{
		{Address: "ann@example.org", State: store.SubscriberActive, Confirmed: now()},
		{Address: "bob@example.org", State: store.SubscriberLeft, Digests: []string{"weekly"},
			Sections: []string{"Releases", `Talk; "and" more`}},
		{Address: "eve@example.org", State: store.SubscriberPending, Sections: []string{"Votes, all of them"}},
	}
	var b bytes.Buffer
	if err := Export(&b, all); err != nil {
		t.Fatal(err)
	}
	rows, skipped, err := Import(&b, names)
	if err != nil || len(skipped) > 0 {
		t.Fatalf("Import() = %v, %v", skipped, err)
	}
	var got []store.Subscriber
	for _, row := range rows {
		got = append(got, store.Subscriber{Address: row.Address, State: row.State, Digests: row.Choice.Digests, Sections: row.Choice.Sections,
			Confirmed: row.Confirmed})
	}
	if diff := cmp.Diff(all, got); diff != "" {
		t.Errorf("a list comes back otherwise (-want +got):\n%s", diff)
	}
}

func TestListsOfOthers(t *testing.T) {
	names := Names{Digests: []string{"daily"}}
	for _, tt := range []struct {
		name, list string
		want       string // addresses
		skipped    string
	}{
		{"addresses alone", "ann@example.org\nbob@example.org\n", "ann@example.org bob@example.org", ""},
		{"headings of others", "\ufeffName,Email Address,Plan\r\nAnn Lee,ann@example.org,x\r\n", "ann@example.org", ""},
		{"semicolons", "Name;E-Mail\nLee, Ann;ann@example.org\n", "ann@example.org", ""},
		{"one twice", "email\nann@example.org\nANN@example.org\n", "ANN@example.org", ""},
		{"lines that cannot be used",
			"email,digests,state\nann,,\nbob@example.org,weekly,\neve@example.org,,gone\nann@example.org,daily,\n",
			"ann@example.org",
			"line 2: is no mail address that can be written to; line 3: there is no digest \"weekly\"; " +
				"line 4: the state is none of pending, active, left, suppressed"},
		{"a line break in a cell", "email\n\"ann@example.org\r\nBcc: eve@example.org\"\n", "",
			"line 2: is no mail address that can be written to"},
		{"a tab apart, in UTF-16",
			"\xff\xfee\x00m\x00a\x00i\x00l\x00\t\x00x\x00\n\x00a\x00@\x00b\x00.\x00c\x00o\x00\t\x00y\x00\n\x00", "a@b.co", ""},
		{"lines that end in CR", "Mail_Address,Name\rann@example.org,Ann\rbob@example.org,Bob\r", "ann@example.org bob@example.org", ""},
		{"a note of several lines", "name,email,note\nAnn,ann@example.org,\"paid\nin May\"\nBob,bob@example.org,\n",
			"ann@example.org bob@example.org", ""},
		{"a quotation mark that ends nowhere", "email,name\nann@example.org,\"Ann\nbob@example.org,Bob\neve@example.org,Eve\n", "",
			"line 2: a cell goes on over other addresses, which are all left out; is a quotation mark missing?"},
		{"nothing", "", "", ""},
	} {
		rows, skipped, err := Import(strings.NewReader(tt.list), names)
		var addresses, said []string
		for _, r := range rows {
			addresses = append(addresses, r.Address)
		}
		for _, s := range skipped {
			said = append(said, s.Error())
		}
		if got := strings.Join(addresses, " "); err != nil || got != tt.want || strings.Join(said, "; ") != tt.skipped {
			t.Errorf("%s: Import() = %q, skipped %q, %v, want %q and %q", tt.name, got, said, err, tt.want, tt.skipped)
		}
	}
}

// TestWhoLeftStaysAway holds what a list says against what is known.
func TestWhoLeftStaysAway(t *testing.T) {
	for _, tt := range []struct{ known, listed, want store.SubscriberState }{
		{"", store.SubscriberActive, store.SubscriberActive},
		{"", store.SubscriberLeft, store.SubscriberLeft},
		{store.SubscriberLeft, store.SubscriberActive, store.SubscriberLeft},
		{store.SubscriberSuppressed, store.SubscriberActive, store.SubscriberSuppressed},
		{store.SubscriberPending, store.SubscriberActive, store.SubscriberPending},
		{store.SubscriberActive, store.SubscriberPending, store.SubscriberActive},
		{store.SubscriberActive, store.SubscriberLeft, store.SubscriberLeft},
		{store.SubscriberActive, store.SubscriberSuppressed, store.SubscriberSuppressed},
	} {
		s := store.Subscriber{State: tt.known}
		changed := Row{State: tt.listed}.Take(&s, now())
		if s.State != tt.want || changed != (tt.known != tt.want) {
			t.Errorf("%q is listed as %q and is %q then, want %q", tt.known, tt.listed, s.State, tt.want)
		}
	}
}

// TestSecretOfTheDatabase makes a secret once, where no file has one, and shows what would be done where nothing can be
// written.
func TestSecretOfTheDatabase(t *testing.T) {
	file := filepath.Join(t.TempDir(), "recap.db")
	db, err := sqlite.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	look, err := sqlite.OpenReadOnly(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer look.Close()
	if _, err := KeysOf(t.Context(), look, ""); err != nil {
		t.Errorf("KeysOf() of what is only looked at = %v", err)
	}
	first, err := KeysOf(t.Context(), db, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, db := range []store.Notes{db, look} {
		if again, err := KeysOf(t.Context(), db, ""); err != nil || !bytes.Equal(again.MessageSecret(), first.MessageSecret()) ||
			again.Token("ann@example.org") != first.Token("ann@example.org") {
			t.Errorf("KeysOf() gives another secret the second time, %v", err)
		}
	}
	if _, err := KeysOf(t.Context(), db, file+".none"); err == nil || !strings.Contains(err.Error(), "serve.token_file") {
		t.Errorf("KeysOf() with a file that is missing = %v", err)
	}
}
