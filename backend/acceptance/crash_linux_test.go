package acceptance_test

import (
	"fmt"
	"strings"
	"testing"

	"jobdeck/backend/job"
)

// away starts a process that leaves its program's group, session and environment, and its parents.
const away = `echo $JOBDECK_SEQ >> starts
(env -i setsid sh -c '(echo $(exec sh -c "echo \$PPID") >> pids; while :; do sleep 600; done) </dev/null >/dev/null 2>&1 &' &)
until [ -s pids ]; do sleep 0.01; done
`

// What a row started ends with the server that is killed, and when its row ends or is cancelled.
func TestWhatARowStartedEndsWithIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		then string
		end  func(d *desk, serve *process, id job.ID)
	}{
		"by itself": {"", func(d *desk, _ *process, id job.ID) { d.status(id, job.Completed) }},
		"cancelled": {"sleep 600\n", func(d *desk, _ *process, id job.ID) { d.exits(0, "cancel", fmt.Sprint(id), "--yes") }},
		"killed":    {"sleep 600\n", func(_ *desk, serve *process, _ job.ID) { serve.kill() }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			serve := d.serve()
			id := d.hand(d.list(1), away+test.then)
			upTo(t, func() bool { return strings.HasSuffix(d.read("pids"), "\n") })
			test.end(d, serve, id)
			gone(t, strings.Fields(d.read("pids")))
		})
	}
}
