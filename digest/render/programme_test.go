package render

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"recap/digest"
)

func TestProgrammeLine(t *testing.T) {
	e := sample(t)
	talk := func(title string, sources int, who ...string) digest.ProgrammeTalk {
		return digest.ProgrammeTalk{Title: title, Speakers: who, Start: e.Period.Start, Sources: make([]string, sources)}
	}
	e.Talks = []digest.ProgrammeTalk{talk("Tides", 0), talk("Clocks", 1, "Ann Lee"), talk("Moons", 0, "Bob Stone", "Cleo Marsh"), talk("Mud", 0, "A A", "B B", "C C"), talk("Birds", 0), talk("Sand", 2)}
	want := "On the programme: Clocks (Ann Lee); Sand; Tides; Moons (Bob Stone and Cleo Marsh); 2 more."
	if got := programme(e).plain(); got != want {
		t.Errorf("programme() = %q, want %q", got, want)
	}
	e.Period.Start, e.Event.Day, e.Event.Days = e.Period.Start.AddDate(0, 0, -1), 2, 2
	if got := programme(e).plain(); !strings.Contains(got, "Mud (A A and 2 others); Birds.") {
		t.Errorf("programme() of a whole event = %q, want all talks", got)
	}
	if got := whoCame(e).plain(); !strings.HasPrefix(got, "21 people wrote, among them ") {
		t.Errorf("whoCame() = %q, want those who wrote", got)
	}
	e.Talks = nil
	if got := programme(e); got != nil {
		t.Errorf("programme() without talks = %v, want nothing", got)
	}
}

func TestTalksAreInTheSchema(t *testing.T) {
	e := sample(t)
	e.Note = "Welcome."
	e.Talks = []digest.ProgrammeTalk{{Title: "Tides", Start: e.Period.Start}, {Title: "Clocks", Speakers: []string{"Ann Lee"}, Start: e.Period.Start, End: e.Period.Start.Add(time.Hour), Sources: []string{e.Posts[0].ID}}}
	var b bytes.Buffer
	if err := JSON(&b, e); err != nil {
		t.Fatal(err)
	}
	if err := validate(t, schema(t), b.String()); err != nil {
		t.Error(err)
	}
}
