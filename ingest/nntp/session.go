package nntp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"os"
	"strconv"
	"strings"

	"recap/ingest/fetch"
	"recap/ingest/wire"
)

// Status codes of RFC 3977 and RFC 4643 that are acted on.
const (
	nntpGroup       = 211
	nntpArticle     = 220
	nntpHead        = 221
	nntpStat        = 223
	nntpOverview    = 224
	nntpLoggedIn    = 281
	nntpWantsPass   = 381
	nntpClosing     = 400
	nntpFault       = 403
	nntpNoGroup     = 411
	nntpNoNumber    = 423
	nntpNoArticle   = 430
	nntpWantsLogin  = 480
	nntpRefused     = 481
	nntpUnknown     = 500
	nntpUnsupported = 503
)

// An nntpSession is one connection to a server.
type nntpSession struct {
	*nntpSource
	wire *wire.Wire
	text *textproto.Conn
}

// connect opens a connection and makes it ready to read articles.
func (s *nntpSource) connect(ctx context.Context) (*nntpSession, error) {
	conn, err := s.remote.Dial(ctx)
	if err != nil {
		return nil, err
	}
	raw := conn
	if s.remote.Scheme == "nntps" {
		if conn, err = s.remote.Secure(ctx, conn); err != nil {
			raw.Close()
			return nil, err
		}
	}
	c := &nntpSession{nntpSource: s, wire: wire.New(conn, s.remote.Patience(), "")}
	c.wire.Stay = s.env.HTTP.Places(ctx)
	c.text = textproto.NewConn(c.wire)
	release := context.AfterFunc(ctx, func() { c.wire.Abort(context.DeadlineExceeded) })
	defer release()
	if err := c.greet(); err != nil {
		c.wire.Close()
		return nil, err
	}
	return c, nil
}

// greet takes the greeting, asks for the reader's mode and logs in where an account is configured. INN hands the
// connection to another program at MODE READER and loses what was sent before its answer.
func (c *nntpSession) greet() error {
	code, words, err := c.answer()
	if err != nil {
		return err
	}
	if code != 200 && code != 201 {
		return c.refusal("greeting", code, words)
	}
	if code, words, err = c.command("MODE READER"); err != nil {
		return err
	}
	switch code {
	case 200, 201, nntpWantsLogin, nntpUnknown, 501, 502, nntpUnsupported: // a server that has but one mode may not know the command
	default:
		return c.refusal("MODE READER", code, words)
	}
	return c.login()
}

// login sends the account (RFC 4643).
func (c *nntpSession) login() error {
	if c.cfg.User == "" {
		return nil
	}
	data, err := os.ReadFile(c.cfg.PasswordFile)
	if err != nil {
		return fmt.Errorf("nntp: password_file: %w", err)
	}
	password := strings.TrimRight(string(data), "\r\n")
	if password == "" || strings.ContainsAny(password, "\r\n\x00") {
		return fmt.Errorf("nntp: password_file %s must hold the password and nothing else", c.cfg.PasswordFile)
	}
	code, words, err := c.command("AUTHINFO USER " + c.cfg.User)
	if err == nil && code == nntpWantsPass {
		code, words, err = c.command("AUTHINFO PASS " + password)
	}
	switch {
	case err != nil:
		return err
	case code == nntpLoggedIn:
		return nil
	}
	return c.refusal("login", code, strings.ReplaceAll(words, password, "***"))
}

// command sends a command and returns the first line of its answer.
func (c *nntpSession) command(line string) (code int, words string, err error) {
	c.wire.Allow(wire.Answer)
	if err := c.text.PrintfLine("%s", line); err != nil {
		return 0, "", c.wire.Failure(&c.remote, err, nil)
	}
	return c.answer()
}

// answer reads the first line of an answer: three digits and words.
func (c *nntpSession) answer() (code int, words string, err error) {
	line, err := c.text.R.ReadString('\n') // ReadLine would take a line that was cut off for a whole one
	if err != nil {
		return 0, "", c.wire.Failure(&c.remote, err, nil)
	}
	line = strings.TrimRight(line, "\r\n")
	if code, words, err = parseNNTPStatus(line); err != nil {
		return 0, "", c.remote.Failed(fetch.Damaged, err, "is this a news server?")
	}
	if code == nntpClosing {
		return 0, "", c.remote.Failed(fetch.Broken,
			fmt.Errorf("the server closes the connection: %s", fetch.QuoteServer(words)), "try again later")
	}
	return code, words, nil
}

// parseNNTPStatus reads the first line of an answer.
func parseNNTPStatus(line string) (code int, words string, err error) {
	if len(line) >= 3 && (len(line) == 3 || line[3] == ' ') {
		code, err = strconv.Atoi(line[:3])
		if err == nil && code >= 100 && code <= 599 {
			return code, strings.TrimPrefix(line[3:], " "), nil
		}
	}
	return 0, "", fmt.Errorf("the server answers %s", fetch.QuoteServer(line))
}

// parseNNTPGroup reads the answer to GROUP: how many articles the group has, about, and the range of their numbers. An
// empty group may have high below low.
func parseNNTPGroup(words string) (count, low, high int64, err error) {
	f := strings.Fields(words)
	if len(f) < 3 {
		return 0, 0, 0, fmt.Errorf("the server answers GROUP with %s", fetch.QuoteServer(words))
	}
	var n [3]int64
	for i := range n {
		if n[i], err = strconv.ParseInt(f[i], 10, 64); err != nil || n[i] < 0 || n[i] > 1<<53 {
			return 0, 0, 0, fmt.Errorf("the server answers GROUP with %s", fetch.QuoteServer(words))
		}
	}
	return n[0], n[1], n[2], nil
}

// parseNNTPNumber reads what follows the code of ARTICLE, HEAD and STAT: a number and a Message-ID, which is returned
// without its brackets.
func parseNNTPNumber(words string) (number int64, id string, err error) {
	f := strings.Fields(words)
	if len(f) == 0 {
		return 0, "", errors.New("the server names no article")
	}
	if number, err = strconv.ParseInt(f[0], 10, 64); err != nil {
		return 0, "", fmt.Errorf("the server names the article %s", fetch.QuoteServer(f[0]))
	}
	if len(f) > 1 {
		id = strings.TrimSuffix(strings.TrimPrefix(f[1], "<"), ">")
	}
	return number, id, nil
}

// block reads the lines that follow a status, up to the one with a dot alone, and at most limit bytes of them; what is
// beyond is read and forgotten. Dots that were doubled on the way are single again, and lines end with LF.
func (c *nntpSession) block(limit int64) (data []byte, long bool, err error) {
	c.wire.Allow(wire.Answer + 2*limit)
	data, long, err = readNNTPBlock(&c.text.Reader, limit)
	if err != nil {
		return nil, false, c.wire.Failure(&c.remote, err, nil)
	}
	return data, long, nil
}

func readNNTPBlock(r *textproto.Reader, limit int64) (data []byte, long bool, err error) {
	dot := r.DotReader()
	if data, err = io.ReadAll(io.LimitReader(dot, limit+1)); err != nil {
		return nil, false, err
	}
	if int64(len(data)) > limit {
		_, err = io.Copy(io.Discard, dot)
		return nil, true, err
	}
	return data, false, nil
}

// refusal returns the error for an answer that is not the wanted one.
func (c *nntpSession) refusal(what string, code int, words string) error {
	err := fmt.Errorf("%s: the server says %d %s", what, code, fetch.QuoteServer(words))
	switch code {
	case nntpNoGroup:
		return c.remote.Failed(fetch.NotFound, err, "check group")
	case nntpWantsLogin, nntpRefused, 482, 483, 502:
		return c.remote.Failed(fetch.Refused, err, "check user and password_file, or whether the server wants to be read from elsewhere")
	}
	return c.remote.Failed(fetch.Broken, err, "try again later")
}
