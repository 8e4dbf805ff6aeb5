package command

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"jobdeck/backend/form"
	"jobdeck/backend/job"
	"jobdeck/backend/paths"
)

// maxTimeout is the longest time limit of one row, in seconds.
const maxTimeout = 7 * 24 * 60 * 60

func options() []form.Field {
	return []form.Field{
		{
			Key: "command", Label: "Command", Kind: form.Text, Required: true,
			Help: "The program and its arguments, with quotes as in a shell. No shell runs it: the row's cells come only as JSON on standard input.",
		},
		{
			Key: "shell", Label: "Run in a shell", Kind: form.Switch, Default: "false",
			Help: "Runs the line through sh -c (on Windows cmd /C), for pipes and variables. The row still comes only on standard input.",
		},
		{
			Key: "dir", Label: "Working folder", Kind: form.Text,
			Help: "The folder the program runs in. Empty: the folder Jobdeck was started in.",
		},
		{
			Key: "timeout", Label: "Time limit", Kind: form.Duration, Default: "5m", Max: maxTimeout,
			Help: "How long a row may take, as 90s, 5m or plain seconds. Then the program ends with all it started.",
		},
		{
			Key: "env", Label: "Environment", Kind: form.Environment, Valid: validEnvironment,
			Help: "Further environment variables, one NAME=value a line. NAME=secret:KEY takes a key from the system's keychain.",
		},
	}
}

// settings are the options, read.
type settings struct {
	line    string   // as it was written
	words   []string // the line split; empty when a shell splits it
	name    string   // the program, for messages
	shell   bool
	dir     string
	timeout time.Duration
	env     []string
	keys    []string // those of the environment that stand in the keychain
}

func parse(set map[string]string) (settings, error) {
	values, err := form.Clean(options(), set)
	if err != nil {
		return settings{}, err
	}
	s := settings{
		line: values["command"], shell: values.Switch("shell"), name: "the shell",
		dir: expandHome(values["dir"]), timeout: values.Duration("timeout"),
	}
	if s.env, s.keys, err = parseEnvironment(values["env"]); err != nil || s.shell {
		return s, err
	}
	if s.words, err = splitLine(s.line); err != nil {
		return s, &job.UsageError{Field: "command", Message: "the command can't be read: " + err.Error()}
	}
	s.words[0] = expandHome(s.words[0])
	s.name = s.words[0]
	return s, nil
}

func validEnvironment(text string) error {
	_, _, err := parseEnvironment(text)
	return err
}

// parseEnvironment reads lines of NAME=value, and apart from them those whose value is in the keychain.
func parseEnvironment(text string) (environment, keys []string, err error) {
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if strings.TrimSpace(line) == "" {
			continue
		}
		name, value, found := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		if !found || name == "" || strings.ContainsAny(line, "\x00") {
			return nil, nil, fmt.Errorf("line %d is not NAME=value", i+1)
		}
		refers, err := checkReference(value)
		switch {
		case err != nil:
			return nil, nil, fmt.Errorf("line %d: %w", i+1, err)
		case refers:
			keys = append(keys, name+"="+value)
		default:
			environment = append(environment, name+"="+value)
		}
	}
	return environment, keys, nil
}

// expandHome puts the home folder in place of a leading "~".
func expandHome(path string) string {
	if path != "~" && !strings.HasPrefix(path, "~/") && !strings.HasPrefix(path, `~\`) {
		return path
	}
	home, err := paths.Home()
	if err != nil {
		return path
	}
	return filepath.Join(home, path[1:])
}

var (
	quoted   = regexp.MustCompile(`'[^']*'|"(?:\\.|[^"\\])*"|\\.`)
	operator = regexp.MustCompile(`(?:^|\s)(\||\|\||&|&&|;|<|[12&]?>>?|2>&1|[12&]?>/dev/null)(?:\s|$)|\S(;)(?:\s|$)`)
)

// checkOperators refuses a line that was written for a shell, when no shell will read it: "a | b"
// would otherwise hand "|" to a as an argument and leave its user puzzled.
func checkOperators(line string) error {
	found := operator.FindStringSubmatch(quoted.ReplaceAllString(line, "q"))
	if found == nil {
		return nil
	}
	return fmt.Errorf("%s means something to a shell only: switch on shell, or put it in quotes", found[1]+found[2])
}
