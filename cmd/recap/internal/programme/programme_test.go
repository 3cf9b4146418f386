package programme

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recap/cmd/recap/internal/console"
	"recap/digest"
)

// calendar is an iCalendar file around events.
func icsOf(events string) []byte {
	return []byte(strings.ReplaceAll("BEGIN:VCALENDAR\nVERSION:2.0\n"+events+"END:VCALENDAR\n", "\n", "\r\n"))
}

func TestParseProgramme(t *testing.T) {
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Fatal(err)
	}
	at := func(hour, minute int) time.Time { return time.Date(2026, 10, 16, hour, minute, 0, 0, oslo) }
	for _, tc := range []struct {
		name  string
		event string
		want  []digest.Talk
	}{
		{"UTC and all keys",
			"DTSTART:20261016T083000Z\nDTEND:20261016T091500Z\nSUMMARY:Rain\\, measured\\; twice\nLOCATION:Room 2\n" +
				"URL:https://example.org/rain\nDESCRIPTION:About rain.\\nSpeaker: Ann Lee\\nLevel: any\n",
			[]digest.Talk{{Title: "Rain, measured; twice", Speakers: []string{"Ann Lee"}, Start: at(10, 30), End: at(11, 15),
				Room: "Room 2", URL: "https://example.org/rain"}}},
		{"zone", "DTSTART;TZID=America/New_York:20261016T043000\nSUMMARY:Rain\n", []digest.Talk{{Title: "Rain", Start: at(10, 30)}}},
		{"zone behind a path", "DTSTART;TZID=/example.org/1_2/Europe/London:20261016T093000\nSUMMARY:Rain\n",
			[]digest.Talk{{Title: "Rain", Start: at(10, 30)}}},
		{"zone of the writer's own", "DTSTART;TZID=Home:20261016T093000\nSUMMARY:Rain\n", []digest.Talk{{Title: "Rain", Start: at(10, 30)}}},
		{"no zone", "DTSTART:20261016T103000\nSUMMARY:Rain\n", []digest.Talk{{Title: "Rain", Start: at(10, 30)}}},
		{"folded", "DTSTART:20261016T103000\nSUMMARY:Rain in\n  the hills\n", []digest.Talk{{Title: "Rain in the hills", Start: at(10, 30)}}},
		{"attendees",
			"DTSTART:20261016T103000\nSUMMARY:Rain\nATTENDEE;ROLE=CHAIR;CN=\"Ann Lee\":mailto:ann@example.org\n" +
				"ATTENDEE;CN=Bob van der Stone:mailto:bob@example.org\nATTENDEE;CN=eve@example.org:mailto:eve@example.org\n",
			[]digest.Talk{{Title: "Rain", Speakers: []string{"Ann Lee", "Bob van der Stone"}, Start: at(10, 30)}}},
		{"organizer", "DTSTART:20261016T103000\nSUMMARY:Rain\nORGANIZER;CN=Ann Lee:mailto:ann@example.org\n",
			[]digest.Talk{{Title: "Rain", Speakers: []string{"Ann Lee"}, Start: at(10, 30)}}},
		{"title - speaker", "DTSTART:20261016T103000\nSUMMARY:Rain - or snow - Ann Lee and Bob Stone\n",
			[]digest.Talk{{Title: "Rain - or snow", Speakers: []string{"Ann Lee", "Bob Stone"}, Start: at(10, 30)}}},
		{"title (speaker)", "DTSTART:20261016T103000\nSUMMARY:Rain (Ann Lee)\n",
			[]digest.Talk{{Title: "Rain", Speakers: []string{"Ann Lee"}, Start: at(10, 30)}}},
		{"no names behind the title", "DTSTART:20261016T103000\nSUMMARY:Rain - a field guide (in Norwegian)\n",
			[]digest.Talk{{Title: "Rain - a field guide (in Norwegian)", Start: at(10, 30)}}},
		{"speakers of a line and the title",
			"DTSTART:20261016T103000\nSUMMARY:Rain (Ann Lee)\nDESCRIPTION:Speakers: Ann Lee\n",
			[]digest.Talk{{Title: "Rain", Speakers: []string{"Ann Lee"}, Start: at(10, 30)}}},
		{"whole day", "DTSTART;VALUE=DATE:20261016\nSUMMARY:Day one\n", nil},
		{"break", "DTSTART:20261016T103000\nSUMMARY:Coffee break\n", nil},
		{"cancelled", "DTSTART:20261016T103000\nSUMMARY:Rain\nSTATUS:CANCELLED\n", nil},
		{"hostile title", "DTSTART:20261016T103000\nSUMMARY:Rain \x1b[2J<script>\nURL:javascript:alert(1)\n",
			[]digest.Talk{{Title: "Rain [2J<script>", Start: at(10, 30)}}},
	} {
		p, err := parse("p.ics",
			icsOf("BEGIN:VTIMEZONE\nTZID:Home\nX-LIC-LOCATION:Europe/London\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\n"+
				tc.event+"END:VEVENT\n"), oslo)
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		if diff := cmp.Diff(tc.want, p.Talks); diff != "" {
			t.Errorf("%s: parseProgramme() (-want +got):\n%s", tc.name, diff)
		}
	}
}

func TestProgrammeOrganisers(t *testing.T) {
	var events strings.Builder
	for range 3 {
		events.WriteString("BEGIN:VEVENT\nDTSTART:20261016T103000\nSUMMARY:Rain\n" +
			"ORGANIZER;CN=Rain Conference:mailto:info@example.org\nEND:VEVENT\n")
	}
	events.WriteString("BEGIN:VEVENT\nDTSTART:20261016T113000\nSUMMARY:Snow\nRRULE:FREQ=DAILY\nEND:VEVENT\n")
	p, err := parse("p.ics", icsOf(events.String()), time.UTC)
	if err != nil || len(p.Talks) != 4 {
		t.Fatalf("parseProgramme() = %+v, %v, want 4 talks", p, err)
	}
	for _, talk := range p.Talks {
		if len(talk.Speakers) > 0 {
			t.Errorf("%s is given by %q, who organises all of it", talk.Title, talk.Speakers)
		}
	}
	if diff := cmp.Diff([]string{"p.ics:18: Snow is repeated; only the first time is known"}, p.Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

func TestParseProgrammeErrors(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"", "p.ics:1: it is no iCalendar file"},
		{"<html>\n", "p.ics:1: it is no iCalendar file"},
		{"BEGIN:VCALENDAR\nVERSION:2.0\n", "p.ics:3: the file ends before END:VCALENDAR"},
		{"BEGIN:VCALENDAR\nhello\n", "p.ics:2: a property without a colon"},
		{"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VTODO\n", "p.ics:3: END:VTODO where END:VEVENT belongs"},
		{"BEGIN:VCALENDAR\nEND:VCALENDAR\nBEGIN:VCALENDAR\n", "p.ics:3: something stands behind the end of the calendar"},
		{strings.Repeat("BEGIN:VCALENDAR\n", 9), "p.ics:5: components stand more than 4 deep"},
		{"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n", "p.ics:2: an event without DTSTART"},
		{"BEGIN:VCALENDAR\n\nBEGIN:VEVENT\nDTSTART:tomorrow\nEND:VEVENT\nEND:VCALENDAR\n", `p.ics:3: DTSTART: "tomorrow" is no time`},
		{"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Mars/Olympus:20261016T103000\nEND:VEVENT\nEND:VCALENDAR\n",
			`p.ics:2: DTSTART: the time zone "Mars/Olympus" is not known`},
		{"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=\"Local\":20261016T103000\nEND:VEVENT\nEND:VCALENDAR\n",
			`p.ics:2: DTSTART: the time zone "Local" is not known`},
	} {
		if p, err := parse("p.ics", []byte(tc.text), time.UTC); err == nil || !strings.HasPrefix(err.Error(), tc.want) {
			t.Errorf("parseProgramme(%q) = %+v, %v, want %s", tc.text, p, err, tc.want)
		}
	}
	large := filepath.Join(t.TempDir(), "large.ics")
	f, err := os.Create(large)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(maxBytes + 1); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if _, err := Read(large, time.UTC); err == nil || !strings.Contains(err.Error(), "larger than 8 MiB") {
		t.Errorf("readProgramme() of a large file = %v, want an error", err)
	}
}

func FuzzParseProgramme(f *testing.F) {
	f.Add(icsOf("BEGIN:VEVENT\nDTSTART:20261016T103000\nSUMMARY:Rain (Ann Lee)\nATTENDEE;CN=\"Bob Stone\":mailto:b@example.org\nEND:VEVENT\n"))
	f.Add(icsOf("BEGIN:VTIMEZONE\nTZID:Home\nBEGIN:STANDARD\nDTSTART:19701025T030000\nEND:STANDARD\nEND:VTIMEZONE\n"))
	f.Add([]byte("BEGIN:VCALENDAR\nX;A=\"b:\n c\";D=\\:e\nEND:VCALENDAR"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := parse("p.ics", data, time.UTC)
		if err != nil {
			return
		}
		for _, talk := range p.Talks {
			if talk.Title == "" || talk.Title != console.OneLine(talk.Title) || talk.Start.IsZero() && len(data) == 0 {
				t.Errorf("parseProgramme(%q) gives the talk %+v", data, talk)
			}
		}
	})
}
