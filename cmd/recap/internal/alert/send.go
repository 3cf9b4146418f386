package alert

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/mail"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"

	"recap/cmd/recap/internal/config"
	"recap/cmd/recap/internal/console"
	"recap/digest/deliver"
	"recap/digest/deliver/outbox"
)

const (
	webWait     = 10 * time.Second // for the answer of a server
	commandWait = 30 * time.Second
	keptOutput  = 2 << 10 // bytes of what a command printed that an error repeats
)

// A channel takes alerts.
type channel struct {
	name string
	tell func(ctx context.Context, p pending, body []byte) error
}

// channelsOf returns the channels of the configuration. Commands run in its folder. Who has an alert by mail is noted in
// s, which keep keeps.
func (w *Watch) channelsOf(s *State, keep func() error) []channel {
	c := w.Config
	var all []channel
	if t := c.OutputNamed(c.Alerts.Via); t != nil && len(c.Alerts.To) > 0 {
		all = append(all, channel{"mail", func(ctx context.Context, p pending, _ []byte) error {
			m := &mailing{p, w, s, keep}
			return m.tell(ctx, t, c.Alerts.To)
		}})
	}
	if hook := c.Alerts.Webhook; hook.URL != "" {
		all = append(all, channel{"webhook", func(ctx context.Context, p pending, body []byte) error {
			return post(ctx, hook, p.Alert, body)
		}})
	}
	if argv := c.Alerts.Command; len(argv) > 0 {
		all = append(all, channel{"command", func(ctx context.Context, _ pending, body []byte) error {
			return execute(ctx, argv, c.Dir, body)
		}})
	}
	return all
}

// encode returns an alert as channels get it, one line of JSON.
func encode(a Alert) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(a)
	return b.Bytes(), err
}

// post hands an alert to a server. X-Recap-Signature is the HMAC-SHA256 of the body under the shared secret,
// Idempotency-Key the id of the alert, so that a server which took it and could not say so knows it when it comes
// again. A redirect is no success: it would take the alert somewhere else.
func post(ctx context.Context, w config.Webhook, a Alert, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, webWait)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return withoutURL(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "recap")
	req.Header.Set("Idempotency-Key", a.ID)
	if w.SecretFile != "" {
		secret, err := os.ReadFile(w.SecretFile)
		if err != nil {
			return err
		}
		mac := hmac.New(sha256.New, bytes.TrimSpace(secret))
		mac.Write(body)
		req.Header.Set("X-Recap-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	}
	return ask(req)
}

// Ping asks for the configured address, after a good run. Who waits for it there sees that it did not come, so that an
// error is only noted.
func (w *Watch) Ping(ctx context.Context) {
	if w.Config.Ping == "" {
		return
	}
	if err := ping(ctx, w.Config.Ping); err != nil {
		w.Note("ping: %v", err)
	}
}

func ping(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, webWait)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return withoutURL(err)
	}
	req.Header.Set("User-Agent", "recap")
	return ask(req)
}

// ask sends a request to an address of the configuration, which may hold a secret and so is in no error.
func ask(req *http.Request) error {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		return withoutURL(err)
	}
	defer resp.Body.Close()
	_, _ = io.CopyN(io.Discard, resp.Body, keptOutput) // so that the connection ends well; what it says does not matter
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("%s answers %d", req.URL.Host, resp.StatusCode)
	}
	return nil
}

func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

const mailWait = time.Minute // for one mail

// A mailing is one alert on its way to people. As with an edition, that somebody may have it is kept before the server
// can say so: they do not get it a second time, also where it never says so, or the program is killed.
type mailing struct {
	pending
	watch *Watch
	state *State
	keep  func() error
}

// tell sends an alert by the way of an output. It is taken once each of the recipients has it, or may have it, but for
// those whom the server refuses for good while another is not.
func (m *mailing) tell(ctx context.Context, t *deliver.Target, to []string) error {
	postman, err := t.Postman()
	if err != nil {
		return err
	}
	if postman == nil {
		return fmt.Errorf("output %s is no mail", t.Name)
	}
	var errs []error
	took, waits := false, false
	for _, address := range to {
		if !m.state.mailed(m.pending, address) {
			if err := m.send(ctx, postman, address); err != nil {
				var refused *outbox.Refused
				errs, waits = append(errs, err), waits || !errors.As(err, &refused)
				continue
			}
		}
		took = true
	}
	if took && !waits {
		return nil
	}
	return errors.Join(errs...)
}

// send hands one mail over. It fails if the recipient does not have it.
func (m *mailing) send(ctx context.Context, p *deliver.Postman, address string) error {
	ctx, cancel := context.WithTimeout(ctx, mailWait)
	defer cancel()
	raw, err := p.Mail(m.note(address))
	if err != nil {
		return err
	}
	to, err := mail.ParseAddress(address)
	if err != nil {
		return err
	}
	doubt := false
	err = p.Send(ctx, to.Address, raw, func() error {
		if err := ctx.Err(); err != nil {
			return err
		}
		m.state.noteMailed(m.pending, address, true)
		err := m.keep()
		doubt = err == nil
		return err
	})
	var refused *outbox.Refused
	var later *outbox.Later
	switch {
	case err == nil:
	case errors.As(err, &refused), errors.As(err, &later):
		m.state.noteMailed(m.pending, address, false)
		return errors.Join(err, m.keep())
	case doubt: // it is most likely there, and once more with every run would be worse
		m.watch.Complain(fmt.Errorf("alerts: mail: nobody knows whether %q has come to %s: %w", m.first(), to.Address, err))
		return nil
	default:
		m.state.noteMailed(m.pending, address, false)
	}
	return err
}

// note returns the mail to one recipient.
func (m *mailing) note(address string) deliver.Note {
	return deliver.Note{To: address, Subject: "[recap] " + m.Community + ": " + m.first(),
		Text:     m.Text + "\n\nSince " + day(m.Since) + ", noticed " + day(m.At) + ".\n",
		Language: "en", Date: m.At, Key: m.ID + " " + address}
}

// first says in one line what the alert is.
func (m *mailing) first() string {
	first, _, more := strings.Cut(m.Text, "\n")
	if more {
		return fmt.Sprintf("%d alerts of the kind %s", len(m.Subjects), m.Kind)
	}
	return first
}

// execute runs a command, without a shell, with the alert on its stdin. It took the alert if it ends with 0.
func execute(ctx context.Context, argv []string, dir string, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, commandWait)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir, cmd.WaitDelay = dir, time.Second
	cmd.Stdin = bytes.NewReader(body)
	out := &beginning{}
	cmd.Stdout, cmd.Stderr = out, out
	err := cmd.Run()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("%s does not end within %s", argv[0], commandWait)
	}
	if said := console.OneLine(out.String()); said != "" {
		return fmt.Errorf("%s: %w: %s", argv[0], err, said)
	}
	return fmt.Errorf("%s: %w", argv[0], err)
}

// A beginning keeps the first bytes that are written to it.
type beginning struct{ strings.Builder }

func (b *beginning) Write(p []byte) (int, error) {
	b.Builder.Write(p[:min(len(p), keptOutput-b.Len())])
	return len(p), nil
}
