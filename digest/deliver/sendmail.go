package deliver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"recap/digest/deliver/outbox"
	"recap/digest/deliver/output"
	"recap/store"
)

// Sendmail configures the newsletter by mail, handed to a program of this machine such as sendmail or msmtp: one call
// for each recipient, whose address is the last argument, with the mail on its standard input.
type Sendmail struct {
	From string   `yaml:"from" value:"address"` // sender: "Name <address>"
	To   []string `yaml:"to" value:"address"`   // recipients: a list, or people; needed without subscribers
	// whether each subscriber gets it, too, who can leave by serve.url, bounces or unsubscribe; default false
	Subscribers bool     `yaml:"subscribers"`
	Command     []string `yaml:"command" value:"text"` // the program and its arguments; default [/usr/sbin/sendmail, -i, -f, SENDER], or the address of bounces
	// by which mail programs sort it (RFC 2919); default recap-DIGEST.DOMAIN of the sender
	ListID string `yaml:"list_id" value:"text"`
	// how to leave: mailto: or https:, {recipient} for the address; https: has to take one click (RFC 8058); default
	// the list's own way
	Unsubscribe string  `yaml:"unsubscribe" value:"text"`
	DKIM        DKIM    `yaml:"dkim"`    // the signature; default none, where the program's server signs
	Bounces     Bounces `yaml:"bounces"` // the mailbox to which mail comes back; default none is read
	// what is done when nobody knows whether a mail was taken: hold (default), for a person to decide, or resend, once
	Doubt     string `yaml:"doubt" value:"hold|resend"`
	PerMinute int    `yaml:"per_minute"` // messages in a minute at most; default as fast as the program takes them
}

// newsletter returns what makes the mail of the output of that name.
func (m *Sendmail) newsletter(name string) newsletter {
	return newsletter{name, m.From, m.To, m.ListID, m.Unsubscribe, m.DKIM, m.Subscribers, &m.Bounces}
}

// About implements output.Kind.
func (m *Sendmail) About() output.About {
	n := m.newsletter("")
	return n.about()
}

// Open implements output.Kind.
func (m *Sendmail) Open(name string, _ output.Digests) (output.Output, error) {
	n := m.newsletter(name)
	if err := n.check(); err != nil {
		return nil, err
	}
	rules, err := doubtRules(m.Doubt, m.PerMinute)
	if err != nil {
		return nil, err
	}
	return outbox.New(name, m.About(), &mailed{n, func(context.Context) (outbox.Session, error) { return m.pipe(), nil }}, rules), nil
}

const (
	pipeTimeout = 2 * time.Minute // for one call
	pipeLinger  = time.Second     // for what a program leaves running that could still say something
	exitNoUser  = 67              // of sysexits.h: the addressee is not known
	exitNoHost  = 68
	exitData    = 65 // the mail is not taken as it is
)

// pipe returns the program.
func (m *Sendmail) pipe() pipe {
	if len(m.Command) > 0 {
		return pipe(m.Command)
	}
	n := m.newsletter("")
	return pipe{"/usr/sbin/sendmail", "-i", "-f", n.returns()}
}

// A pipe is a program that takes mail, with its arguments.
type pipe []string

// Send implements outbox.Session. The program has taken the mail if it ends with 0.
func (p pipe) Send(ctx context.Context, l store.Letter, doubt func() error) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, pipeTimeout)
	defer cancel()
	path, err := exec.LookPath(p[0])
	if err != nil {
		return "", &outbox.Later{Answer: err.Error(), Stop: true}
	}
	cmd := exec.CommandContext(ctx, path, append(p[1:len(p):len(p)], "--", l.Recipient)...)
	cmd.Stdin = bytes.NewReader(bytes.ReplaceAll(l.Raw, []byte("\r\n"), []byte("\n"))) // as lines end on this machine
	var said beginning
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &said, &said, pipeLinger
	if err := doubt(); err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", &outbox.Later{Answer: err.Error(), Stop: true}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	switch {
	case cmd.ProcessState.Success(): // whatever it left running
		return "taken", nil
	case ctx.Err() != nil:
		return "", fmt.Errorf("%s was ended: %w", p[0], ctx.Err())
	case !errors.As(err, &exit) || exit.ExitCode() < 0: // < 0: it was killed
		return "", err
	}
	words := strings.Join(strings.Fields(said.String()), " ")
	answer := fmt.Sprintf("%s ended with %d: %s", p[0], exit.ExitCode(), words[:min(len(words), maxSaid)])
	switch exit.ExitCode() {
	case exitNoUser, exitNoHost:
		return "", &outbox.Refused{Answer: answer, Code: fmt.Sprint(exit.ExitCode()), Recipient: true}
	case exitData:
		return "", &outbox.Refused{Answer: answer, Code: fmt.Sprint(exit.ExitCode())}
	}
	return "", &outbox.Later{Answer: answer}
}

// Close implements outbox.Session.
func (p pipe) Close() error { return nil }

// A beginning keeps the first bytes that are written to it.
type beginning struct{ strings.Builder }

// Write implements io.Writer. It takes everything.
func (b *beginning) Write(p []byte) (int, error) {
	b.Builder.Write(p[:min(len(p), maxSaid-b.Len())])
	return len(p), nil
}
