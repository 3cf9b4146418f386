package console

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// Reads reports whether a person types what r reads.
func Reads(r io.Reader) bool {
	f, ok := r.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Ask asks a question on stderr and reports whether the answer, a line of in, is yes. No answer is no.
func (c *Console) Ask(in io.Reader, question string) bool {
	fmt.Fprintf(c.Stderr, "%s [y/N] ", OneLine(question))
	line, _ := bufio.NewReader(io.LimitReader(in, 100)).ReadString('\n')
	switch strings.ToLower(strings.TrimSpace(line)) {
	case "y", "yes":
		return true
	}
	return false
}
