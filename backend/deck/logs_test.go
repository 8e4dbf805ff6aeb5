package deck

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/job"
)

// logsOf makes a folder of log files by name, and a deck that shows them.
func logsOf(t *testing.T, files map[string]string) *Local {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	return &Local{options: Options{LogDir: dir}}
}

func logged(second int, level, message string, more ...string) string {
	return fmt.Sprintf(`{"level":%q,"message":%q,"time":"2026-11-22T08:00:%02dZ"%s}`+"\n", level, message, second, strings.Join(more, ""))
}

func messages(page LogPage) []string {
	var all []string
	for _, line := range page.Lines {
		all = append(all, line.Message)
	}
	return all
}

func TestLogsComeNewestFirstFromAllFiles(t *testing.T) {
	t.Parallel()
	l := logsOf(t, map[string]string{
		"jobdeck-2026-11-22T08-00-02.000.log": logged(1, "info", "one") + logged(2, "debug", "two"),
		"jobdeck.log":                         logged(3, "warning", "three", `,"job":7`) + "no JSON at all\r\n\n" + logged(5, "error", "five", `,"path":"/TMP/Größe"`),
		"other.log":                           logged(9, "info", "not ours"),
	})
	page, err := l.Logs(t.Context(), LogQuery{Limit: 100})
	require.NoError(t, err)
	require.Equal(t, []string{"five", "no JSON at all", "three", "two", "one"}, messages(page))
	require.False(t, page.More)
	require.Equal(t, l.options.LogDir, page.Folder)
	require.Equal(t, map[string]string{"job": "7"}, page.Lines[2].Fields)
	require.Equal(t, page.Lines[0].At, page.Lines[1].At, "a line without a time stands where it was found")

	for query, want := range map[LogQuery][]string{
		{Level: "warning"}:              {"five", "three"},
		{Level: "debug", Text: "T"}:     {"five", "three", "two"},
		{Text: "gröSSE"}:                nil,
		{Text: "grÖßE"}:                 {"five"},
		{Text: "job=7"}:                 {"three"},
		{Text: "B=7"}:                   {"three"},
		{Text: "/tmp/grÖßE"}:            {"five"},
		{Level: "info"}:                 {"five", "three", "one"},
		{Text: "json"}:                  {"no JSON at all"},
		{Before: page.Lines[2].At}:      {"two", "one"},
		{Before: page.Lines[2].At + 1}:  {"three", "two", "one"},
		{Level: "error", Text: "three"}: nil,
	} {
		query.Limit = 100
		page, err := l.Logs(t.Context(), query)
		require.NoError(t, err)
		require.Equal(t, want, messages(page), "%+v", query)
	}
}

func TestPagesOfLogsLoseNoLineOfAMillisecond(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	var want []string
	for i := range 60 {
		text.WriteString(logged(i/20, "info", fmt.Sprint(i)))
		want = append([]string{fmt.Sprint(i)}, want...)
	}
	l := logsOf(t, map[string]string{"jobdeck.log": text.String()})
	var all []string
	query := LogQuery{Limit: 7}
	for more := true; more; {
		page, err := l.Logs(t.Context(), query)
		require.NoError(t, err)
		all = append(all, messages(page)...)
		query.Before, more = page.Lines[len(page.Lines)-1].At, page.More
	}
	require.Equal(t, want, all)
}

func TestAMissingLogFolderHoldsNoLines(t *testing.T) {
	t.Parallel()
	l := &Local{options: Options{LogDir: filepath.Join(t.TempDir(), "nowhere")}}
	page, err := l.Logs(t.Context(), LogQuery{Limit: 1})
	require.NoError(t, err)
	require.Empty(t, page.Lines)
	require.NotNil(t, page.Lines)
}

func TestLogsRefuseWhatMakesNoSense(t *testing.T) {
	t.Parallel()
	l := logsOf(t, nil)
	for _, query := range []LogQuery{{}, {Limit: 1001}, {Limit: 1, Level: "loud"}, {Limit: 1, Before: -1}, {Limit: 1, Text: strings.Repeat("x", 1001)}} {
		_, err := l.Logs(t.Context(), query)
		var usage *job.UsageError
		require.ErrorAs(t, err, &usage, "%+v", query)
	}
}
