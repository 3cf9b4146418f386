package config

import (
	"errors"
	"fmt"
	"io"
	"net/mail"
	"net/url"
	"os"
	"reflect"
	"strings"
)

// checkFiles demands that the files which the configuration refers to for secrets and programmes can be read.
func (d *decoder) checkFiles(c *Config) error {
	return eachString(reflect.ValueOf(c).Elem(), "", func(path string, v reflect.Value) error {
		key := path[strings.LastIndexByte(path, '.')+1:]
		if v.String() == "" || key != "programme" && !strings.HasSuffix(key, "_file") {
			return nil
		}
		f, err := os.Open(v.String())
		if err != nil {
			return d.fail(path, fmt.Sprintf("%s cannot be read: %s", v, Reason(err)), "create the file, or correct the path; it starts at the folder of this file")
		}
		defer f.Close()
		if _, err := f.Read(make([]byte, 1)); errors.Is(err, io.EOF) {
			return d.fail(path, fmt.Sprintf("%s is empty", v), "write the content that is meant into it")
		} else if err != nil {
			return d.fail(path, fmt.Sprintf("%s cannot be read: %s", v, Reason(err)), "name a file that holds it")
		}
		return nil
	})
}

// checkURLs demands that addresses are such of http or https; a feed and an mbox may be files, too.
func (d *decoder) checkURLs(c *Config) error {
	return eachString(reflect.ValueOf(c).Elem(), "", func(path string, v reflect.Value) error {
		key, s := path[strings.LastIndexByte(path, '.')+1:], v.String()
		local := strings.HasSuffix(path, ".feed.url") || key == "path" || key == "server"
		if s == "" || key != "url" && !local || local && (!strings.Contains(s, "://") || strings.HasPrefix(s, "file://")) {
			return nil
		}
		if err := WebURL(s); err != nil {
			return d.fail(path, fmt.Sprintf("is not a web address: %v", err), "write it as https://HOST/PATH")
		}
		return nil
	})
}

// WebURL says why s is not an absolute http(s) URL; nil if it is one.
func WebURL(s string) error {
	u, err := url.Parse(s)
	var parse *url.Error
	switch {
	case errors.As(err, &parse):
		return parse.Err
	case u.Scheme != "http" && u.Scheme != "https":
		return errors.New("it does not start with http:// or https://")
	case u.Hostname() == "":
		return errors.New("it names no host")
	}
	return nil
}

func isAddress(s string) bool {
	_, err := mail.ParseAddress(s)
	return err == nil
}

// eachString calls visit for every text below v that has a key, with the key's path.
func eachString(v reflect.Value, path string, visit func(path string, v reflect.Value) error) error {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return eachString(v.Elem(), path, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			if err := eachString(v.Index(i), fmt.Sprintf("%s[%d]", path, i), visit); err != nil {
				return err
			}
		}
	case reflect.Struct:
		for _, f := range FieldsOf(v.Type()) {
			if err := eachString(v.Field(f.index), Join(path, f.Name), visit); err != nil {
				return err
			}
		}
	case reflect.String:
		return visit(path, v)
	}
	return nil
}
