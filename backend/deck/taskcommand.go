package deck

import (
	"context"
	"fmt"
	"strings"

	"jobdeck/backend/form"
	"jobdeck/backend/processor/command"
	"jobdeck/backend/task"
)

// ownWorks is what a person's own tasks can do.
func (l *Local) ownWorks() []task.Work { return []task.Work{l.jobWork(), l.commandWork()} }

// commandWork runs a program. It ends with all it started when the run is cancelled.
func (l *Local) commandWork() task.Work {
	return task.Work{
		Does: "command", Label: "Run a command", Summary: "Runs a program on this machine.",
		Interruptible: true,
		Settings: []form.Field{
			{
				Key: "command", Label: "Command", Kind: form.Text, Required: true,
				Help: "The program and its arguments, with quotes as in a shell. No shell runs it.",
			},
			{
				Key: "shell", Label: "Run in a shell", Kind: form.Switch, Default: "false",
				Help: "Runs the line through sh -c (on Windows cmd /C), for pipes and variables.",
			},
			{
				Key: "folder", Label: "Working folder", Kind: form.Folder,
				Help: "The folder the program runs in. Empty: the folder Jobdeck was started in.",
			},
			{
				Key: "timeout", Label: "Time limit", Kind: form.Number, Default: "60", Min: 1, Max: 7 * 24 * 60, Unit: "minutes",
				Help: "How long it may take. Then the program ends with all it started.",
			},
		},
		Check: func(set form.Values) error {
			_, err := l.commandOf(set)
			return err
		},
		Run: func(ctx context.Context, order task.Order) (task.Result, error) {
			program, err := l.commandOf(order.Settings)
			if err != nil {
				return task.Result{}, err
			}
			defer program.Close()
			said, err := program.RunAlone(ctx, "JOBDECK_TASK="+order.Name, fmt.Sprintf("JOBDECK_RUN=%d", order.Run))
			if err != nil {
				return task.Result{}, err
			}
			return task.Result{Message: lastLine(said)}, nil
		},
	}
}

func (l *Local) commandOf(set form.Values) (*command.Processor, error) {
	return command.New(map[string]string{
		"command": set["command"], "shell": set["shell"], "dir": set["folder"], "timeout": set["timeout"] + "m",
	}, l.clock)
}

// lastLine is what a program said last: most say there how it went.
func lastLine(said string) string {
	lines := strings.Split(strings.TrimSpace(said), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		return last
	}
	return "ended well, and said nothing"
}
