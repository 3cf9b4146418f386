package pipermail

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strings"

	"recap/ingest/box"
	"recap/ingest/fetch"
	"recap/ingest/mailkind"
)

// An openVolume is a volume while its messages are given out.
type openVolume struct {
	*mailkind.Download
	volume volume
	mark   volumeMark
	links  *volumeLinks // nil until they are needed
}

// openVolume asks for the first of a volume's files that is there, from where the mark of the cursor ends. Neither an
// openVolume nor an error means that nothing changed.
func (s *pipermailSource) openVolume(ctx context.Context, r *pipermailRun, v volume) (*openVolume, error) {
	mark := r.cursor.Volumes[v.name]
	files := v.files
	if mark.File != "" && len(files) > 1 && path.Base(files[len(files)-1].Path) == mark.File {
		files = files[len(files)-1:] // the guess before it was wrong when the volume was read, or was not made
	}
	var first error
	for _, file := range files {
		open, err := s.openFile(ctx, v, file, mark)
		switch {
		case err == nil && open == nil:
			mark.Asked, mark.Label = s.env.Now().UTC(), v.label
			r.cursor.Volumes[v.name] = mark
			return nil, nil
		case err == nil:
			return open, nil
		case ctx.Err() != nil || !isAbsent(err):
			return nil, err
		case first == nil || file == files[len(files)-1]:
			first = err
		}
	}
	return nil, first
}

// isAbsent reports whether the error says that another of the volume's files may be there: this one is not, or a page
// is in its place.
func isAbsent(err error) bool {
	var fault *fetch.Error
	if !errors.As(err, &fault) {
		return false
	}
	return fault.Reason == fetch.NotFound || fault.Reason == fetch.Gone || fault.Reason == fetch.WrongType || fault.Reason == fetch.Refused
}

// openFile asks for one file: for nothing if it is as it was, for what was appended if it is plain, and for all where
// that does not fit what was read before.
func (s *pipermailSource) openFile(ctx context.Context, v volume, file *url.URL, mark volumeMark) (*openVolume, error) {
	name := path.Base(file.Path)
	req := fetch.Request{URL: file.String(), Origin: s.index.String(), AllowPrivate: s.cfg.AllowPrivate}
	if mark.Done && mark.File == name {
		req.ETag, req.LastModified = box.SplitTag(mark.Tag)
	}
	from := mark.Mark
	if mark.File == name && mark.Before > 0 && strings.HasSuffix(name, ".txt") {
		tail := req
		tail.Header = map[string]string{"Range": fmt.Sprintf("bytes=%d-", mark.Offset-int64(mark.Before))}
		d, err := mailkind.Get(ctx, s.env.HTTP, tail, wantVolume)
		var fault *fetch.Error
		switch {
		case err == nil && d == nil:
			return nil, nil
		case err == nil && d.Response.Status == http.StatusPartialContent && d.BeginTail(from):
			return s.opened(v, d, name, mark), nil
		case err == nil && d.Response.Status != http.StatusPartialContent: // the server knows no ranges
			if err := d.Begin(from); err != nil {
				return nil, err
			}
			return s.opened(v, d, name, mark), nil
		case err != nil && !(errors.As(err, &fault) && fault.Status == http.StatusRequestedRangeNotSatisfiable):
			return nil, err
		}
		// the file holds something else by now
		req.ETag, req.LastModified, from = "", "", box.Mark{}
	}
	d, err := mailkind.Get(ctx, s.env.HTTP, req, wantVolume)
	if d == nil || err != nil {
		return nil, err
	}
	if err := d.Begin(from); err != nil {
		return nil, err
	}
	return s.opened(v, d, name, mark), nil
}

// wantVolume says what is asked for, in errors.
const wantVolume = "a Pipermail text file"

// opened returns the volume that d holds.
func (s *pipermailSource) opened(v volume, d *mailkind.Download, name string, mark volumeMark) *openVolume {
	o := &openVolume{Download: d, volume: v, mark: volumeMark{File: name, Label: v.label, Asked: s.env.Now().UTC()}}
	o.mark.Tag = box.JoinTag(d.Response.Header.Get("ETag"), d.Response.Header.Get("Last-Modified"))
	o.mark.Size, o.mark.Last = int64(len(d.Data)), mark.Last
	return o
}
