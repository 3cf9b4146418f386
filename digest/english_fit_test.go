package digest

import (
	"strings"
	"testing"

	"recap/store"
)

// TestReportFit holds sentences of the kinds that read as broken prose behind "said that", and what becomes of those that can be told.
func TestReportFit(t *testing.T) {
	lex := newLexicon(english)
	for _, test := range []struct{ in, want string }{
		{"This is a multi-part message in MIME format.", ""},
		{"While the compiler is being fixed, switch to using a direct assignment.", ""},
		{"If you feel able to judge it, make a decision.", ""},
		{"The sources hold an emacs folder; have a look at the second file there.", ""},
		{"Since we are running on an old system (ugh!).", ""},
		{"During this, an unlock of the mutex should have been removed.", ""},
		{"That sounds good to me, as far as it goes.", ""},
		{"You probably just had a bad day with the pump.", ""},
		{"Your patch is missing the second half of the change.", ""},
		{"Every Valve, However Old, Deserves A Second Gasket.", ""},
		{"The Pump Can Level The Playing Field By Ann Maria Lee.", ""},
		{"Resolving conflicts by backporting the change, which touches more code.", ""},
		{"One for a memory leak.", ""},
		{"Found by the verification centre of the university.", ""},
		{"We should now think about it, so let's close the channel.", ""},
		{"The pump is quiet today honestly Let me know if it is not.", ""},
		{"Matthias (really happy to be on holiday for the first time).", ""},
		{"The trunk on the day of the test was 0123456789abcdef0123456789abcdef01234567.", ""},
		{"It does not move along, are there any plans to apply the change.", ""},
		{"Didn't want to change the name of it just yet.", ""},
		{"Except perhaps for the people in charge.", ""},

		{"Thanks Ann - I think the change is useful as it stands.", "thought that: the change is useful as it stands"},
		{"G'day Ben, the server supports fetching mail from both of them.", "that: the server supports fetching mail from both of them"},
		{"OTOH, the pump could just get rid of the report.", "that: the pump could just get rid of the report"},
		{"IMHO it does not pay to mix the two.", "that: it does not pay to mix the two"},
		{"So, no. Users will not see the difference.", "that: Users will not see the difference"},
		{"Applied it to the tree with both of the tags.", "had: applied it to the tree with both of the tags"},
		{"Free the array if one of the calls fails.", "to: free the array if one of the calls fails"},
		{"I hope to release the final version next week.", "hoped to: release the final version next week"},
		{"I attended the same talk and was impressed by it.", "that: they attended the same talk and were impressed by it"},
		{"Has anyone else started to receive these messages?", "whether: whether anyone else has started to receive these messages"},
		{"Can somebody else comment on the state of the reactor?", "whether: whether somebody else can comment on the state of the reactor"},
		{"Performance is worse than it was before the change.", "that: performance is worse than it was before the change"},
	} {
		got := ""
		if c, ok := english.report(test.in, lex); ok {
			head := map[clauseForm]string{formThat: "that", formWhether: "whether", formTo: "to", formPlease: "people to", formColon: ""}[c.form]
			if c.verb != "" {
				head = c.verb
			}
			got = head + ": " + c.text
		}
		if got != test.want {
			t.Errorf("report(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func TestMisfitOfOneWord(t *testing.T) {
	for _, word := range []string{"", "Found", "One"} {
		if !misfit(word, strings.ToLower(word)) {
			t.Errorf("misfit(%q) = false, want true", word)
		}
	}
}

func TestAddresseeThird(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"you should not call it here", "they should not call it here"},
		{"the library gives you what you need", "the library gives them what they need"},
		{"if you're using the pump, your code has to wait for you", "if they are using the pump, their code has to wait for them"},
		{"it is up to you", "it is up to them"},
	} {
		if got := addresseeThird(test.in); got != test.want {
			t.Errorf("addresseeThird(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func TestShortNames(t *testing.T) {
	for who, want := range map[string]string{
		"Bram Van Dael": "Van Dael", "Rosa Di Marco": "Di Marco", "Ann Lee": "Lee", "Ludwig van der Berg": "van der Berg",
		"millrace77": "millrace77", "Ann Maria Lee": "Lee", "J. Random Hacker Smith": "J. Random Hacker Smith",
	} {
		tell := &teller{s: &story{}}
		p := &post{Post: &store.Post{Kind: "mbox"}, who: who}
		if got := tell.short(p); got != want {
			t.Errorf("short(%q) = %q, want %q", who, got, want)
		}
	}
}
