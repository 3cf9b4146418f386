package bluesky

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"recap/ingest/fetch"
	"recap/ingest/social"
)

// A skyLogin is a session with the account's server. Its tokens are secrets, and are kept from run to run, because
// servers allow few logins: 300 a day by their documentation (https://docs.bsky.app/docs/advanced-guides/rate-limits),
// and 10 to 100 as people have met.
type skyLogin struct {
	Access  string `json:"accessJwt"`
	Refresh string `json:"refreshJwt"`

	refreshed bool // since the last answer
	created   bool // in this run
}

// maxToken is the length from which on a token is not taken for one, in bytes.
const maxToken = 16 << 10

// valid reports whether both tokens may be such.
func (l *skyLogin) valid() bool {
	for _, t := range []string{l.Access, l.Refresh} {
		if t == "" || len(t) > maxToken || strings.ContainsFunc(t, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return false
		}
	}
	return true
}

// logIn makes sure that there are tokens: those of this run, of an earlier one, or new ones.
func (s *blueskySource) logIn(ctx context.Context) error {
	if s.login.Access != "" {
		return nil
	}
	if path := s.sessionFile(); path != "" {
		var kept skyLogin
		data, err := os.ReadFile(path)
		if err == nil && len(data) <= 4*maxToken && json.Unmarshal(data, &kept) == nil && kept.valid() {
			s.login = kept
			return nil
		}
	}
	return s.create(ctx)
}

// renew replaces tokens that the server refused with that error: by the refresh token, and if that is refused too, by
// the password, once a run.
func (s *blueskySource) renew(ctx context.Context, refused error) error {
	if !s.login.refreshed {
		s.login.refreshed = true
		resp, err := s.send(ctx, fetch.Request{URL: s.method("com.atproto.server.refreshSession"), Method: http.MethodPost,
			Header: bearer(s.login.Refresh)})
		if err == nil {
			return s.keep(resp)
		}
		if !tokenRefused(err) {
			return s.explain(err)
		}
	}
	if s.login.created {
		var fault *fetch.Error
		errors.As(refused, &fault)
		e := *fault
		e.Err = errors.New("token refused: the server does not take the one that it gave")
		e.Hint = "try later; if it goes on, make a new app password at https://bsky.app/settings/app-passwords"
		return &e
	}
	return s.create(ctx)
}

// create logs in with the password.
func (s *blueskySource) create(ctx context.Context) error {
	password, err := s.password()
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]string{"identifier": s.handle, "password": password})
	if err != nil {
		return err
	}
	s.login.created = true
	resp, err := s.send(ctx, fetch.Request{URL: s.method("com.atproto.server.createSession"), Method: http.MethodPost, Body: body,
		Header: map[string]string{"Content-Type": "application/json"}})
	var fault *fetch.Error
	if errors.As(err, &fault) && fault.Status == http.StatusUnauthorized {
		e := *fault
		e.Err = fmt.Errorf("password refused for %s", s.handle)
		e.Hint = "make an app password at https://bsky.app/settings/app-passwords and put it into password_file"
		if name, _ := xrpcError(e.Body); name == "AuthFactorTokenRequired" {
			e.Err = fmt.Errorf("the password of %s needs a code from a mail as well", s.handle)
		}
		return &e
	}
	if err != nil {
		return s.explain(err)
	}
	return s.keep(resp)
}

// keep takes the tokens out of an answer and keeps them for later runs.
func (s *blueskySource) keep(resp *fetch.Response) error {
	var l skyLogin
	if err := json.Unmarshal(resp.Body, &l); err != nil {
		return fetch.WrongTypeError(resp, "JSON")
	}
	if !l.valid() {
		return &fetch.Error{URL: fetch.Redact(resp.URL), Reason: fetch.Damaged, Status: resp.Status, Header: resp.Header,
			Err: errors.New("a session without tokens")}
	}
	l.refreshed, l.created = s.login.refreshed, s.login.created
	s.login = l
	path := s.sessionFile()
	if path == "" {
		return nil
	}
	data, err := json.Marshal(l)
	if err == nil {
		err = writeSecret(path, data)
	}
	if err != nil {
		return fmt.Errorf("bluesky: the session cannot be kept for the next run: %w", err)
	}
	return nil
}

// writeSecret puts a file with that content in place, whole and readable by its owner only.
func writeSecret(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // with mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = cmp.Or(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

// sessionFile returns the name of the file that keeps the session, "" if none may be written.
func (s *blueskySource) sessionFile() string {
	if s.env.Sessions == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(s.base.String() + "\n" + s.handle))
	return s.env.Sessions + hex.EncodeToString(sum[:4])
}

// password returns the password of the account.
func (s *blueskySource) password() (string, error) {
	if s.cfg.PasswordFile == "" {
		return s.cfg.Password, nil
	}
	return social.ReadToken("bluesky", "password_file", s.cfg.PasswordFile)
}

// secretIn reports whether what the server says repeats a secret.
func (s *blueskySource) secretIn(said string) bool {
	password, err := s.password()
	for _, secret := range []string{password, s.login.Access, s.login.Refresh} {
		if secret != "" && strings.Contains(said, secret) {
			return true
		}
	}
	return err != nil
}
