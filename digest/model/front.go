package model

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"

	"recap/digest/proof"
	"recap/digest/prose"
)

// A Top is a story as it stands in the edition.
type Top struct {
	ID, Title, State string
	Lines            []Line
}

// A Line is a sentence or an excerpt of it.
type Line struct {
	By    string // who wrote an excerpt; "" for a sentence of prose
	Text  string
	Posts []string // ids
}

// A Front is the top of an edition.
type Front struct {
	Headline string // "": the program's stands
	Lede     []FrontSentence
}

// A FrontSentence rests on stories.
type FrontSentence struct {
	Text    string
	Stories []string // ids
}

type (
	frontMessage struct {
		Task      string       `json:"task"`
		Community string       `json:"community"`
		Period    string       `json:"period"`
		Language  string       `json:"language"`
		Stories   []frontStory `json:"stories"`
	}
	frontStory struct {
		ID        string   `json:"id"`
		Title     string   `json:"title"`
		State     string   `json:"state"`
		Sentences []string `json:"sentences"`
	}
)

const ledeWords = 75 // of all its sentences; the instructions ask for 55

// Front returns the top of an edition of these stories. It is asked for when all stories have their answers;
// model-told ones are what makes it worth a request.
func (w *Writer) Front(stories []Top, posts []string) Front {
	var out Front
	if w.opt.Mode != Prose || w.told == 0 || len(w.pending) > 0 {
		return out
	}
	msg := frontMessage{Task: TaskFront, Community: w.opt.Community, Period: w.opt.Period, Language: w.opt.Language.Tag}
	evidence := make([][]proof.Evidence, len(stories))
	var people []string
	for i, s := range stories {
		part := frontStory{ID: "s" + strconv.Itoa(i+1), Title: clean(s.Title), State: s.State, Sentences: []string{}}
		for _, l := range s.Lines {
			text := clean(l.Text)
			if l.By != "" {
				text = clean(l.By) + ": “" + text + "”"
				people = append(people, l.By)
			}
			part.Sentences = append(part.Sentences, text)
			evidence[i] = append(evidence[i], proof.Evidence{Post: &proof.Post{ID: s.ID, Author: l.By, Title: s.Title, Text: l.Text}, Text: l.Text})
		}
		evidence[i] = append(evidence[i], proof.Evidence{Post: &proof.Post{ID: s.ID, Title: s.Title, Text: s.Title}, Text: s.Title})
		msg.Stories = append(msg.Stories, part)
	}
	var a frontAnswer
	read := func(body []byte) error {
		if json.Unmarshal(body, &a) != nil {
			return errors.New("not of the shape that was asked for")
		}
		return nil
	}
	if !w.ask(TaskFront, msg, posts, read) {
		return out
	}
	p := proof.New(w.opt.Language, w.opt.Known, people)
	words := 0
	for _, x := range a.Lede[:min(len(a.Lede), 4)] {
		text := oneLine(x.Text)
		var rests []proof.Evidence
		var ids []string
		why := proof.Refusal("")
		for _, alias := range x.Stories {
			i := slices.IndexFunc(msg.Stories, func(s frontStory) bool { return s.ID == alias })
			if i < 0 {
				why = "there is no story " + proof.Refusal(strconv.Quote(alias))
				break
			}
			rests, ids = append(rests, evidence[i]...), append(ids, stories[i].ID)
		}
		if why == "" {
			why = p.Sentence(text, rests)
		}
		if words += prose.Count(text); why == "" && words > ledeWords {
			why = "the top is too long"
		}
		if why != "" {
			w.refused = append(w.refused, Refused{"", text, why})
			continue
		}
		out.Lede = append(out.Lede, FrontSentence{text, ids})
	}
	if head := oneLine(a.Headline); head != "" {
		why := p.Title(head, "", slices.Concat(evidence...))
		if prose.Count(head) > longestTitle {
			why = "it is too long for a title"
		}
		if why == "" {
			out.Headline = head
		} else {
			w.refused = append(w.refused, Refused{"", head, why})
		}
	}
	return out
}
