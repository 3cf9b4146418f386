package deliver

import (
	"context"
	"fmt"
	"strings"

	"recap/digest/deliver/output"
	"recap/digest/render"
)

// EML configures the newsletter as .eml files: one an edition, ID.eml, or one for each of several recipients,
// ID.HASH.eml.
type EML struct {
	Dir         string   `yaml:"dir" value:"path"`         // folder to write to
	From        string   `yaml:"from" value:"address"`     // sender: "Name <address>"
	To          []string `yaml:"to" value:"address"`       // recipients: usually a list's address
	ListID      string   `yaml:"list_id" value:"text"`     // as of email
	Unsubscribe string   `yaml:"unsubscribe" value:"text"` // as of email
}

// newsletter returns what makes the mail.
func (m *EML) newsletter() newsletter {
	return newsletter{from: m.From, to: m.To, listID: m.ListID, unsubscribe: m.Unsubscribe}
}

// About implements output.Kind.
func (m *EML) About() output.About {
	n := m.newsletter()
	return output.About{Form: output.Files, Again: output.Rewrite, Revised: output.Rewrite, Redacted: output.Rewrite,
		Needs: []string{"dir", "from", "to"}, Where: m.Dir, Folder: m.Dir, Signed: true, Whole: true,
		Sender: n.sender(), ListID: n.listPattern()}
}

// Open implements output.Kind.
func (m *EML) Open(name string, _ output.Digests) (output.Output, error) {
	n := m.newsletter()
	n.output = name
	if err := n.check(); err != nil {
		return nil, err
	}
	return &emlOutput{n, m.Dir, name}, need("dir", m.Dir)
}

// An emlOutput writes the newsletter as files that any mail program can send or show.
type emlOutput struct {
	newsletter
	dir, name string
}

// Publish writes the files. They have the end of the period for a date, so that they do not change when they are
// written again.
func (o *emlOutput) Publish(ctx context.Context, in output.Input) ([]output.File, error) {
	name, err := render.FileName(in.Edition.ID)
	if err != nil {
		return nil, fmt.Errorf("output %s: edition's id %w", o.name, err)
	}
	dated := in
	dated.Now = in.Edition.Period.End
	letters, err := o.Letters(dated)
	if err != nil {
		return nil, fmt.Errorf("output %s: %w", o.name, err)
	}
	w, err := output.NewWriter(ctx, o.name, o.dir, in)
	if err != nil {
		return nil, err
	}
	for _, l := range letters {
		file := name
		if len(letters) > 1 { // the part of the Message-ID that tells recipients apart
			id, _, _ := strings.Cut(l.Key, "@")
			file += id[strings.LastIndexByte(id, '.'):]
		}
		w.Write(ctx, file+".eml", l.Raw)
	}
	return w.Result()
}
