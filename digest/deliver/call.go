package deliver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"recap/digest/deliver/outbox"
	"recap/digest/deliver/output"
	"recap/ingest/fetch"
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
// than 2xx is an *outbox.Refused or an *outbox.Later.
func call(ctx context.Context, client *http.Client, req *http.Request) (body []byte, made string, err error) {
	resp, err := client.Do(req.WithContext(ctx))
	if err != nil {
		return nil, "", errors.New(fetch.Redact(err.Error()))
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	said := resp.Status
	if words := strings.Join(strings.Fields(string(body)), " "); words != "" {
		said += ": " + strings.ToValidUTF8(words[:min(len(words), maxSaid)], "")
	}
	switch code := resp.StatusCode; {
	case code == http.StatusRequestTimeout, code == http.StatusTooEarly, code == http.StatusTooManyRequests, code >= 500:
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return nil, "", &outbox.Later{Answer: said, Wait: time.Duration(min(max(seconds, 0), 24*3600)) * time.Second, Stop: true}
	case code >= 300 && code < 400:
		return nil, "", &outbox.Refused{Answer: fmt.Sprintf("%s, to %s; configure the address that is meant", said,
			fetch.Redact(resp.Header.Get("Location")))}
	case code < 200 || code > 299:
		return nil, "", &outbox.Refused{Answer: said}
	}
	return body, resp.Header.Get("Location"), err
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
