package deliver

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"recap/digest/deliver/output"
)

// Email configures the newsletter by mail. Sending is not built yet: Publish says so.
type Email struct {
	From string   `yaml:"from" value:"address"` // sender: "Name <address>"
	To   []string `yaml:"to" value:"address"`   // recipients: lists or people
	SMTP SMTP     `yaml:"smtp"`
}

// SMTP names the server that mail is handed to.
type SMTP struct {
	Addr         string `yaml:"addr" value:"host"` // host:port
	User         string `yaml:"user" value:"text"`
	PasswordFile string `yaml:"password_file" value:"secret"` // file that holds the password
}

// About implements output.Kind.
func (m *Email) About() output.About {
	return output.About{Form: output.Message, Again: output.Never, Revised: output.Correct, Redacted: output.Never,
		Needs: []string{"from", "to", "smtp"}, Where: strings.Join(m.To, ", "), To: m.To, Whole: true}
}

// Open implements output.Kind.
func (m *Email) Open(name string, _ output.Digests) (output.Output, error) {
	return &emailOutput{*m, name}, nil
}

// An emailOutput stands for mail that this version cannot send.
type emailOutput struct {
	Email
	name string
}

// Publish records that nobody got the mail and says so.
func (o *emailOutput) Publish(ctx context.Context, in output.Input) ([]output.File, error) {
	err := fmt.Errorf("output %s: not delivered: sending is not built in this version; use the kind eml and send its files", o.name)
	w, ledger := output.NewWriter(ctx, o.name, "", in)
	if ledger != nil {
		return nil, errors.Join(err, ledger)
	}
	w.Fail(err)
	for _, to := range o.To {
		w.Record(ctx, to, "failed", err.Error())
	}
	return w.Result()
}
