package main

import (
	"context"
	"fmt"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/cmd/recap/internal/edition"
	"recap/digest/model"
	"recap/digest/model/ask"
	"recap/store"
)

// asker returns what asks the configured model and keeps its answers in db; nil if there is none.
func asker(a *app, c *config.Config, db store.DB) (*ask.Asker, error) {
	m := &c.Writer.Model
	if !c.Writer.HasModel() {
		return nil, nil
	}
	writer, err := modelClient(m.Server(), m.Timeout, a.modelAt)
	if err != nil {
		return nil, err
	}
	out := &ask.Asker{Writer: writer, Keeper: &answerKeeper{db, a.now, c.Zone},
		Limits: ask.Limits{Calls: m.MaxCallsPerDay, Tokens: m.MaxTokensPerDay, Parallel: m.Parallel}}
	if r := c.Writer.Reader; r.Set() {
		if out.Reader, err = modelClient(r, m.Timeout, a.modelAt); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func modelClient(m config.ModelServer, timeout time.Duration, at string) (*ask.Client, error) {
	key, err := m.Key()
	if err != nil {
		return nil, err
	}
	return ask.NewClient(ask.Server{BaseURL: m.BaseURL, Key: key, Timeout: timeout, UserAgent: "recap/" + version(), Address: at})
}

// An answerKeeper keeps the answers of a model in the database, and what they cost by the day of the community.
type answerKeeper struct {
	db   store.DB
	now  func() time.Time
	zone *time.Location
}

// Kept implements [ask.Keeper].
func (k *answerKeeper) Kept(ctx context.Context, hashes []string) (map[string][]byte, error) {
	return k.db.KeptAnswers(ctx, hashes)
}

// Keep implements [ask.Keeper].
func (k *answerKeeper) Keep(ctx context.Context, r model.Request, answer []byte) error {
	return k.db.KeepAnswer(ctx, store.Answer{Hash: r.Hash, Task: r.Task, Model: r.Model, Body: answer, Posts: r.Posts, At: k.now()})
}

// Spend implements [ask.Keeper].
func (k *answerKeeper) Spend(ctx context.Context, calls, tokens int) (allCalls, allTokens int, err error) {
	day := k.now().In(k.zone)
	if allCalls, err = k.db.AddMeta(ctx, edition.WritingKey(day, "calls"), calls); err != nil {
		return 0, 0, fmt.Errorf("note what the model cost: %w", err)
	}
	allTokens, err = k.db.AddMeta(ctx, edition.WritingKey(day, "tokens"), tokens)
	return allCalls, allTokens, err
}

// writerFlag reads the value of --writer.
func writerFlag(c *config.Config, value string) (string, error) {
	switch value {
	case "", config.WriterExcerpts:
		return value, nil
	case config.WriterChosen, config.WriterModel:
		if c.Writer.HasModel() {
			return value, nil
		}
		return "", console.Usage("--writer %s: the configuration has no model; add writer: {model: {base_url: URL, name: NAME}}", value)
	}
	choices := []string{config.WriterExcerpts, config.WriterChosen, config.WriterModel}
	return "", console.Usage("--writer: %q is not known; %s", value, console.OneOf(value, choices))
}

// estimate says what a model would be asked for an edition, and asks nothing.
func estimate(ctx context.Context, a *app, c *config.Config, d edition.Due) error {
	db, err := readable(ctx, c)
	if err != nil {
		return err
	}
	defer db.Close()
	k := a.desk(c, db)
	var new []model.Request
	kept := 0
	k.Ask = func(ctx context.Context, requests []model.Request) (map[string]model.Answer, error) {
		answers, missing, err := edition.Kept(ctx, db, requests)
		kept += len(requests) - len(missing)
		new = append(new, missing...)
		return answers, err
	}
	if _, _, err := k.Build(ctx, d, false); err != nil {
		return err
	}
	sent, returned, calls := 0, 0, len(new)
	for _, r := range new {
		s, n := r.Tokens()
		sent, returned = sent+s, returned+n
		if r.Task == model.TaskStory && c.Writer.Model.Check { // its sentences and what they rest on go out once more
			calls, sent, returned = calls+1, sent+s/3, returned+n/2
		}
	}
	if len(new) > 0 && new[0].Task == model.TaskStory {
		calls, sent, returned = calls+1, sent+1000, returned+200 // the top
	}
	fmt.Fprintf(a.Stdout, "%s: %s would be asked %s, about %d tokens to it and %d back; %s kept\n", d, c.Writer.Model.Name,
		console.Count(calls, "time"), sent, returned, console.Count(kept, "answer"))
	return nil
}

// checkModels asks the configured models one small question each and says what their servers take. It reports whether
// all answered.
func checkModels(ctx context.Context, a *app, c *config.Config) bool {
	ok := true
	m := &c.Writer.Model
	for _, one := range []struct {
		what   string
		server config.ModelServer
	}{{"writer.model", m.Server()}, {"writer.reader", c.Writer.Reader}} {
		if !one.server.Set() {
			continue
		}
		client, err := modelClient(one.server, m.Timeout, a.modelAt)
		if err == nil {
			err = tryModel(ctx, a, client, one.what, one.server.Name)
		}
		if err != nil {
			ok = false
			a.Complain(fmt.Errorf("%s: %w", one.what, err))
		}
	}
	return ok
}

// tryModel asks a model for a short text, and prints how it took that.
func tryModel(ctx context.Context, a *app, client *ask.Client, what, name string) error {
	r, began := model.Trial(name), time.Now()
	body, used, err := client.Ask(ctx, r)
	if err != nil {
		return err
	}
	if err := model.Usable(r.Task, body); err != nil {
		return fmt.Errorf("its answer cannot be used: %w", err)
	}
	if !a.Quiet {
		fmt.Fprintf(a.Stdout, "%s: %s answered in %s for %d tokens; it takes %s\n", what, console.OneLine(name),
			time.Since(began).Round(time.Millisecond), used.Tokens(), client.Rungs())
	}
	return nil
}
