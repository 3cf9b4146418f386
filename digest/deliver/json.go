package deliver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"recap/digest"
	"recap/digest/deliver/output"
	"recap/digest/render"
)

// JSON configures the export that sites take as data: recaps_index.json and recaps/ID.json.
type JSON struct {
	Dir string `yaml:"dir" value:"path"` // folder to write to, such as a Jekyll site's _data
}

// About implements output.Kind.
func (j *JSON) About() output.About {
	return output.About{Form: output.Files, Again: output.Rewrite, Revised: output.Rewrite, Redacted: output.Rewrite,
		Needs: []string{"dir"}, Where: j.Dir, Folder: j.Dir, Listed: true}
}

// Open implements output.Kind.
func (j *JSON) Open(name string, takes output.Digests) (output.Output, error) {
	return &jsonOutput{*j, name, takes}, need("dir", j.Dir)
}

// A jsonOutput writes the editions as data for a site.
type jsonOutput struct {
	JSON
	name  string
	takes output.Digests
}

// Publish writes recaps/ID.json and recaps_index.json.
func (o *jsonOutput) Publish(ctx context.Context, in output.Input) ([]output.File, error) {
	name, data, err := editionJSON(in.Edition)
	if err != nil {
		return nil, fmt.Errorf("output %s: %w", o.name, err)
	}
	var index bytes.Buffer
	if err := render.Index(&index, o.takes.Editions(in)); err != nil {
		return nil, fmt.Errorf("output %s: %w", o.name, err)
	}
	w, err := output.NewWriter(ctx, o.name, o.Dir, in)
	if err != nil {
		return nil, err
	}
	w.Write(ctx, name, data)
	w.WriteList(ctx, indexFile, index.Bytes())
	return w.Result()
}

// indexFile lists the editions. A name of recaps.json would be hidden by the folder recaps in Jekyll's and Hugo's data.
const indexFile = "recaps_index.json"

// WriteJSON writes all editions to dir as recaps/ID.json, and recaps_index.json. Files that differ are replaced. All
// errors are joined.
func WriteJSON(dir string, all []*digest.Edition) error {
	all = render.Newest(all)
	var index bytes.Buffer
	if err := render.Index(&index, all); err != nil {
		return err
	}
	var errs []error
	for _, e := range all {
		name, data, err := editionJSON(e)
		if err == nil {
			_, err = output.WriteBelow(dir, name, data)
		}
		errs = append(errs, err)
	}
	_, err := output.WriteFile(filepath.Join(dir, indexFile), index.Bytes())
	return errors.Join(append(errs, err)...)
}

// editionJSON returns the edition's JSON and what its file is called.
func editionJSON(e *digest.Edition) (path string, data []byte, err error) {
	name, err := render.FileName(e.ID)
	if err != nil {
		return "", nil, fmt.Errorf("edition's id %w", err)
	}
	var b bytes.Buffer
	if err := render.JSON(&b, e); err != nil {
		return "", nil, err
	}
	return filepath.Join("recaps", name+".json"), b.Bytes(), nil
}
