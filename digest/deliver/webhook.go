package deliver

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"

	"recap/digest/deliver/outbox"
	"recap/digest/deliver/output"
	"recap/digest/render"
	"recap/store"
)

// Webhook configures a call of another program with the edition as JSON: a POST with an Idempotency-Key, which is the
// same for each try, and with X-Recap-Signature, the HMAC-SHA256 of the body under the shared secret. A program that
// makes a status or another post of it says so by the address in Location (RFC 9110, section 10.2.2), and recap does not
// read that post back.
type Webhook struct {
	URL        string `yaml:"url" value:"url"`            // address that is called
	SecretFile string `yaml:"secret_file" value:"secret"` // file with the shared secret of the signature; default: no signature
	// whether it is called again when something that the edition told was taken out; default: never
	Redactions bool `yaml:"redactions"`
}

// About implements output.Kind.
func (w *Webhook) About() output.About {
	a := output.About{Form: output.Call, Again: output.Never, Revised: output.Correct, Redacted: output.Never,
		Needs: []string{"url"}, Where: PlaceOf(w.URL)}
	if w.Redactions {
		a.Redacted = output.Correct
	}
	if w.URL != "" {
		a.To = []string{a.Where}
	}
	return a
}

// Open implements output.Kind.
func (w *Webhook) Open(name string, _ output.Digests) (output.Output, error) {
	return outbox.New(name, w.About(), &webhook{*w}, outbox.Rules{Resends: outbox.Always}), need("url", w.URL)
}

// A webhook calls another program.
type webhook struct{ Webhook }

// Letters implements outbox.Sender.
func (w *webhook) Letters(in output.Input) ([]store.Letter, error) {
	var b bytes.Buffer
	if err := render.JSON(&b, in.Edition); err != nil {
		return nil, err
	}
	return []store.Letter{{Recipient: PlaceOf(w.URL), Key: fmt.Sprintf("%s.r%d", in.Edition.ID,
		in.Edition.Revision), Raw: b.Bytes()}}, nil
}

// Open implements outbox.Sender.
func (w *webhook) Open(context.Context) (outbox.Session, error) {
	secret, err := secretIn(w.SecretFile)
	if err != nil {
		return nil, fmt.Errorf("secret_file: %w", err)
	}
	return &webhookCall{w.URL, secret, newCaller()}, nil
}

// A webhookCall is the session of a webhook.
type webhookCall struct {
	url    string
	secret string
	client *http.Client
}

// Send implements outbox.Session.
func (c *webhookCall) Send(ctx context.Context, l store.Letter, doubt func() error) (string, error) {
	req, err := http.NewRequest(http.MethodPost, c.url, bytes.NewReader(l.Raw))
	if err != nil {
		return "", withoutURL(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "recap")
	req.Header.Set("Idempotency-Key", l.Key)
	if c.secret != "" {
		m := hmac.New(sha256.New, []byte(c.secret))
		m.Write(l.Raw)
		req.Header.Set("X-Recap-Signature", "sha256="+hex.EncodeToString(m.Sum(nil)))
	}
	if err := doubt(); err != nil {
		return "", err
	}
	_, made, err := call(ctx, c.client, req)
	return outbox.Taken(made), err
}

// Close implements outbox.Session.
func (c *webhookCall) Close() error {
	c.client.CloseIdleConnections()
	return nil
}
