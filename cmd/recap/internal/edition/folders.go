package edition

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"recap/cmd/recap/internal/config"
	"recap/digest/deliver"
	"recap/store"
)

// folders are where the outputs have written files, by their names. The ledger knows files by their path below their
// output's folder; this is how those are found that stand where an output wrote before its folder changed, or before it
// was taken out of the configuration. They hold for one place of the database: in a copy of an installation, whose
// files are elsewhere, nothing is known of where the other one writes.
type folders struct {
	Database string              `json:"database"` // where the database was
	Of       map[string][]string `json:"of"`
}

const foldersKey = "folders"

// loadFolders returns the folders that were noted with the database where it is now.
func loadFolders(ctx context.Context, c *config.Config, db store.DB) (folders, error) {
	f := folders{Database: c.Database, Of: map[string][]string{}}
	text, err := db.Meta(ctx, foldersKey)
	if errors.Is(err, store.ErrNotFound) {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	var noted folders
	if err := json.Unmarshal([]byte(text), &noted); err != nil {
		return f, fmt.Errorf("folders of the outputs: %w", err)
	}
	if noted.Database == c.Database && noted.Of != nil {
		f = noted
	}
	return f, nil
}

// noteFolder notes where t writes, before it does.
func noteFolder(ctx context.Context, c *config.Config, db store.DB, t *deliver.Target) error {
	dir := t.About().Folder
	f, err := loadFolders(ctx, c, db)
	if err != nil || dir == "" || slices.Contains(f.Of[t.Name], dir) {
		return err
	}
	f.Of[t.Name] = append(f.Of[t.Name], dir)
	data, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return db.SetMeta(ctx, foldersKey, string(data))
}

// places returns where the file of a delivery may be: below the folders in which its output writes or wrote. Older
// versions wrote down whole paths, of which those below one of these folders count.
func (f folders) places(c *config.Config, d store.Delivery) []string {
	dirs := slices.Clone(f.Of[d.Output])
	if t := c.OutputNamed(d.Output); t != nil && t.About().Folder != "" && !slices.Contains(dirs, t.About().Folder) {
		dirs = append(dirs, t.About().Folder)
	}
	var found []string
	for _, dir := range dirs {
		switch {
		case !filepath.IsAbs(d.Recipient):
			found = append(found, filepath.Join(dir, filepath.FromSlash(d.Recipient)))
		case strings.HasPrefix(d.Recipient, strings.TrimSuffix(dir, string(filepath.Separator))+string(filepath.Separator)):
			return []string{d.Recipient}
		}
	}
	return found
}

// Place returns how a person is told where a delivery went: the path of a file below the folder that its output has
// now, else what the ledger says, without the paths of addresses, which older versions wrote there.
func Place(c *config.Config, d store.Delivery) string {
	if strings.HasPrefix(d.Recipient, "http://") || strings.HasPrefix(d.Recipient, "https://") {
		return deliver.PlaceOf(d.Recipient)
	}
	t := c.OutputNamed(d.Output)
	if t == nil || t.About().Folder == "" || filepath.IsAbs(d.Recipient) {
		return d.Recipient
	}
	return filepath.Join(t.About().Folder, filepath.FromSlash(d.Recipient))
}
