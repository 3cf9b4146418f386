package digest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/digest/internal/scene"
	"recap/digest/post"
	"recap/digest/story"
)

// A long report that nobody has answered yet is told, and a short one only listed.
func TestLongReportIsTold(t *testing.T) {
	const long, short = "The lower gate loses water", "The upper gate loses water"
	s := scene.New()
	s.Chatter(20)
	for i := range 4 {
		key := fmt.Sprint("t", i)
		s.Mail(key, "", fmt.Sprintf("Keeper %c Long", 'A'+rune(i)), 7+float64(i)/10, fmt.Sprintf("Paint for boat %d", i), fmt.Sprintf("Boat %d wants a coat of paint before the summer, and the yard has green and white.", i))
		s.Reply("r"+key, key, fmt.Sprintf("Painter %c Short", 'A'+rune(i)), 9+float64(i)/10, fmt.Sprintf("White lasts longer on boat %d than green, as the last two summers have shown.", i))
	}
	s.Mail("a", "", "Ann Lee", 8, long, "Since the new motor was put in, the lower gate loses water at every turn of the tide. "+
		strings.Repeat("We measured the level above and below the gate on each of the last days with the brass gauge of the yard. ", 14))
	s.Mail("b", "", "Bob Stone", 9, short, "The upper gate loses water, too, and nobody has measured how much it is.")
	e := built(t, s.Input(), harbourOptions())
	if told := titles(e); !slices.Contains(told, long) || slices.Contains(told, short) {
		t.Errorf("told: %q", told)
	}
}

// Of a week the release that people talk about is told, though many threads have more to say.
func TestReleaseOfWeekIsTold(t *testing.T) {
	const release = "Lockmaster 4.0 released"
	s := scene.New()
	s.Chatter(20)
	for i := range 8 {
		key := fmt.Sprint("t", i)
		s.Mail(key, "", fmt.Sprintf("Keeper %c Long", 'A'+rune(i)), 7+float64(i)/10, fmt.Sprintf("How should boat %d be painted?", i),
			fmt.Sprintf("How should boat %d be painted before the summer? The yard has green and white, and boat %d has been blue since it was built.", i, i))
		for k := range i + 2 {
			s.Reply(fmt.Sprint("r", k, key), key, fmt.Sprintf("Painter %c%d Short", 'A'+rune(k), i), 9+float64(i)/10,
				fmt.Sprintf("White lasts longer on boat %d than green, as summer %d has shown on the boats of the other yard.", i, k))
		}
	}
	s.Mail("a", "", "Ann Lee", 8, release, "We are pleased to announce the release of Lockmaster 4.0, which opens both gates at once.")
	s.Reply("b", "a", "Bob Stone", 9, "Great, the packages of Lockmaster 4.0 for the upper locks are on the mirror of the yard.")
	s.Days = 7
	e := built(t, s.Input(), harbourOptions())
	if told := titles(e); !slices.Contains(told, release) {
		t.Errorf("told: %q", told)
	}
}

// A busy day may have more words than a normal one, up to a limit, and a long period has its own.
func TestBusyDayHasMoreWords(t *testing.T) {
	const aim = 480
	begin := time.Date(2026, 10, 14, 0, 0, 0, 0, time.UTC)
	words := func(days int, posts ...int) int {
		var told []*telling
		for _, n := range posts {
			told = append(told, &telling{Story: &story.Story{Posts: make([]*post.Post, n)}})
		}
		return besides(&story.Community{Start: begin, End: begin.AddDate(0, 0, days)}, told, aim)
	}
	normal, busy, most, week := words(1, 9, 6, 4), words(1, 12, 9, 7), words(1, 90, 90), words(7, 90, 90)
	if normal != aim*mostTold/100 || busy <= normal || most <= busy || most != aim*mostOfDay/100 || week != aim*mostOfWeek/100 {
		t.Errorf("words of a normal day %d, a busy one %d, at most %d, of a week %d", normal, busy, most, week)
	}
}
