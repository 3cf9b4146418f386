package deliver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"recap/digest/deliver/outbox"
	"recap/digest/deliver/output"
)

const (
	callTimeout = 60 * time.Second // for one call and its answer
	maxAnswer   = 1 << 20          // bytes of an answer that are read
	maxSaid     = 200              // bytes of an answer that an error shows
	maxSecret   = 64 << 10         // bytes of a file that holds a secret
)

// newCaller returns the client that calls other programs. It follows no redirect: a call that was meant for one address
// is not handed to another.
func newCaller() *http.Client {
	return &http.Client{Timeout: callTimeout, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// call makes a request and returns the answer's body, and the address that it gives of what was made. An answer other
// than 2xx is an *outbox.Refused or an *outbox.Later. No error holds more of the address than its server.
func call(ctx context.Context, client *http.Client, req *http.Request) (body []byte, made string, err error) {
	resp, err := client.Do(req.WithContext(ctx))
	if err != nil {
		return nil, "", withoutURL(err)
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	said, code := resp.Status, resp.StatusCode
	if words := withoutPath(strings.Join(strings.Fields(string(body)), " "), req.URL); words != "" {
		said += ": " + strings.ToValidUTF8(words[:min(len(words), maxSaid)], "")
	}
	switch {
	case code >= 200 && code <= 299:
		return body, resp.Header.Get("Location"), err
	case code >= 300 && code <= 399:
		to := "another path"
		if u, err := req.URL.Parse(resp.Header.Get("Location")); err == nil && PlaceOf(u.String()) != PlaceOf(req.URL.String()) {
			to = PlaceOf(u.String())
		}
		return nil, "", &outbox.Later{Answer: said + ", to " + to + "; configure the address that is meant", Stop: true}
	case code >= 500, slices.Contains(laterCodes(), code):
		return nil, "", &outbox.Later{Answer: said, Wait: retryAfter(resp.Header), Stop: true}
	}
	return nil, "", &outbox.Refused{Answer: said, Code: resp.Status}
}

// laterCodes are the statuses below 500 that say nothing about what was sent: the receiver is busy, or the address or
// the secret in the configuration is wrong, which a person mends.
func laterCodes() []int {
	return []int{http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusNotFound,
		http.StatusMethodNotAllowed, http.StatusProxyAuthRequired, http.StatusRequestTimeout, http.StatusTooEarly,
		http.StatusTooManyRequests}
}

const mostWait = 24 * time.Hour // that a receiver can ask for

// retryAfter returns how long a receiver wants to be left alone: Retry-After in seconds, or as a date by its own clock
// (RFC 9110, section 10.2.3); 0 if it does not say.
func retryAfter(h http.Header) time.Duration {
	said := strings.TrimSpace(h.Get("Retry-After"))
	if n, err := strconv.ParseUint(said, 10, 32); err == nil {
		return min(time.Duration(n)*time.Second, mostWait)
	}
	until, err := http.ParseTime(said)
	clock, err2 := http.ParseTime(h.Get("Date"))
	if err != nil || err2 != nil {
		return 0
	}
	return min(max(until.Sub(clock), 0), mostWait)
}

// PlaceOf names the server of an address, "" for none. What follows it may be a secret, as in the addresses of many
// services that take calls.
func PlaceOf(address string) string {
	u, err := url.Parse(address)
	switch {
	case address == "":
		return ""
	case err != nil || u.Host == "":
		return "(an address that is no valid URL)"
	}
	return u.Scheme + "://" + u.Host
}

// withoutURL returns what an error of a request says but for its address, which may hold a secret.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// withoutPath returns the words of an answer without what of the address may be a secret.
func withoutPath(words string, u *url.URL) string {
	for _, part := range []string{u.RequestURI(), u.EscapedPath(), u.Path, u.RawQuery} {
		if len(part) > 1 {
			words = strings.ReplaceAll(words, part, "***")
		}
	}
	return words
}

// secretIn returns the secret in a file, without the line break at its end; "" where no file is named.
func secretIn(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	data, info, err := output.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("%s does not exist; write the secret into it", file)
	}
	if err != nil {
		return "", err
	}
	if info.Size() > maxSecret {
		return "", fmt.Errorf("%s is too large for a secret", file)
	}
	return strings.TrimRight(string(data), "\r\n"), nil
}
