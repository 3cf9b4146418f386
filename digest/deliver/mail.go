package deliver

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"recap/digest/render"
)

// An emlOutput writes the newsletter as files that any mail program can send or show.
type emlOutput struct {
	EML
	name string
}

// Publish writes ID.eml.
func (o *emlOutput) Publish(ctx context.Context, in Input) ([]File, error) {
	name, err := render.FileName(in.Edition.ID)
	if err != nil {
		return nil, fmt.Errorf("output %s: edition's id %w", o.name, err)
	}
	var b bytes.Buffer
	if err := render.Mail(&b, in.Edition, render.Envelope{From: o.From, To: o.To, Look: in.Look}); err != nil {
		return nil, fmt.Errorf("output %s: %w", o.name, err)
	}
	w, err := newWriter(ctx, o.name, o.Dir, in)
	if err != nil {
		return nil, err
	}
	w.write(ctx, name+".eml", b.Bytes())
	return w.result()
}

// An emailOutput stands for mail that this version cannot send.
type emailOutput struct {
	Email
	name string
}

// Publish records that nobody got the mail and says so.
func (o *emailOutput) Publish(ctx context.Context, in Input) ([]File, error) {
	err := fmt.Errorf("output %s: not delivered: sending is not built in this version; use the kind eml and send its files", o.name)
	w, ledger := newWriter(ctx, o.name, "", in)
	if ledger != nil {
		return nil, errors.Join(err, ledger)
	}
	w.errs = append(w.errs, err)
	for _, to := range o.To {
		if problem := w.record(ctx, to, "failed", "", err.Error()); problem != nil {
			w.errs = append(w.errs, problem)
		}
	}
	return w.result()
}
