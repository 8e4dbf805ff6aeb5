package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"

	"jobdeck/backend/job"
	"jobdeck/backend/live"
)

func TestTheExitCodeSaysHowItWent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, 0},
		{errors.New("disk on fire"), 1},
		{job.Usagef("what?"), 2},
		{fmt.Errorf("job 3: %w", &job.RefusedError{Verb: job.Resume, Status: job.Cancelled}), 3},
		{&exit{code: exitFailedItems}, 4},
		{fmt.Errorf("stop: %w", errInterrupted), 130},
		{errLeave, 130},
	} {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("%v ends with %d, want %d", c.err, got, c.want)
		}
	}
}

func TestAReportEndsWithWhatWasNotDone(t *testing.T) {
	t.Parallel()
	done, refused, missing := []job.ID{1}, job.LeftOut{Job: 2, Refused: true}, job.LeftOut{Job: 3}
	for name, c := range map[string]struct {
		all    bool
		report job.Report
		want   int
	}{
		"all done":                      {false, job.Report{Done: done}, 0},
		"one refused":                   {false, job.Report{Done: done, LeftOut: []job.LeftOut{refused}}, 3},
		"one missing":                   {false, job.Report{Done: done, LeftOut: []job.LeftOut{refused, missing}}, 1},
		"nothing matched":               {true, job.Report{}, 0},
		"some of all did not fit":       {true, job.Report{Done: done, LeftOut: []job.LeftOut{refused}}, 0},
		"none of all that matched fits": {true, job.Report{LeftOut: []job.LeftOut{refused}}, 3},
	} {
		if got := reportCode(job.Command{All: c.all}, c.report); got != c.want {
			t.Errorf("%s: exit code is %d, want %d", name, got, c.want)
		}
	}
}

func TestWhatWasLeftOutIsGroupedByWhy(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	p := &program{streams: Streams{Err: &said}}
	var leftOut []job.LeftOut
	for id := range job.ID(1200) {
		leftOut = append(leftOut, job.LeftOut{Job: id + 1, Why: "already completed"})
	}
	leftOut = append(leftOut, job.LeftOut{Job: 7000, Why: "can't pause"})
	p.reportLeftOut(leftOut)
	want := "left out 1,200 jobs: already completed (1, 2, 3, 4, 5, 6, 7, 8 and 1,192 more)\nleft out job 7000: can't pause\n"
	if said.String() != want {
		t.Errorf("it says %q, want %q", said.String(), want)
	}
}

func TestWhatWillBeLostIsNamedInNumbers(t *testing.T) {
	t.Parallel()
	one := job.Snapshot{ID: 3, Name: "Q4", Total: 1240, Succeeded: 850, Skipped: 2, Pending: 388}
	for got, want := range map[string]string{
		deleteLoses([]job.Snapshot{one}, "account"):      `Delete job 3 "Q4": 1,240 accounts and their results?`,
		deleteLoses([]job.Snapshot{one, one}, "account"): `Delete 2 jobs: 2,480 accounts and their results?`,
		cancelLoses([]job.Snapshot{one}, "account"):      `Cancel job 3 "Q4": 388 of 1,240 accounts will not be done, 852 results are kept. It can't be resumed. Cancel?`,
	} {
		if got != want {
			t.Errorf("it asks %q, want %q", got, want)
		}
	}
}

// shut is a pipe that nobody reads any more, and full a disk without room.
type shut struct{ writes int }

func (s *shut) Write([]byte) (int, error) {
	s.writes++
	return 0, io.ErrClosedPipe
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestAReaderThatLeavesIsNoError(t *testing.T) {
	t.Parallel()
	pipe := &shut{}
	p := &program{out: &output{to: pipe}, streams: Streams{Err: io.Discard}}
	p.say("one")
	p.say("two")
	if p.out.err != nil || !p.out.over() || pipe.writes != 1 {
		t.Errorf("error is %v, and it was written %d times", p.out.err, pipe.writes)
	}

	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	read.Close()
	defer write.Close()
	if code := Run(t.Context(), []string{"version"}, Streams{Out: write, Err: io.Discard}, "1", clockwork.NewRealClock()); code != 0 {
		t.Errorf("exit code is %d", code)
	}
}

func TestAFullDiskIsAnError(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	if code := Run(t.Context(), []string{"version"}, Streams{Out: full{}, Err: &said}, "1", clockwork.NewRealClock()); code != 1 {
		t.Errorf("exit code is %d", code)
	}
	if !strings.Contains(said.String(), "no space left") {
		t.Errorf("it says %q", said.String())
	}
}

func TestAnErrorIsADocumentTooButOnlyOne(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if code := Run(t.Context(), []string{"jobs", "--filter", "status:asleep", "--json"}, Streams{Out: &out, Err: io.Discard}, "1", clockwork.NewRealClock()); code != 2 {
		t.Errorf("exit code is %d", code)
	}
	var document struct {
		Error string `json:"error"`
		Code  int    `json:"code"`
	}
	decoder := json.NewDecoder(&out)
	if err := decoder.Decode(&document); err != nil || document.Code != 2 || document.Error == "" {
		t.Errorf("document is %+v, %v", document, err)
	}
	if decoder.More() {
		t.Error("there is more than one document")
	}
}

func TestEachVerbOfAPersonHasACommand(t *testing.T) {
	t.Parallel()
	var have []job.Verb
	for _, v := range verbs() {
		have = append(have, v.Verb)
		if v.now {
			have = append(have, job.PauseNow)
		}
	}
	for _, verb := range job.UserVerbs {
		if !slices.Contains(have, verb) {
			t.Errorf("%s has no command", verb)
		}
	}
	for _, v := range verbs() {
		if v.Asks != (v.loses != nil) {
			t.Errorf("%s asks: %v, and what it loses is said: %v", v.name(), v.Asks, v.loses != nil)
		}
	}
}

func TestWhatThePersonMustLiftIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	paused := func(kind job.PauseKind, resumes int64) job.Snapshot {
		s := job.Snapshot{Status: job.Paused, ReasonKind: kind, ResumesAt: resumes}
		s.Standing = job.StandingOf(&s, false)
		return s
	}
	for name, c := range map[string]struct {
		s       job.Snapshot
		asked   int
		settled bool
	}{
		"running":                {job.Snapshot{Status: job.Running}, 0, false},
		"completed":              {job.Snapshot{Status: job.Completed}, 0, true},
		"cancelled":              {job.Snapshot{Status: job.Cancelled}, 0, true},
		"paused by hand":         {paused(job.ByHand, 0), 0, false},
		"paused by Ctrl-C":       {paused(job.ByHand, 0), 1, true},
		"still pausing":          {job.Snapshot{Status: job.Pausing}, 1, false},
		"outside its window":     {paused(job.ByWindow, 1), 0, false},
		"rate limit that ends":   {paused(job.ByRateLimit, 1), 0, false},
		"offline":                {paused(job.ByOffline, 0), 0, false},
		"too many errors":        {paused(job.ByErrorRate, 0), 0, true},
		"disk full":              {paused(job.ByDisk, 0), 0, true},
		"rejected key":           {paused(job.ByCredentials, 0), 0, true},
		"set aside by a restart": {paused(job.ByRestart, 0), 0, true},
	} {
		if got := (&waiter{asked: c.asked}).settled(c.s); got != c.settled {
			t.Errorf("%s: settled is %t", name, got)
		}
	}
}

func TestProgressIsALineNowAndThenWhereThereIsNoTerminal(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	now := time.Unix(0, 0)
	shown := &lines{to: &said, now: func() time.Time { return now }, last: now}
	s := job.Snapshot{ID: 3, Name: "Q4", Status: job.Running, Standing: "running", Total: 1000, Succeeded: 598, Failed: 9, Skipped: 5, Rate: 212, ETAMS: 240_000}
	shown.work(live.Work{Label: "Importing Q4", Done: 1, Total: 2})
	for range 12 { // a second each
		shown.job(s)
		now = now.Add(time.Second)
	}
	s.Status, s.Standing = job.Pausing, "pausing"
	s.InFlight = 2
	shown.held(job.Hold{Held: true, Why: "meeting"})
	shown.job(s)
	running := `job 3 "Q4" running: 612 of 1,000 (61%), 9 failed, 212/min, about 4 min left` + "\n"
	pausing := `job 3 "Q4" pausing (2 in flight): 612 of 1,000 (61%), 9 failed · everything is held: meeting (jobdeck release lifts it)` + "\n"
	if want := running + running + running + pausing; said.String() != want {
		t.Errorf("it says\n%swant\n%s", said.String(), want)
	}
}

func TestTheWindowOpensWithoutACommand(t *testing.T) {
	t.Parallel()
	list := t.TempDir() + "/list.csv"
	if err := os.WriteFile(list, []byte("name\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var opened WindowRequest
	open := WithWindow(func(_ context.Context, request WindowRequest) error {
		opened = request
		return nil
	})
	if code := Run(t.Context(), []string{"--data-dir", "here", "--hidden", list}, Streams{Out: io.Discard, Err: io.Discard}, "1", clockwork.NewRealClock(), open); code != 0 {
		t.Errorf("exit code is %d", code)
	}
	if want := (WindowRequest{DataDir: "here", File: list, Hidden: true}); opened != want {
		t.Errorf("opened %+v, want %+v", opened, want)
	}
	opened = WindowRequest{}
	if code := Run(t.Context(), []string{"lisst.csv"}, Streams{Out: io.Discard, Err: io.Discard}, "1", clockwork.NewRealClock(), open); code != 2 || opened != (WindowRequest{}) {
		t.Errorf("exit code is %d, opened %+v", code, opened)
	}
}
