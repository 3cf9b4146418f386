package prose_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"recap/digest/language"
	"recap/digest/prose"
)

const (
	weather = "The ferry to Norrvik stays in the harbour until the wind turns. Two boats went out at noon and came back within the " +
		"hour. The lamp on the mole is dark. "
	gossip = "“The ferry is old,” said the warden of the harbour. The crew told him so in May, and said it again in June. "
)

// printed returns what may be printed of a post by Bob Stone.
func printed(own string) []string {
	return texts(prose.Units(prose.Text{Own: own, Language: language.For("en"), Writer: "Bob Stone"}))
}

// TestDocuments prints the writer's own sentences around a document and none of it.
func TestDocuments(t *testing.T) {
	news, report := strings.Repeat(weather, 5), strings.Repeat(gossip, 8)
	for _, tt := range []struct{ name, own string }{
		{"a byline below a ruler", "I knew it would come to this.\n\n=====\n\nFerry stays\nBy Runa  Vestre in Norrvik\n\n" + news},
		{"a byline in two lines", "FERRY STAYS\nby\nRuna Vestre\n\n" + news + "\n\n------------\nI knew it would come to this."},
		{"a byline with a date", "I knew it would come to this.\n\nhttps://news.example.org/ferry\n\nFerry stays\nBy Runa Vestre " +
			"[24-07-2026]\n\n" + news},
		{"place and agency", "I knew it would come to this.\n\nNORRVIK, Larkspur (Reuters) - " + news},
		{"place and date", "I knew it would come to this.\n\nNORRVIK, Larkspur, Sept. 10, 2026 -- " + news},
		{"a date below an address", "I knew it would come to this.\n\nhttps://news.example.org/ferry\n\nWednesday, 4 March, 2026, 08:52 " +
			"GMT\nFerry stays\n\n" + report},
		{"an address alone", "I knew it would come to this.\n\nhttps://news.example.org/ferry\n\n" + report},
		{"a ruler and an address", "I knew it would come to this.\n\n==\nhttps://news.example.org/ferry\n\nWe keep you informed. " + news},
		{"rulers and the source", "--------\n" + weather + "\n-------\n\nhttps://news.example.org/ferry\n\nI knew it would come to this."},
		{"rulers of two lengths", "I knew it would come to this.\n\nLook " +
			"here:\nhttps://news.example.org/ferry\n------------\n" + weather + "\n----------------\nBob"},
		{"cut here", "I knew it would come to this.\n\nLook here:\n\n----- 8< -----\n" + weather + "\n----- 8< -----\n"},
		{"words that hand over", "I knew it would come to this.\n\nFrom the Norrvik Post:\n\n" + report + "\n\n" + report},
		{"behind the name and a date", "I knew it would come to this.\n\nBob\n\n-------------\nSeptember 20, 2026\n\nWe, the crew, " +
			"declare this. " + news},
		{"the log of a chat", "I knew it would come to this.\n\n21:33 < runa> bob: There are two boats out, and the\nferry is in.\n21:33 " +
			"< bob> runa: I see three of them.\n21:35 < runa> then the third is new."},
		{"a chat without hours", "I knew it would come to this.\n\n<runa> There are two boats out.\n<bob> I see three of them.\n<runa> " +
			"Then the third is new."},
		{"a scene", "\"KEEPER You can't have both lamps. You take the red one and --\nPILOT I want the white one.\nShe opens the chest " +
			"again.\nKEEPER Okay. I'll take the red one.\nPILOT That's mine, too?\nKEEPER We'll split it.\"\n\nI knew it would come to this."},
		{"long", "I knew it would come to this.\n\nFerry stays\nBy Runa Vestre\n\n" + strings.Repeat(weather+"\n\n", 200)},
	} {
		if diff := cmp.Diff([]string{"I knew it would come to this."}, printed(tt.own)); diff != "" {
			t.Errorf("%s: printed (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestPiecesWithoutDocuments keeps the writer's pieces alone.
func TestPiecesWithoutDocuments(t *testing.T) {
	own := "I knew it would come to this.\n\n==\nhttps://news.example.org/ferry\n\n" + strings.Repeat(weather, 5)
	got := prose.Pieces(prose.Text{Own: own, Language: language.For("en"), Writer: "Bob Stone"})
	if diff := cmp.Diff([]string{"I knew it would come to this."}, got); diff != "" {
		t.Errorf("pieces (-want +got):\n%s", diff)
	}
}

// TestOwnWordsStay keeps what looks like a document and is the writer's own.
func TestOwnWordsStay(t *testing.T) {
	news, report := strings.Repeat(weather, 5), strings.Repeat(gossip, 8)
	for _, tt := range []struct{ name, own string }{
		{"a byline of the writer", "The ferry of Norrvik\nby Bob Stone\n\n" + news},
		{"a sentence with by", "The lamp on the mole was repaired again last week\nby Runa Vestre, who knows it well.\n\n" + news},
		{"an address and what the writer did", "See the ticket.\n\nhttps://ferry.example.org/2041\n\nI tried it. " + report},
		{"an address and what the reader does", "See the ticket.\n\nhttps://ferry.example.org/2041\n\nThen you go on. " + report},
		{"an address that a sentence ends with", "Ferry 2.0 is out, see:\n\n    https://ferry.example.org/\n\n" + report},
		{"an invitation", "We meet again.\n\nBob\n-------------\n\nSpring walk\nMarch 19, 2026\n\n" + news + "Call Bob Stone."},
		{"titles underlined", "The parts\n=========\n\n" + news + "\n\nThe lamp\n--------\n\n" + news},
		{"lines that begin in capitals", "It is told on each side of the\nPB I know. " + weather + "The other is\nTCP I know. " +
			"" + weather + "\nPB I like."},
		{"a file in a sentence", "In ferry.html there are two faults:\n\n" + news},
		{"work on a file", "From my work on ferry.org I know:\n\n" + news},
		{"two words set apart", "*\"Cork\"* is not the word, and " + news + " So it is with *\"float\"*."},
		{"a ruler", "I do it so.\n\n----\n\n" + news},
	} {
		got := strings.Join(printed(tt.own), " ")
		if !strings.Contains(got, "wind turns.") && !strings.Contains(got, "crew told him") {
			t.Errorf("%s: printed is %q", tt.name, got)
		}
	}
	feed := prose.Units(prose.Text{Own: "By Runa Vestre\n\n" + news, Language: language.For("en"), Published: true})
	if len(texts(feed)) == 0 {
		t.Error("nothing is printed of an article in its own feed")
	}
}

// TestCited prints nothing of what a name, a lead or marks of quotation give to somebody else.
func TestCited(t *testing.T) {
	const mine = "I think that cork is too light."
	verse := "The cork lies low upon the tide,\nThe lamp is out, the moon is wide,\nAnd Norrvik sleeps."
	for _, tt := range []struct{ name, own string }{
		{"a poem with its poet", mine + "\n\n" + verse + "\n\n" + verse + "\n-- Runa Vestre"},
		{"a saying with its source", mine + "\n\n\"Cork floats. Iron does not.\"\n - Mole, The Long Night"},
		{"a paragraph with its author", "Cork is the best float of all. Everybody in Norrvik knows that.\n-- Runa Vestre\n\n" + mine},
		{"of a page, with the name in brackets", "log.example.org [Runa Vestre]:\n Cork is the best float of all. Everybody knows " +
			"it.\n\n" + mine},
		{"a list behind the name", "Runa Vestre [floats] wrote\nCork is the best float of all.\n\n" + mine},
		{"a program's own form", ">>>>> \"R\" == Runa Vestre writes:\n\nCork is the best float of all.\n\n" + mine},
		{"a commit of somebody else", mine + "\n\n$ git show 3f2a91c\ncommit 3f2a91c07d\nAuthor: Runa Vestre <runa@example.org>\nDate:   " +
			"Fri Feb 24 14:31:15 2023 +0000\n\n" +
			"    floats: use cork\n\n    Cork is the best float of all. Everybody in Norrvik knows that.\n"},
		{"a merge of somebody else", mine + "\n\ncommit 3f2a91c07d\nMerge: 12ab34c 56de78f\nAuthor: Runa Vestre " +
			"<runa@example.org>\nAuthorDate: Fri Feb 24 14:31:15 2023 +0000\n" +
			"Commit: Runa Vestre <runa@example.org>\nCommitDate: Fri Feb 24 14:31:15 2023 +0000\n\n    Cork is the best float of all. " +
			"Everybody in Norrvik knows that.\n"},
		{"from a file", "From the floats guide.rst:\n\nCork is the best float of all. Everybody knows it.\n\n" + mine},
		{"emphasized between marks", "\"*Cork is the \"best\" float of all. In Norrvik everybody has one. They call it \"the " +
			"float\".*”\n\n" + mine},
		{"quoting somebody", "Quoting Runa Vestre:\n\nCork is the best float of all.\n\n" + mine},
		{"an item with the address", "* Runa Vestre <runa@example.org> [2026-10-05]:\nCork is the best float of all.\n\n" + mine},
		{"a name in brackets", "[Runa Vestre]\nCork is the best float of all.\n\n" + mine},
		{"other marks at the lines", "&> Cork is the best float of all.\n&> Everybody knows it.\n\n" + mine},
		{"sentences between marks", "The manual says \"Cork is old. It floats well. Take it.\" and no more. " + mine},
		{"paragraphs between marks", "\"Cork is old. It floats well.\n\n\"Iron is new. It sinks. Leave it.\"\n\n" + mine},
		{"marks around two paragraphs", "\"NORRVIK -- Cork is old. It floats well.\n\nIron is new. It sinks. Leave it.\"\n\n" + mine},
		{"a name in the line of the quotation", "\"The cork that holds is the cork that floats\" --- R. V. Vestre\n\n" + mine},
		{"a quotation that is nearly all", "“Cork is the best float that was ever made in Norrvik,” said the warden. " + mine},
	} {
		got := printed(tt.own)
		if all := strings.Join(got, " "); !strings.Contains(all, mine) || strings.Contains(all, "loat") || strings.Contains(all, "Norrvik") {
			t.Errorf("%s: printed are %q", tt.name, got)
		}
	}
}

// TestNotCited keeps the writer's words beside marks and names that give nothing away.
func TestNotCited(t *testing.T) {
	for _, own := range []string{
		"The gauge is 5\" wide. Cork floats in it. The other one is 6\" wide.",
		"\"Cork floats in it.\" -- That is what I say, and Cork floats in it. ",
		"He wrote \"cork first. I doubt it. Cork floats in it.\n\nThe lamp is \"new\" here.",
		"We talked about it:\n - Iron. However, Norrvik is far.\n\nCork floats in it.",
		"Cork floats in it. I tried it twice at home.\n\n-- Bobby",
		"\"The lock is taken by another of the boats that lie in the basin of the harbour tonight!\" is what I read: Cork floats in it.",
		"\"The lock of the basin cannot be opened today by any of the boats here,\" I told them: Cork floats in it.",
		"\"The Lock\" - Cork floats in it.",
		"Whoever comes brings one:\n\n- Runa Vestre\n- Ann Lee\n\nCork floats in it.",
	} {
		if got := strings.Join(printed(own), " "); !strings.Contains(got, "Cork floats in it.") {
			t.Errorf("of %q only %q is printed", own, got)
		}
	}
	us := prose.Units(prose.Text{Own: "Quoting Runa Vestre:\n\nCork floats in it.", Language: language.For("en"), Writer: "Bob " +
		"Stone", Quotations: []prose.Quotation{{At: 22}}})
	if len(texts(us)) != 1 {
		t.Errorf("the answer behind a quotation that was taken out is not printed: %+v", us)
	}
}

// TestOwnSignature keeps what stands above the line with which its writer closes, also where that is not the name in
// the From field or no name at all.
func TestOwnSignature(t *testing.T) {
	const said = "Cork floats in the basin. Nobody here has used iron since May."
	for _, tt := range []struct{ writer, own string }{
		{"rvestre", said + "\n\n-- Runa Vestre\n\nPS: the lamp is on."},
		{"harbour", said + "\n\n-- Runa Vestre\nNorrvik Harbour\nRoom 5"},
		{"", said + "\n\n~ Runa Vestre\n\nPS: the lamp is on."},
		{"Руна Вестре", said + "\n\n-- Runa Vestre\n\nPS: the lamp is on."},
		{"Bob Stone", said + "\n\n-- Kind Regards\n\nBobby"},
		{"Bob Stone", said + "\n\n--- Open Questions\nWho has a lamp?"},
		{"Bob Stone", "\"Iron\" is what they say in Norrvik. " + said + "\n\n-- Bobby"},
	} {
		us := prose.Units(prose.Text{Own: tt.own, Language: language.For("en"), Writer: tt.writer})
		if got := strings.Join(texts(us), " "); !strings.Contains(got, said) {
			t.Errorf("of %q by %q only %q is printed", tt.own, tt.writer, got)
		}
	}
	us := prose.Units(prose.Text{Own: said + "\n\n-- Mit Freundlichen Grüßen\n\nBobby", Language: language.For("de"), Writer: "Bob Stone"})
	if got := strings.Join(texts(us), " "); !strings.Contains(got, said) {
		t.Errorf("above a German leave only %q is printed", got)
	}
}

// TestInitials leaves out what stands behind somebody's initials, and not only its first sentence, where they tell who says
// what; a small word is none, and a single one takes its sentence only.
func TestInitials(t *testing.T) {
	const head = "I have read what you two wrote."
	for own, want := range map[string][]string{
		head + "\n\nrv: The lamp is on. It burns all night.\nbs: It is not.\n\nnit: The lamp has a new name. Mine has the old " +
			"one.": {head, "nit: The lamp has a new name.", "Mine has the old one."},
		head + "\n\nrv: The lamp is on. It burns all night.\n\nas: The weir is old. I object to it.": {head},
		head + "\n\nfyi: The lamp is on. I object to the new " +
			"one.": {head, "I object to the new one."},
	} {
		if got := printed(own); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestAdvertOfItsOwn leaves out what a writer's signature advertises, however short the post is above it.
func TestAdvertOfItsOwn(t *testing.T) {
	const said, row = "Is the lamp on?", "========================================"
	advert := row + "\nRuna Vestre | Norrvik Lamps | Room 5\n\n\"Our lamps burn for a year.\nNo keeper has to climb a tower for them. " +
		"They are sold by the dozen.\"\n" + row
	us := prose.Units(prose.Text{Own: said + "\n\n" + advert, Language: language.For("en"), Writer: "Runa Vestre"})
	if got := strings.Join(texts(us), " "); got != said {
		t.Errorf("%q, want %q", got, said)
	}
	if us := prose.Units(prose.Text{Own: said + "\n\n" + advert, Language: language.For("en"), Writer: "Bob Stone"}); len(us) < 2 {
		t.Errorf("below the name of somebody else nothing is read: %q", texts(us))
	}
	for _, minutes := range []string{
		"Attendees\n---------\nRuna Vestre\nBob Stone\n\nDecisions\n---------\nThe lower gate will be shut at noon.",
		"Who did what\n============\nRuna Vestre has mended the pump.\n\nThe lower gate will be shut at noon.",
		"What to do now\n\n--------------\nRuna Vestre must mend the pump.\n\nThe lower gate will be shut at noon.",
	} {
		us := prose.Units(prose.Text{Own: minutes, Language: language.For("en"), Writer: "Runa Vestre"})
		if got := strings.Join(texts(us), " "); !strings.Contains(got, "The lower gate will be shut at noon.") {
			t.Errorf("of %q only %q is read", minutes, got)
		}
	}
}

// TestNameInBrackets takes the writer's name off the end also with something in brackets behind it.
func TestNameInBrackets(t *testing.T) {
	if got, want := printed("The lamp is on.\n\nBob (on the tower for the first time this year!)"), "The lamp is "+
		"on."; len(got) != 1 || got[0] != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestManyNames reads a long list of names without going through the rest of it at each of them: twice as many take
// about twice the memory, and not four times.
func TestManyNames(t *testing.T) {
	used := func(n int) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		printed(strings.Repeat("The lamp is on.\n-- Runa Vestre\n\n", n))
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	used(10) // what is made once
	if some, more := used(5000), used(10000); 2*more > 5*some {
		t.Errorf("5000 names took %d MB, 10000 took %d", some>>20, more>>20)
	}
}
