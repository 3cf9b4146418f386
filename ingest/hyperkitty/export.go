package hyperkitty

import (
	"bytes"
	"fmt"
	"regexp"
)

var exportBoundary = regexp.MustCompile(`boundary="(={15}[0-9]{1,30}==)"`)

// steadyExport returns a message of an export so that the same message is the same bytes in every export: Python makes
// up the boundaries of its parts anew each time. In a message without any text, HTML that HyperKitty set apart as an
// attachment counts as the text that it was.
func steadyExport(raw []byte) []byte {
	marks := exportBoundary.FindAllSubmatch(raw, 100)
	if len(marks) == 0 {
		return raw
	}
	seen := make(map[string]bool, len(marks))
	for _, m := range marks {
		if old := string(m[1]); !seen[old] {
			steady := fmt.Sprintf("===============%0*d==", len(old)-17, len(seen))
			seen[old], seen[steady] = true, true
			raw = bytes.ReplaceAll(raw, []byte(old), []byte(steady))
		}
	}
	first := exportBoundary.FindSubmatch(raw)
	parts := bytes.SplitN(raw, append([]byte("\n--"), first[1]...), 3)
	if len(parts) < 3 {
		return raw
	}
	if i := bytes.Index(parts[1], []byte("\n\n")); i < 0 || len(bytes.TrimSpace(parts[1][i:])) > 0 {
		return raw
	}
	return bytes.Replace(raw, []byte(`Content-Disposition: attachment; filename="attachment.html"`),
		[]byte(`Content-Disposition: inline; filename="attachment.html"`), 1)
}
