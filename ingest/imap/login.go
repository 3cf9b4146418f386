package imap

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"

	"recap/ingest/bounds"
	"recap/ingest/fetch"
	"recap/ingest/wire"
)

// An imapSession is one connection that is logged in.
type imapSession struct {
	*imapSource
	wire   *wire.Wire
	client *imapclient.Client
	secret string // what must not stand in an error
	folder string // the one that is open
}

// connect opens a connection and logs in. The library's own ways to dial are not used: its commands know no context and
// wait without end.
func (s *imapSource) connect(ctx context.Context) (*imapSession, error) {
	secret, err := s.secret()
	if err != nil {
		return nil, err
	}
	conn, err := s.remote.Dial(ctx)
	if err != nil {
		return nil, err
	}
	pre := ""
	raw := conn
	switch s.mode {
	case "implicit":
		conn, err = s.remote.Secure(ctx, conn)
	case "starttls":
		conn, err = s.startTLS(ctx, conn)
		pre = "* OK secured\r\n" // the server greets once, before TLS, and the library wants to be greeted
	}
	if err != nil {
		raw.Close()
		return nil, err
	}
	c := &imapSession{imapSource: s, wire: wire.New(conn, s.remote.Patience(), pre), secret: secret}
	c.wire.Brackets, c.wire.Stay = new(bounds.IMAP), s.env.HTTP.Places(ctx)
	release := context.AfterFunc(ctx, func() { c.wire.Abort(context.DeadlineExceeded) })
	defer release()
	c.client = imapclient.New(c.wire, nil)
	if err := greeted(c.client); err != nil {
		err = c.failure(err, "")
		c.close()
		return nil, err
	}
	if err := c.login(); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// greeted waits for the server's greeting and returns what it refuses with. WaitGreeting waits for the greeting and for the
// end of the connection at once; where a server says BYE and closes, both are there and the select of Go takes one at
// random. Asked again it draws anew, so 64 draws without a greeting mean that there was none.
func greeted(client *imapclient.Client) error {
	var err error
	for range 64 {
		var refused *imap.Error
		if err = client.WaitGreeting(); err == nil || errors.As(err, &refused) {
			return err
		}
	}
	return err
}

// secret returns the password or the token, "" if there is none.
func (s *imapSource) secret() (string, error) {
	for key, file := range map[string]string{"password_file": s.cfg.PasswordFile, "token_file": s.cfg.TokenFile} {
		if file == "" {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return "", fmt.Errorf("imap: %s: %w", key, err)
		}
		secret := strings.TrimRight(string(data), "\r\n")
		if secret == "" || len(secret) > 16<<10 || strings.ContainsAny(secret, "\r\n\x00") {
			return "", fmt.Errorf("imap: %s %s must hold the secret and nothing else", key, file)
		}
		return secret, nil
	}
	return s.cfg.Password, nil
}

// startTLS has the server begin TLS (RFC 9051 section 6.2.1). Nothing that came before is believed afterwards.
func (s *imapSource) startTLS(ctx context.Context, conn net.Conn) (net.Conn, error) {
	w := wire.New(conn, s.remote.Patience(), "")
	release := context.AfterFunc(ctx, func() { w.Abort(context.DeadlineExceeded) })
	defer release()
	r := bufio.NewReaderSize(w, 4<<10)
	answer := func(prefix string) (string, error) {
		for range 50 {
			line, err := r.ReadSlice('\n')
			if err != nil {
				return "", w.Failure(&s.remote, err, imapFarewell)
			}
			if rest, ok := strings.CutPrefix(strings.TrimRight(string(line), "\r\n"), prefix); ok {
				return rest, nil
			}
		}
		return "", s.remote.Failed(fetch.Damaged, errors.New("no answer that IMAP knows"), "is this a mail server?")
	}
	greeting, err := answer("* ")
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(strings.ToUpper(greeting), "OK") {
		return nil, s.remote.Failed(fetch.Refused, fmt.Errorf("the server greets with %s", fetch.QuoteServer(greeting)),
			"try again later, or set tls: implicit")
	}
	if _, err := w.Write([]byte("S1 STARTTLS\r\n")); err != nil {
		return nil, w.Failure(&s.remote, err, nil)
	}
	status, err := answer("S1 ")
	switch {
	case err != nil:
		return nil, err
	case !strings.HasPrefix(strings.ToUpper(status), "OK"):
		return nil, s.remote.Failed(fetch.Refused, fmt.Errorf("the server refuses STARTTLS: %s", fetch.QuoteServer(status)), "set tls: implicit")
	case r.Buffered() > 0:
		return nil, s.remote.Failed(fetch.Untrusted,
			errors.New("the server, or somebody on the way, sent more before TLS began"), "set tls: implicit")
	}
	if err := conn.SetDeadline(time.Time{}); err != nil {
		return nil, fetch.TransportError(ctx, s.remote.String(), err)
	}
	return s.remote.Secure(ctx, conn)
}

// login proves who we are, in the way that the configuration has a secret for.
func (c *imapSession) login() error {
	if c.client.State() != imap.ConnStateNotAuthenticated {
		return nil // PREAUTH
	}
	caps := c.client.Caps()
	hint := "check user and password_file"
	var err error
	switch {
	case c.cfg.TokenFile != "" && caps.Has(imap.AuthCap(sasl.OAuthBearer)):
		hint = "renew the token in token_file"
		err = c.client.Authenticate(sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{Username: c.cfg.User,
			Token: c.secret, Host: c.remote.Host}))
	case c.cfg.TokenFile != "" && caps.Has(imap.AuthCap("XOAUTH2")):
		hint = "renew the token in token_file"
		err = c.client.Authenticate(&xoauth2{c.cfg.User, c.secret})
	case c.cfg.TokenFile != "" && caps != nil:
		return c.remote.Failed(fetch.Refused,
			errors.New("the server takes no OAuth token (neither OAUTHBEARER nor XOAUTH2)"), "use password_file")
	case c.cfg.User == "":
		hint = "set user and password_file"
		err = c.client.Login("anonymous", "anonymous").Wait()
	case caps.Has(imap.CapLoginDisabled) && !caps.Has(imap.AuthCap(sasl.Plain)):
		return c.remote.Failed(fetch.Refused, errors.New("the server takes no password on this connection"),
			"set tls to implicit or starttls, or use token_file")
	case caps.Has(imap.AuthCap(sasl.Plain)) && (caps.Has(imap.CapLoginDisabled) || !isASCII(c.cfg.User+c.secret)):
		err = c.client.Authenticate(sasl.NewPlainClient("", c.cfg.User, c.secret))
	default:
		err = c.client.Login(c.cfg.User, c.secret).Wait()
	}
	if err != nil {
		return c.failure(err, hint)
	}
	return nil
}

// isASCII reports whether s is plain ASCII, which every server takes in LOGIN.
func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r >= 0x80 }) < 0
}

// xoauth2 is the client side of Google's and Microsoft's mechanism that came before OAUTHBEARER
// (https://developers.google.com/workspace/gmail/imap/xoauth2-protocol).
type xoauth2 struct{ user, token string }

// Start implements sasl.Client.
func (x *xoauth2) Start() (mech string, first []byte, err error) {
	return "XOAUTH2", []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next implements sasl.Client. The server asks on only to say what it did not like.
func (x *xoauth2) Next(challenge []byte) ([]byte, error) {
	var why struct {
		Status string `json:"status"`
	}
	if json.Unmarshal(challenge, &why) != nil || why.Status == "" {
		return nil, &sasl.OAuthBearerError{Status: "refused"}
	}
	return nil, &sasl.OAuthBearerError{Status: why.Status}
}

// failure returns what to report for an error of the library. Those of commands that the server refused carry the hint.
func (c *imapSession) failure(err error, hint string) error {
	var refused *imap.Error
	var oauth *sasl.OAuthBearerError
	switch {
	case errors.As(err, &refused):
		reason := fetch.Refused
		switch refused.Code {
		case imap.ResponseCodeNonExistent:
			reason = fetch.NotFound
		case imap.ResponseCodeUnavailable, imap.ResponseCodeServerBug, imap.ResponseCodeInUse, imap.ResponseCodeLimit:
			reason, hint = fetch.Broken, "try again later"
		}
		words := refused.Text
		if c.secret != "" {
			words = strings.ReplaceAll(words, c.secret, "***")
		}
		return c.remote.Failed(reason, fmt.Errorf("the server says %s %s", refused.Type, fetch.QuoteServer(words)), hint)
	case errors.As(err, &oauth):
		return c.remote.Failed(fetch.Refused, fmt.Errorf("the server does not take the token: status %s", fetch.QuoteServer(oauth.Status)), hint)
	}
	return c.wire.Failure(&c.remote, err, imapFarewell)
}

// imapFarewell returns the text of the last untagged BYE in tail, with which a server says why it leaves.
func imapFarewell(tail []byte) string {
	at := bytes.LastIndex(tail, []byte("* BYE"))
	if at < 0 || at > 0 && tail[at-1] != '\n' {
		return ""
	}
	line, _, _ := bytes.Cut(tail[at+len("* BYE"):], []byte("\n"))
	return string(line)
}

// logout says goodbye; nobody waits for the answer.
func (c *imapSession) logout() { c.client.Logout() }

// close closes the connection.
func (c *imapSession) close() {
	c.wire.Close()
	c.client.Close()
}
