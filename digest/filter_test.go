package digest

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"recap/digest/internal/scene"
	"recap/digest/story"
	"recap/store"
)

// What may stand in a field of an edition.
const (
	words  = "words"  // of a post, or a name or title out of one: may not go out if the post is restricted
	own    = "own"    // of the configuration, the editor or the program
	id     = "id"     // of a post
	public = "public" // what may go out of every post: address, key, kind of source
	number = "number" // a number or a moment
)

// fields says of every field of an edition, by its place, what may stand in it.
var fields = map[string]string{
	"Schema": own, "ID": own, "Revision": number, "Digest": own, "Title": words, "Slug": own, "URL": own, "Language": own, "Note": own,
	"Community.Name": own, "Community.URL": own, "Community.Join": own, "Community.Hashtags": own,
	"Period.Start": number, "Period.End": number, "Period.Timezone": own, "Period.Label": own,
	"Event.Name": own, "Event.Day": number, "Event.Days": number, "Event.URL": own,
	"Stats.Posts": number, "Stats.People": number, "Stats.Threads": number, "Stats.Stories": number,
	"Stats.Sources": number, "Stats.Organizations": number, "Stats.Machines": number,
	"Stats.Shares": number, "Stats.Spam": number, "Stats.Withheld": number, "Stats.Usual.Posts": number, "Stats.Usual.People": number,
	"Stories.ID": id, "Stories.Title": words, "Stories.Kind": own, "Stories.URL": public, "Stories.Sources": id,
	"Stories.People": words, "Stories.Score": number, "Stories.Reasons": own,
	"Stories.Outcome": words, "Stories.State": own, "Stories.Since": number, "Stories.Section": own, "Stories.Writer": own,
	"Stories.Facts": words, "Stories.Voices.Name": words, "Stories.Voices.Source": id, "Stories.Voices.Text": words,
	"Stories.Voices.To.Text": words, "Stories.Voices.To.By": words, "Stories.Voices.To.Source": id, "Stories.Voices.Before": number, "Stories.Voices.Behind": number,
	"Stories.Voices.Links": words, "Stories.Voices.To.Links": words,
	"Stories.Paragraphs.Label": own, "Stories.Paragraphs.By": words, "Stories.Paragraphs.Organization": words,
	"Stories.Paragraphs.Date": number, "Stories.Paragraphs.Relayed": words, "Stories.Paragraphs.Writer": own,
	"Stories.Paragraphs.To.Text": words, "Stories.Paragraphs.To.By": words, "Stories.Paragraphs.To.Source": id, "Stories.Paragraphs.To.Links": words,
	"Brief.Text": words, "Brief.Story": id,
	"Rest.Title": words, "Rest.URL": public, "Rest.Sources": id, "Rest.People": number, "Rest.By": words, "Rest.State": own,
	"Rest.Quote.Text": words, "Rest.Quote.By": words, "Rest.Quote.Source": id, "Rest.Quote.Links": words,
	"Also.Title": words, "Also.URL": public, "Also.Sources": id,
	"Newcomers.Name": words, "Newcomers.Source": id, "Returning.Name": words, "Returning.Last": number, "Returning.Source": id,
	"Late.ID": id, "Late.Title": words, "Late.By": words, "Late.Date": number, "Late.URL": public, "Late.Edition": own, "Late.Period": own,
	"Questions.Title": words, "Questions.URL": public, "Questions.By": words, "Questions.Since": number, "Questions.Source": id,
	"Votes.Title": words, "Votes.URL": public, "Votes.State": own, "Votes.Plus": number, "Votes.Zero": number,
	"Votes.Minus": number, "Votes.Deadline": number, "Votes.Source": id, "Votes.Disputed": number,
	"Organizations.Name": words, "Organizations.People": words, "People.Name": words, "People.Organization": words, "People.Posts": number,
	"Upcoming.Text": words, "Upcoming.Date": words, "Upcoming.URL": public, "Upcoming.Sources": id,
	"Coverage.Source": own, "Coverage.Kind": own, "Coverage.State": own, "Coverage.Posts": number,
	"Coverage.ReadUntil": number, "Coverage.Error": own,
	"Posts.ID": id, "Posts.Source": public, "Posts.Key": public, "Posts.Kind": public, "Posts.URL": public,
	"Posts.Author": words, "Posts.Organization": words, "Posts.Date": number, "Posts.Title": words, "Posts.Thread": id,
	"Candidates.Rank": number, "Candidates.Story": id, "Candidates.Title": words, "Candidates.Score": number,
	"Candidates.Reasons": own, "Candidates.Posts": id,
	"Talks.Title": own, "Talks.Speakers": own, "Talks.Start": number, "Talks.End": number, "Talks.Room": own,
	"Talks.URL": own, "Talks.Sources": id,
	"Stories.Translated": number, "Writing.Asked": number, "Writing.Told": number, "Writing.Offered": number, "Writing.Refused.Story": id,
	"Writing.Refused.Text": words, "Writing.Refused.Why": words, "Model.Name": own, "Model.Prompt": own,
}

// sentenceFields are those of a sentence, wherever it stands.
var sentenceFields = map[string]string{"Text": words, "Sources": id, "Evidence.Source": id, "Evidence.Text": words,
	"Quote.Text": words, "Quote.By": words, "Quote.Source": id, "Quote.Links": words, "Anchor": words}

// allFields are the fields of an edition with those of its sentences.
func allFields() map[string]string {
	all := maps.Clone(fields)
	for _, place := range []string{"Lede.Sentences.", "Narrative.Sentences.", "Stories.Paragraphs.Sentences."} {
		for name, kind := range sentenceFields {
			all[place+name] = kind
		}
	}
	return all
}

// A walker fills an edition so that everything rests on one post.
type walker struct {
	t     *testing.T
	known map[string]string
	seen  map[string]bool
	post  string // id
}

const hiddenName = "MARKER Author"

// fill sets v, which stands at a place.
func (w *walker) fill(v reflect.Value, place string) {
	switch v.Type() {
	case reflect.TypeFor[time.Time](), reflect.TypeFor[*time.Time]():
		w.kind(place)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		w.fill(v.Elem(), place)
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				w.fill(v.Field(i), strings.TrimPrefix(place+"."+f.Name, "."))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		w.fill(v.Index(0), place)
	case reflect.Map:
		w.kind(place)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("reason"), reflect.ValueOf(1.0))
	case reflect.String:
		v.SetString(w.text(place))
	default:
		w.kind(place)
	}
}

func (w *walker) kind(place string) string {
	w.seen[place] = true
	kind := w.known[place]
	if kind == "" {
		w.t.Errorf("the field %s of Edition is new: say in this test what may stand in it, and let the filter (filter.go) "+
			"copy it where it may go out; until then it does not",
			place)
	}
	return kind
}

func (w *walker) text(place string) string {
	switch kind := w.kind(place); {
	case place == "Language":
		return "en"
	case place == "Stories.State", place == "Rest.State":
		return story.Solved
	case kind == id:
		return w.post
	case kind == words && (strings.HasSuffix(place, ".By") || strings.HasSuffix(place, ".Author") ||
		strings.HasSuffix(place, "People") || place == "People.Name" || strings.HasSuffix(place, "ers.Name")):
		return hiddenName
	case place == "Stories.Outcome", place == "Stories.Facts":
		return "promised by " + hiddenName
	case place == "Title", place == "Brief.Text":
		return "Larkspur: MARKER Stories.Title, promised by " + hiddenName
	case kind == words:
		return "MARKER " + place
	}
	return "fine " + place
}

// TestFilterKnowsEveryField fills every field of an edition that rests on one post and takes the post's words out again.
func TestFilterKnowsEveryField(t *testing.T) {
	w := &walker{t: t, known: allFields(), seen: map[string]bool{}, post: store.PostID("", "restricted")}
	var e Edition
	w.fill(reflect.ValueOf(&e).Elem(), "")
	for place := range w.known {
		if !w.seen[place] {
			t.Errorf("the field %s is not in Edition any more: take it out of this test", place)
		}
	}
	before := string(encoded(t, &e))
	if n := strings.Count(before, "MARKER"); n < 30 {
		t.Fatalf("the edition holds %d markers: there is nothing to take out", n)
	}
	out := WithoutWords(&e, map[string]bool{w.post: true})
	data, err := json.MarshalIndent(out, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(data), "\n") {
		if strings.Contains(line, "MARKER") {
			t.Errorf("left in the edition: %s", line)
		}
	}
	if string(encoded(t, &e)) != before {
		t.Error("WithoutWords() changed its argument")
	}
	for place, kind := range w.known { // and what is nobody's goes out
		if kind == own && place != "Language" && !strings.HasSuffix(place, "State") && !strings.HasSuffix(place, "Reasons") &&
			!strings.Contains(place, "Paragraphs") && !strings.HasPrefix(place, "Votes.") &&
			!strings.Contains(string(data), "\"fine "+place+"\"") {
			t.Errorf("the field %s of the configuration, the editor or the program is lost", place)
		}
	}
	if len(out.Posts) != 1 || out.Posts[0].URL == "" || out.Posts[0].Key == "" || len(out.Stories) != 1 ||
		out.Stories[0].URL == "" || len(out.Stories[0].Sources) != 1 {
		t.Errorf("addresses, keys and counts are lost: %+v %+v", out.Posts, out.Stories)
	}
	if same := WithoutWords(&e, map[string]bool{"0123456789abcdef": true}); same != &e {
		t.Error("an edition that tells nothing restricted is not given back as it is")
	}
}

// A thread of open and restricted posts keeps what is open.
func TestFilterOfAMixedThread(t *testing.T) {
	o, r := store.PostID("", "open"), store.PostID("", "restricted")
	sentence := func(text, source string) Sentence {
		return Sentence{Text: text, Sources: []string{source}, Quote: &Quote{Text: text, By: "Some One", Source: source}}
	}
	e := &Edition{Language: "en", Title: "Larkspur: A pump",
		Posts: []PostRef{{ID: o, Author: "Ann Lee", Title: "A pump"}, {ID: r, Author: hiddenName, Title: "MARKER"}},
		Stories: []Story{{ID: o, Title: "A pump", Kind: story.Discussion, State: story.Promised, Sources: []string{o, r},
			People: []string{"Ann Lee", hiddenName}, Outcome: "promised by " + hiddenName,
			Facts:  "2 posts from 2 people · promised by " + hiddenName,
			Voices: []Voice{{Name: hiddenName, Source: r, Text: "MARKER"}, {Name: "Ann Lee", Source: o, Text: "It stops.", To: &Quote{Text: "MARKER", By: hiddenName, Source: r}}}, Paragraphs: []Paragraph{
				{Label: "opening", By: "Ann Lee", Sentences: []Sentence{sentence("The pump stops.", o)}},
				{Label: "reply", By: hiddenName, Sentences: []Sentence{sentence("MARKER", r)}},
				{Label: "reply", By: "Ann Lee", To: &Quote{Text: "MARKER", By: hiddenName, Source: r}, Sentences: []Sentence{sentence("It does.", o)}},
				{Writer: "model", Sentences: []Sentence{{Text: "MARKER", Sources: []string{o}, Evidence: []Evidence{{r, "MARKER"}}}}},
			}}},
		Brief: []Brief{{"A pump: promised by " + hiddenName + ", 2 posts", o}},
		Narrative: Lede{Sentences: []Sentence{{Text: "Ann Lee writes here for the first time.", Sources: []string{o}},
			{Text: "People from MARKER took part.", Sources: []string{o, r}},
			{Text: hiddenName + " is back.", Sources: []string{o}}}},
		Rest:   []Rest{{Title: "A gate", Sources: []string{o, r}, By: hiddenName}, {Title: "MARKER", Sources: []string{r, o}, By: "Ann Lee"}},
		People: []Person{{Name: "Ann Lee"}, {Name: hiddenName}}, Organizations: []Organization{{"Tidewater", []string{"Ann Lee", hiddenName}}},
	}
	out := WithoutWords(e, map[string]bool{r: true})
	if text := string(encoded(t, out)); strings.Contains(text, "MARKER") {
		t.Errorf("words are left: %s", text)
	}
	s := out.Stories[0]
	if s.Title != "A pump" || out.Title != e.Title || len(s.Paragraphs) != 3 ||
		s.Paragraphs[0].Sentences[0].Text != "The pump stops." || s.Paragraphs[1].To != nil || len(s.Voices) != 1 || s.Voices[0].To != nil ||
		!slices.Equal(s.People, []string{"Ann Lee"}) {
		t.Errorf("story %+v: what is open is lost", s)
	}
	if last := s.Paragraphs[2].Sentences[0]; !strings.Contains(last.Text, "2 posts") &&
		!strings.Contains(last.Text, "1 post") || last.Anchor == "" {
		t.Errorf("no count and link in place of what was taken out: %+v", last)
	}
	if len(out.Narrative.Sentences) != 1 || out.Rest[0].Title != "A gate" || len(out.People) != 1 ||
		len(out.Organizations) != 1 || len(out.Brief) != 1 || !strings.Contains(out.Brief[0].Text, "A pump") {
		t.Errorf("narrative %+v, rest %+v, people %+v, brief %+v", out.Narrative, out.Rest, out.People, out.Brief)
	}
}

// The title of a day of a stream is made of the words of a status: it goes with them.
func TestFilterOfAStream(t *testing.T) {
	for _, most := range []bool{true, false} {
		s := scene.New()
		restricted := map[string]bool{}
		for i, text := range []string{"The xylophone museum of Zanzibar runs its fountain with our smallest impeller #harbour",
			"Quicksilver in the reservoir means that the turbine at Birkenhead has to stop #harbour",
			"Our kayak club drained its basin in forty minutes with a borrowed engine #harbour"} {
			p := s.Status(fmt.Sprint("x", i), []string{"Gus Quintero", "Hedda Yxkull", "Ivo Zwart"}[i], 9+float64(i)/9, text)
			p.Tags = []string{"harbour"}
			if most && i == 0 {
				p.Counts = store.Counts{Likes: 90, Shares: 50}
				for k := range 5 {
					s.Status(fmt.Sprint("s", i, k), fmt.Sprint("Fan ", k), 10, "RT").ShareOf = p.Key
				}
			}
			restricted[p.ID()] = true
		}
		for i := range 24 { // sessions that nothing but who wrote in them names
			p := s.Status(fmt.Sprint("y", i), []string{"Gus Quintero", "Hedda Yxkull", "Ivo Zwart"}[i%3], 12+float64(i)/5,
				[]string{"lovely morning in the hall, the coffee is warm and so are we",
					"what a view over the water from the roof, with all the boats in it",
					"my feet are tired after a long walk with all of you"}[i%3]+fmt.Sprint(" ", i)+" #harbour")
			p.Tags = []string{"harbour"}
			restricted[p.ID()] = true
		}
		e := built(t, s.Input(),
			Options{Community: Community{Name: "Larkspur", Hashtags: []string{"harbour"}},
				IDsOnly: map[string]bool{"tag": true}})
		before := string(encoded(t, e))
		out := WithoutWords(e, restricted)
		after := string(encoded(t, out))
		if !strings.Contains(before, "Zanzibar") || len(e.Stories) == 0 {
			t.Fatalf("the edition tells nothing of the stream: %s", before)
		}
		for _, w := range []string{"xylophone", "Zanzibar", "Quicksilver", "Birkenhead", "kayak", "drained", "Quintero", "Yxkull", "Zwart"} {
			if strings.Contains(after, w) {
				t.Errorf("shared much: %t: the edition still holds %s; its title is %q", most, w, out.Title)
			}
		}
		if out.Title == "" || !strings.Contains(out.Title, "Larkspur") {
			t.Errorf("title %q", out.Title)
		}
	}
}

func TestFilterOfATitleOfWords(t *testing.T) {
	r := store.PostID("", "restricted")
	e := &Edition{Language: "en", Title: "Larkspur, 15 October 2026: The sluice opens at noon for",
		Community: CommunityInfo{Name: "Larkspur"}, Period: Period{Label: "15 October 2026"},
		Stats: Stats{Posts: 7}, Posts: []PostRef{{ID: r}},
		Stories: []Story{{ID: r, Title: "Most shared", Kind: story.Status, Sources: []string{r},
			Paragraphs: []Paragraph{{Sentences: []Sentence{{Text: "The sluice opens at noon for all.",
				Sources: []string{r}}}}}}}}
	if got, want := WithoutWords(e, map[string]bool{r: true}).Title, "Larkspur, 15 October 2026: 7 posts"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
	e.Event = &EventDay{Name: "Hack days"}
	if got, want := WithoutWords(e, map[string]bool{r: true}).Title, "Hack days: 7 posts"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
}
