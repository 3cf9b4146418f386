package main

import (
	"bufio"
	"image"
	_ "image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestPreviewInBrowser shows a draft in a browser and looks at the screen, as an editor does who ends the preview with Ctrl-C.
func TestPreviewInBrowser(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("RECAP_REQUIRE_PEERS") == "1" {
			t.Fatal("chromium is missing; install the package chromium")
		}
		t.Skip("chromium is missing; install the package chromium to see the preview in it")
	}
	dir := filepath.Join(t.TempDir(), "demo")
	recap := build(t, t.TempDir()).path // a real one, which hears of Ctrl-C
	if out, err := exec.Command(recap, "demo", "--dir", dir).CombinedOutput(); err != nil {
		t.Fatalf("recap demo: %v\n%s", err, out)
	}
	cmd := exec.Command(recap, "preview", "--config", filepath.Join(dir, "recap.yaml"), "--date", "2026-10-16")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	line, err := bufio.NewReader(out).ReadString('\n')
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+/`).FindString(line)
	if err != nil || address == "" {
		t.Fatalf("recap preview prints %q, %v, want an address", line, err)
	}
	for _, view := range []string{"html", "mail"} {
		var top, rest int
		for try := 0; try < 5 && (top < 20 || rest < 20); try++ { // on a busy machine the picture may be taken before the frame has its page
			img := pictured(t, browser, address+"?view="+view)
			top, rest = inks(img, 0, 60), inks(img, 60, 600)
		}
		if top < 20 || rest < 20 {
			t.Errorf("the preview as %s shows %d colours at the top and %d below, want words in both", view, top, rest)
		}
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("recap preview ends with %v after Ctrl-C, want no error", err)
	}
	if out, err := exec.Command(recap, "preview", "--config", filepath.Join(dir, "recap.yaml"), "--addr", "0.0.0.0:0").CombinedOutput(); err == nil || !strings.Contains(string(out), "this machine alone") {
		t.Errorf("recap preview on an address of all interfaces: %v, %s", err, out)
	}
}

// pictured returns a picture of a page as the browser shows it.
func pictured(t *testing.T, browser, address string) image.Image {
	t.Helper()
	picture := filepath.Join(t.TempDir(), "page.png")
	shot := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1000,800",
		"--user-data-dir="+t.TempDir(), "--virtual-time-budget=3000", "--screenshot="+picture, address)
	if out, err := shot.CombinedOutput(); err != nil {
		t.Fatalf("chromium: %v\n%s", err, out)
	}
	f, err := os.Open(picture)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// inks counts the colours between two lines of a picture. An empty page has one or two.
func inks(img image.Image, from, to int) int {
	seen := map[[3]uint32]bool{}
	for y := from; y < to && y < img.Bounds().Dy(); y++ {
		for x := range img.Bounds().Dx() {
			r, g, b, _ := img.At(x, y).RGBA()
			seen[[3]uint32{r, g, b}] = true
		}
	}
	return len(seen)
}
