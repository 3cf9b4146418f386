package main

import (
	"bytes"
	"errors"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/rogpeppe/go-internal/testscript"
)

// terminal is the command of the scripts
//
//	terminal [-columns N] [-in FILE] CODE PROGRAM ARGS...
//
// which runs a program on a terminal of N columns (100) where somebody types what stands in FILE, and demands that exit
// code. What the terminal shows in the end, the typed lines included, becomes the stdout of the script. It skips the
// rest of the script where the system has no pseudo-terminals.
func terminal(ts *testscript.TestScript, neg bool, args []string) {
	columns, input := 100, ""
	for len(args) > 1 && strings.HasPrefix(args[0], "-") {
		switch args[0] {
		case "-columns":
			n, err := strconv.Atoi(args[1])
			ts.Check(err)
			columns = n
		case "-in":
			input = ts.ReadFile(args[1])
		}
		args = args[2:]
	}
	if neg || len(args) < 2 {
		ts.Fatalf("usage: terminal [-columns N] [-in FILE] CODE PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	cmd := exec.Command(args[1], args[2:]...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"HOME", "PATH", "NOW", "TZ", "RECAP_CONFIG", "TMPDIR"} {
		if value := ts.Getenv(name); value != "" {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	shown, code, err := onTerminal(cmd, columns, input)
	ts.Check(err)
	if _, err := ts.Stdout().Write([]byte(shown)); err != nil {
		ts.Fatalf("%v", err)
	}
	if code != want {
		ts.Fatalf("%q exits with %d, want %d; it showed\n%s", args[1:], code, want, shown)
	}
}

// onTerminal runs cmd on a terminal of so many columns where somebody types input, and returns what it shows in the end, and the exit code.
func onTerminal(cmd *exec.Cmd, columns int, input string) (shown string, code int, err error) {
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: uint16(columns)})
	if err != nil {
		return "", 0, err
	}
	defer tty.Close()
	stuck := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() }) // it waits for an answer that nobody gives
	defer stuck.Stop()
	var b bytes.Buffer
	answers := strings.SplitAfter(input, "\n")
	for buf := make([]byte, 4096); ; {
		n, err := tty.Read(buf)
		b.Write(buf[:n])
		if err != nil { // EIO is how Linux says the end
			break
		}
		if len(answers) > 0 && (bytes.HasSuffix(b.Bytes(), []byte(": ")) || bytes.HasSuffix(b.Bytes(), []byte("] "))) { // it asks
			if _, err := io.WriteString(tty, answers[0]); err != nil {
				return "", 0, err
			}
			answers = answers[1:]
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return screen(b.String()), exit.ExitCode(), nil
	}
	return screen(b.String()), 0, err
}

// screen returns the lines that remain of what was written to a terminal: a carriage return begins a line anew, ESC [ 2 K clears it.
func screen(s string) string {
	var lines []string
	for line := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		parts := strings.Split(strings.ReplaceAll(line, "\x1b[2K", "\r"), "\r")
		lines = append(lines, strings.TrimRight(parts[len(parts)-1], " "))
	}
	return strings.Join(lines, "\n")
}

func TestScreen(t *testing.T) {
	if got, want := screen("reading 1\rreading 2\r   \rdone\r\nnext \x1b[2Kline\r\n"), "done\nline\n"; got != want {
		t.Errorf("screen() = %q, want %q", got, want)
	}
}
