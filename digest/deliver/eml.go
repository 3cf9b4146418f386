package deliver

import (
	"bytes"
	"context"
	"fmt"

	"recap/digest/deliver/output"
	"recap/digest/render"
)

// EML configures the newsletter as one .eml file an edition.
type EML struct {
	Dir  string `yaml:"dir" value:"path"`     // folder to write to
	From string `yaml:"from" value:"address"` // sender: "Name <address>"
	To   string `yaml:"to" value:"address"`   // recipient: usually a list's address
}

// About implements output.Kind.
func (m *EML) About() output.About {
	return output.About{Form: output.Files, Again: output.Rewrite, Revised: output.Rewrite, Redacted: output.Rewrite,
		Needs: []string{"dir", "from", "to"}, Where: m.Dir, Folder: m.Dir, Whole: true}
}

// Open implements output.Kind.
func (m *EML) Open(name string, _ output.Digests) (output.Output, error) {
	if err := need("from", m.From); err != nil {
		return nil, err
	}
	return &emlOutput{*m, name}, need("dir", m.Dir)
}

// An emlOutput writes the newsletter as files that any mail program can send or show.
type emlOutput struct {
	EML
	name string
}

// Publish writes ID.eml.
func (o *emlOutput) Publish(ctx context.Context, in output.Input) ([]output.File, error) {
	name, err := render.FileName(in.Edition.ID)
	if err != nil {
		return nil, fmt.Errorf("output %s: edition's id %w", o.name, err)
	}
	var b bytes.Buffer
	if err := render.Mail(&b, in.Edition, render.Envelope{From: o.From, To: o.To, Look: in.Look}); err != nil {
		return nil, fmt.Errorf("output %s: %w", o.name, err)
	}
	w, err := output.NewWriter(ctx, o.name, o.Dir, in)
	if err != nil {
		return nil, err
	}
	w.Write(ctx, name+".eml", b.Bytes())
	return w.Result()
}
