package command

import (
	"fmt"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"jobdeck/backend/paths"
	"jobdeck/backend/processor"
)

// The time limit of one row: unless an option says otherwise, and at most.
const (
	defaultTimeout = 5 * time.Minute
	maxTimeout     = 7 * 24 * time.Hour
)

func options() []processor.Option {
	return []processor.Option{
		{
			Key: "command", Label: "Command", Kind: "text", Required: true,
			Help: "The program and its arguments, with quotes as in a shell. No shell runs it: the row's cells come only as JSON on standard input.",
		},
		{
			Key: "shell", Label: "Run in a shell", Kind: "switch", Default: "false",
			Help: "Runs the line through sh -c (on Windows cmd /C), for pipes and variables. The row still comes only on standard input.",
		},
		{
			Key: "dir", Label: "Working folder", Kind: "text",
			Help: "The folder the program runs in. Empty: the folder Jobdeck was started in.",
		},
		{
			Key: "timeout", Label: "Time limit", Kind: "text", Default: "5m",
			Help: "How long a row may take, as 90s, 5m or plain seconds. Then the program ends with all it started.",
		},
		{
			Key: "env", Label: "Environment", Kind: "environment",
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
	if err := checkKeys(set); err != nil {
		return settings{}, err
	}
	s := settings{line: strings.TrimSpace(set["command"])}
	if s.line == "" {
		return s, fmt.Errorf("option command: no program is named")
	}
	var err error
	if s.shell, err = parseSwitch(set["shell"]); err != nil {
		return s, fmt.Errorf("option shell: %w", err)
	}
	if s.shell {
		s.name = "the shell"
	} else if s.words, err = splitLine(s.line); err != nil {
		return s, fmt.Errorf("option command: %w", err)
	} else {
		s.words[0] = expandHome(s.words[0])
		s.name = s.words[0]
	}
	s.dir = expandHome(strings.TrimSpace(set["dir"]))
	if s.timeout, err = parseTimeout(set["timeout"]); err != nil {
		return s, fmt.Errorf("option timeout: %w", err)
	}
	if s.env, s.keys, err = parseEnvironment(set["env"]); err != nil {
		return s, fmt.Errorf("option env: %w", err)
	}
	return s, nil
}

func checkKeys(set map[string]string) error {
	var known []string
	for _, option := range options() {
		known = append(known, option.Key)
	}
	for key := range set {
		if !slices.Contains(known, key) {
			return fmt.Errorf("option %q is not known (%s)", key, strings.Join(known, ", "))
		}
	}
	return nil
}

func parseSwitch(text string) (bool, error) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "", "false", "no", "off", "0":
		return false, nil
	case "true", "yes", "on", "1":
		return true, nil
	}
	return false, fmt.Errorf("%q is neither true nor false", text)
}

// parseTimeout reads a Go duration or plain seconds.
func parseTimeout(text string) (time.Duration, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return defaultTimeout, nil
	}
	limit, err := time.ParseDuration(text)
	if err != nil {
		seconds, numberErr := strconv.ParseFloat(text, 64)
		if numberErr != nil || math.IsNaN(seconds) {
			return 0, fmt.Errorf("%q is no length of time: write 90s, 5m or plain seconds", text)
		}
		seconds = min(seconds, 2*maxTimeout.Seconds())
		limit = time.Duration(seconds * float64(time.Second))
	}
	if limit <= 0 {
		return 0, fmt.Errorf("%q is too short: it must be more than 0", text)
	}
	if limit > maxTimeout {
		return 0, fmt.Errorf("%q is too long: at most %d hours", text, int(maxTimeout.Hours()))
	}
	return limit, nil
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
