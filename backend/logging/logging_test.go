package logging

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/sirupsen/logrus"
	"gopkg.in/natefinch/lumberjack.v2"
	"pgregory.net/rapid"

	"jobdeck/backend/paths"
)

func open(t *testing.T, dir, level string) *logrus.Logger {
	t.Helper()
	logger, closer, err := New(dir, level)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := closer.Close(); err != nil {
			t.Error(err)
		}
	})
	return logger
}

func readAll(t *testing.T, dir string, lines int) []string {
	t.Helper()
	var read []string
	err := Read(dir, lines, func(line []byte) error {
		read = append(read, string(line))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func TestEachLineIsOneJSONObject(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "logs")
	logger := open(t, dir, "")
	logger.Debug("not from this level on")
	logger.WithField("job", 3).WithError(errors.New("disk\nfull")).Info("job paused")

	lines := readAll(t, dir, 0)
	if len(lines) != 1 {
		t.Fatalf("%d lines: %q", len(lines), lines)
	}
	var fields map[string]any
	if err := json.Unmarshal([]byte(lines[0]), &fields); err != nil {
		t.Fatal(err)
	}
	if fields["message"] != "job paused" || fields["level"] != "info" || fields["job"] != 3.0 || fields["error"] != "disk\nfull" {
		t.Errorf("line is %s", lines[0])
	}
	if _, err := time.Parse(time.RFC3339Nano, fields["time"].(string)); err != nil {
		t.Error(err)
	}
}

func TestOnlyThisUserCanReadTheLogs(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows files take their rights from the folder above")
	}
	dir := filepath.Join(t.TempDir(), "logs")
	open(t, dir, "").Info("hello")
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, fileName): 0o600} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", path, info.Mode().Perm(), want)
		}
	}
}

func TestAnUnknownLevelIsRefusedWithTheKnownOnes(t *testing.T) {
	t.Parallel()
	_, _, err := New(t.TempDir(), "loud")
	if err == nil || !strings.Contains(err.Error(), "debug, info, warning, error") {
		t.Errorf("error is %v", err)
	}
}

func TestSecretsNeverReachAFile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(check *rapid.T) {
		secret := "S3cr3t" + rapid.StringMatching(`[A-Za-z0-9]{12,30}`).Draw(check, "secret")
		dir := t.TempDir()
		logger, closer, err := New(dir, "")
		if err != nil {
			check.Fatal(err)
		}
		defer closer.Close()
		address, err := url.Parse("https://someone:" + secret + "@example.com/x?api_key=" + secret + "&q=1")
		if err != nil {
			check.Fatal(err)
		}
		name := rapid.SampledFrom([]string{"api_key", "apiKey", "X-Api-Key", "password", "Authorization", "access_token", "client-secret", "Set-Cookie"}).Draw(check, "name")
		message := rapid.SampledFrom([]string{
			"header Authorization: %s sent", "Authorization: Basic %s=", "call with Bearer %s", "api_key=%s is wrong", `{"token": "%s"}`, "key sk-%s rejected", "ftp://me:%s@host/file",
		}).Draw(check, "message")
		logger.WithFields(logrus.Fields{
			name:     secret,
			"url":    address,
			"env":    map[string]string{name: secret, "text": "Bearer " + secret},
			"nested": map[string]any{"deep": map[string]any{name: secret}},
			"args":   []string{"--token=" + secret},
		}).WithError(fmt.Errorf("get: %s", fmt.Sprintf(message, secret))).Error(fmt.Sprintf(message, secret))

		text, err := os.ReadFile(filepath.Join(dir, fileName))
		if err != nil {
			check.Fatal(err)
		}
		if strings.Contains(string(text), secret) {
			check.Fatalf("the secret %s is in: %s", secret, text)
		}
	})
}

func TestWhatIsNoSecretStays(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"job 3 paused: rate limit", "reading https://example.com:8080/a?b=c", "used 1200 tokens: 3 left", "the basic information", "mail me@example.com",
	} {
		if got := redact(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	if got := redactField("tokens", 1200); got != 1200 {
		t.Errorf("a count of tokens became %v", got)
	}
}

func TestTheLastLinesComeFromAllFilesInOrder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "jobdeck-2026-01-02T00-00-00.000.log", "3\n4\n")
	write(t, dir, "jobdeck-2026-01-01T00-00-00.000.log", "1\n2\n")
	write(t, dir, fileName, "5\n6\nhalf a li")
	write(t, dir, "other.log", "no\n")
	for lines, want := range map[int]string{0: "1 2 3 4 5 6", 1: "6", 3: "4 5 6", 100: "1 2 3 4 5 6"} {
		if got := strings.Join(readAll(t, dir, lines), " "); got != want {
			t.Errorf("the last %d are %q, want %q", lines, got, want)
		}
	}
}

func TestAFolderWithoutLogsHoldsNoLines(t *testing.T) {
	t.Parallel()
	if lines := readAll(t, filepath.Join(t.TempDir(), "none"), 0); len(lines) != 0 {
		t.Errorf("lines are %q", lines)
	}
}

func TestReadingStopsWhenNobodyListens(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, fileName, "1\n2\n")
	stop := errors.New("stop")
	if err := Read(dir, 0, func([]byte) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("error is %v", err)
	}
}

func TestFollowingGoesOnOverRotations(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := &lumberjack.Logger{Filename: filepath.Join(dir, fileName)}
	defer file.Close()
	say := func(text string) {
		t.Helper()
		if _, err := fmt.Fprintln(file, text); err != nil {
			t.Error(err)
		}
	}
	rotate := func() {
		t.Helper()
		// Two files of one millisecond would have one name.
		if err := os.Rename(filepath.Join(dir, fileName), filepath.Join(dir, "jobdeck-2026-01-01T00-00-0"+fmt.Sprint(rotations(t, dir))+".000.log")); err != nil {
			t.Error(err)
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}
	say("1")
	say("2")
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		got := make(chan string, 100)
		ended := make(chan error, 1)
		go func() {
			ended <- Follow(ctx, clockwork.NewRealClock(), dir, 1, func(line []byte) error {
				got <- string(line)
				return nil
			})
		}()
		expect := func(want ...string) {
			t.Helper()
			for _, w := range want {
				if line := <-got; line != w {
					t.Fatalf("line is %q, want %q", line, w)
				}
			}
		}
		expect("2")
		say("3")
		expect("3")
		say("4")
		rotate()
		say("5")
		rotate()
		say("6")
		expect("4", "5", "6")
		say("7")
		expect("7")
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if len(got) > 0 {
			t.Errorf("more lines than were written: %q", <-got)
		}
	})
}

func rotations(t *testing.T, dir string) int {
	t.Helper()
	files, err := logFiles(dir)
	if err != nil {
		t.Error(err)
	}
	return len(files)
}

func TestALineIsShownInWords(t *testing.T) {
	t.Parallel()
	kathmandu, err := time.LoadLocation("Asia/Kathmandu")
	if err != nil {
		t.Fatal(err)
	}
	line := ParseLine([]byte(`{"time":"2026-01-02T03:04:05.6Z","level":"warning","message":"job paused","why":"rate limit","job":3}`))
	want := `2026-01-02 08:49:05.600  warning  job paused  job=3  why="rate limit"`
	if line.Words(kathmandu) != want {
		t.Errorf("line is %q, want %q", line.Words(kathmandu), want)
	}
	if got := ParseLine([]byte("panic: oh")).Words(time.UTC); got != "panic: oh" {
		t.Errorf("a line that is no JSON is %q", got)
	}
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestALogThatIsALinkIsNotFollowed(t *testing.T) {
	t.Parallel()
	for kind, link := range map[string]func(string, string) error{"symbolic": os.Symlink, "hard": os.Link} {
		dir := t.TempDir()
		precious := filepath.Join(t.TempDir(), "precious")
		if err := os.WriteFile(precious, []byte("a year of work"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := link(precious, filepath.Join(dir, "jobdeck.log")); err != nil {
			t.Skip("no links here:", err)
		}
		_, _, err := New(dir, "")
		if unsafe, ok := errors.AsType[*paths.UnsafeError](err); !ok || !strings.Contains(unsafe.Mend, dir) {
			t.Errorf("%s link: %v", kind, err)
		}
		if left, err := os.ReadFile(precious); err != nil || string(left) != "a year of work" {
			t.Errorf("%s link: what is behind it is %q (%v)", kind, left, err)
		}
	}
}
