package draft

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"recap/digest"
	"recap/digest/edit"
	"recap/digest/internal/scene"
	"recap/digest/language"
	"recap/digest/load"
	"recap/digest/render"
)

// workshop is a day of a community that mends bicycles.
func workshop() *scene.Scene {
	s := scene.New()
	s.Chatter(30)
	s.Mail("b1", "", "Ada Brook", 8, "Which cone for the old front hub?",
		"I took the front hub of a 1974 touring bicycle apart and one cone is pitted. The thread is 9 mm wide and no "+
			"catalogue lists it. Which cone fits a hub with a thread of 9 mm?")
	s.Reply("b2", "b1", "Bo Winter", 9,
		"A cone of the track series fits the 9 mm thread. You have to shorten it by two millimetres with a file. I did that "+
			"for three hubs last spring.")
	s.Reply("b3", "b1", "Cleo Marsh", 10,
		"Do not shorten a hardened cone with a file, because the file slips on the hard edge. A grinder with a fine wheel takes five minutes.")
	s.Reply("b4", "b2", "Ada Brook", 12,
		"That works, the cone of the track series turns without play. I shortened it with the grinder of the school.")
	s.Mail("r1", "", "Dov Lind", 9.5, "Spoke calculator 3.1 released",
		"Spoke calculator 3.1 is released. It knows the rims of eleven more makers and computes crossed patterns for tandem "+
			"wheels. The old tables stay readable.")
	s.Reply("r2", "r1", "Eli Stone", 11,
		"The new version computes the wheel of my tandem in half a second. The old one took a minute for the same wheel.")
	s.Mail("p1", "", "Fay Moor", 13, "Proposal: open the workshop on Sundays",
		"I propose that the workshop opens on Sundays from ten to two. Most people who asked for help last month work on "+
			"all other days. Two keepers would be enough.")
	s.Reply("p2", "p1", "Gus Heath", 14,
		"I object to Sundays, because the neighbours complained about the compressor twice. A quiet afternoon on Saturday would do.")
	s.Reply("p3", "p1", "Hal Frost", 15, "I could keep the workshop every second Sunday from May on.")
	s.Mail("q1", "", "Ira Dale", 16, "Paint that holds on chromed forks",
		"The paint on my chromed fork peels after one winter. Has somebody found a primer that holds on chrome?")
	s.Mail("l1", "", "Jo Fell", 17, "Lost: a box of quarter-inch balls",
		"On Tuesday I left a box of quarter-inch balls on the second bench. Please put it into my drawer.")
	s.Reply("l2", "l1", "Kit Rowe", 18, "It stands in your drawer since Wednesday.")
	s.Mail("m1", "", "Lea Pond", 19, "Tyre levers: steel or nylon_mix?",
		"Steel levers scratch rims, and nylon ones break at the bead. What do you use for tight tyres?")
	return s
}

// drafted returns the draft of a scene under decisions.
func drafted(t testing.TB, s *scene.Scene, d edit.Decisions) *Draft {
	t.Helper()
	return draftOf(t, s.Input(), d)
}

func draftOf(t testing.TB, in *load.Input, d edit.Decisions) *Draft {
	t.Helper()
	if err := d.Tidy(); err != nil {
		t.Fatal(err)
	}
	in.Decisions = d
	e, err := digest.Build(in, digest.Options{MaxStories: 3, Explain: true, Community: digest.Community{Name: "The workshop"}})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := render.JSON(&b, e.WithoutCandidates()); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b.Bytes())
	return &Draft{Edition: e, Decisions: d, Sum: hex.EncodeToString(sum[:]), Date: "2026-10-15", Sentences: func(id string) []string {
		for i := range in.Posts {
			if in.Posts[i].ID() == id {
				return digest.Sentences(&in.Posts[i], language.For("en"))
			}
		}
		for i := range in.Late {
			if in.Late[i].ID == id {
				return digest.Sentences(&in.Late[i].Post, language.For("en"))
			}
		}
		return nil
	}}
}

// lineOf returns the number of the line of a file that holds some words.
func lineOf(file, words string) int {
	before, _, _ := strings.Cut(file, words)
	return 1 + strings.Count(before, "\n")
}

// part returns the part of a file from the heading with some words on, up to the next heading.
func part(file, words string) string {
	i := strings.LastIndex(file[:strings.Index(file, words)], "\n## ") + 1
	if n := strings.Index(file[i+3:], "\n## "); n >= 0 {
		return file[i : i+3+n+1]
	}
	return file[i:strings.Index(file, "<!-- drafted")]
}
