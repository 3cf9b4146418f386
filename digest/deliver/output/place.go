package output

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// tempSuffix ends the names of files that are being written. They also begin with a dot, so that no site generator
// takes one for a post.
const tempSuffix = ".recap-tmp"

// A NotFileError says that something else than a file stands where one is read or written: a link, a named pipe, a
// device, a folder. It was left alone, because whoever put it there may want something else to be written than what
// recap writes there.
type NotFileError struct {
	Path string
	Mode fs.FileMode
}

// Error names what stands there and the remedy.
func (e *NotFileError) Error() string {
	what := "no file"
	switch {
	case e.Mode&fs.ModeSymlink != 0:
		what = "a link"
	case e.Mode&fs.ModeNamedPipe != 0:
		what = "a named pipe"
	case e.Mode&fs.ModeSocket != 0:
		what = "a socket"
	case e.Mode&fs.ModeDevice != 0:
		what = "a device"
	case e.Mode.IsDir():
		what = "a folder"
	}
	return fmt.Sprintf("%s is %s and is left as it is; take it away, or write to another place", e.Path, what)
}

// WriteFile gives the file at path these bytes and reports whether it had to: a file that has them already is not
// touched. Folders are made as needed. The bytes go to a new file beside it, which is synced and renamed, so that a
// reader or a crash sees the old file or the new one, never a part. No link is followed in the last part of path, and
// an existing file keeps its permissions. What is no file gives a *NotFileError.
func WriteFile(path string, data []byte) (written bool, err error) {
	return WriteBelow(filepath.Dir(path), filepath.Base(path), data)
}

// WriteBelow is WriteFile for the file that is called name below the folder dir. No link on the way from dir to it
// leads out of dir.
func WriteBelow(dir, name string, data []byte) (written bool, err error) {
	mode, existed := fs.FileMode(0o644), false
	switch old, info, err := ReadBelow(dir, name); {
	case err == nil && bytes.Equal(old, data):
		return false, nil
	case err == nil:
		mode, existed = info.Mode().Perm(), true
	case !errors.Is(err, fs.ErrNotExist):
		return false, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return false, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return false, err
	}
	defer root.Close()
	folder := filepath.Dir(name)
	if err := root.MkdirAll(folder, 0o755); err != nil {
		return false, inDir(dir, err)
	}
	temp := filepath.Join(folder, "."+filepath.Base(name)+"."+rand.Text()+tempSuffix)
	if err := writeSynced(root, temp, data, mode, existed); err != nil {
		root.Remove(temp)
		return false, inDir(dir, err)
	}
	if err := root.Rename(temp, name); err != nil {
		root.Remove(temp)
		return false, inDir(dir, err)
	}
	return true, inDir(dir, syncFolder(root, folder))
}

// inDir returns err, of an operation below dir, with the whole path in it.
func inDir(dir string, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) && !filepath.IsAbs(path.Path) {
		return &fs.PathError{Op: path.Op, Path: filepath.Join(dir, path.Path), Err: path.Err}
	}
	return err
}

// ReadFile returns what is in the file at path, and what is known of the file. What is no file gives a *NotFileError,
// at once.
func ReadFile(path string) ([]byte, fs.FileInfo, error) {
	return ReadBelow(filepath.Dir(path), filepath.Base(path))
}

// ReadBelow is ReadFile for the file that is called name below the folder dir.
func ReadBelow(dir, name string) ([]byte, fs.FileInfo, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, nil, err
	}
	defer root.Close()
	named, err := root.Lstat(name)
	if err != nil {
		return nil, nil, inDir(dir, err)
	}
	if !named.Mode().IsRegular() {
		return nil, nil, &NotFileError{filepath.Join(dir, name), named.Mode()}
	}
	f, err := root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, inDir(dir, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, inDir(dir, err)
	}
	if !os.SameFile(named, info) { // somebody changes it at this moment
		return nil, nil, &NotFileError{filepath.Join(dir, name), fs.ModeIrregular}
	}
	data, err := io.ReadAll(f)
	return data, info, inDir(dir, err)
}

// writeSynced writes a file that nobody else has made and waits until the disk has it. exact is whether its permissions
// are those of mode, whatever the umask says.
func writeSynced(root *os.Root, name string, data []byte, mode fs.FileMode, exact bool) error {
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	if exact {
		err = f.Chmod(mode)
	}
	if err == nil {
		_, err = f.Write(data)
	}
	return errors.Join(err, f.Sync(), f.Close())
}

// syncFolder waits until the disk has the names in a folder.
func syncFolder(root *os.Root, folder string) error {
	d, err := root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Sweep removes from a folder of an output what killed runs left there of files that they were writing, which may hold
// words that were taken out since. One run at a time writes there, so that all it finds is left over. What is no file
// is nobody's of recap, and stays.
func Sweep(dir string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") && strings.HasSuffix(e.Name(), tempSuffix) && e.Type().IsRegular() {
			os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}
