package status

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dghubble/go-twitter/twitter"
)

// maxCompanion is how many bytes of a file beside tweets.js are read.
const maxCompanion = 64 << 20

// An Archive is what an X account archive keeps apart from its tweets: who wrote them, and the full text of long ones.
// The format is described at https://github.com/TheExGenesis/community-archive/blob/main/docs/archive_data.md.
type Archive struct {
	user  *twitter.User
	notes map[int64][]Note // full texts by Unix time of their posts
}

// A Note is the text of a long post, with what stands behind its short addresses.
type Note struct {
	text string
	urls []twitter.URLEntity
}

// Companion reports whether path is a file that ReadArchive reads beside tweets.js, and therefore none of statuses.
func Companion(path string) bool {
	switch filepath.Base(path) {
	case "account.js", "note-tweet.js":
		return true
	}
	return false
}

// ReadArchive reads account.js and note-tweet.js beside the file at path. What can be read of them is returned even
// with an error; a file that is not there is no error.
func ReadArchive(path string) (*Archive, error) {
	dir := filepath.Dir(path)
	a := &Archive{notes: make(map[int64][]Note)}
	var accounts []struct {
		Account struct {
			Username string `json:"username"`
			Name     string `json:"accountDisplayName"`
		} `json:"account"`
	}
	var notes []struct {
		NoteTweet struct {
			CreatedAt time.Time `json:"createdAt"`
			Core      struct {
				Text string `json:"text"`
				URLs []struct {
					Short    string `json:"shortUrl"`
					Expanded string `json:"expandedUrl"`
				} `json:"urls"`
			} `json:"core"`
		} `json:"noteTweet"`
	}
	err := readCompanion(filepath.Join(dir, "account.js"), &accounts)
	for _, acc := range accounts {
		a.user = &twitter.User{ScreenName: acc.Account.Username, Name: acc.Account.Name}
		break
	}
	if e := readCompanion(filepath.Join(dir, "note-tweet.js"), &notes); err == nil {
		err = e
	}
	for _, n := range notes {
		at := n.NoteTweet.CreatedAt.Unix()
		note := Note{text: n.NoteTweet.Core.Text}
		for _, u := range n.NoteTweet.Core.URLs {
			note.urls = append(note.urls, twitter.URLEntity{URL: u.Short, ExpandedURL: u.Expanded})
		}
		a.notes[at] = append(a.notes[at], note)
	}
	return a, err
}

// readCompanion decodes the JSON after the assignment that begins a file of an archive.
func readCompanion(path string, to any) error {
	f, err := os.Open(path)
	if os.IsNotExist(err) {
		return nil
	} else if err != nil {
		return err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxCompanion+1))
	switch {
	case err != nil:
		return err
	case len(data) > maxCompanion:
		return fmt.Errorf("%s: larger than %d MiB", path, maxCompanion>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if i := bytes.IndexByte(data, '='); i >= 0 && bytes.HasPrefix(bytes.TrimSpace(data), []byte("window.")) {
		data = data[i+1:]
	}
	if err := json.Unmarshal(data, to); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// note returns the full text of a long post: that of the note which was written within a second of created and begins
// as cut, the text of the tweet, does. It is empty if there is none.
func (a *Archive) note(created time.Time, cut string) Note {
	if a == nil || len(a.notes) == 0 {
		return Note{}
	}
	for _, at := range []int64{created.Unix(), created.Unix() - 1, created.Unix() + 1} {
		for _, n := range a.notes[at] {
			if begin := runes(n.text, 200); begin != "" && len(n.text) > len(cut)/2 && strings.Contains(cut, begin) {
				return n
			}
		}
	}
	return Note{}
}

// runes returns the first n characters of s.
func runes(s string, n int) string {
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
