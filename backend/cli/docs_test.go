package cli

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

func TestTheManualNamesEveryCommandFlagAndField(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../../docs/command-line.md")
	if err != nil {
		t.Fatal(err)
	}
	manual := string(content)
	var walk func(*cobra.Command)
	walk = func(command *cobra.Command) {
		if !strings.Contains(manual, command.Name()) {
			t.Errorf("%s is not in the manual", command.CommandPath())
		}
		command.Flags().VisitAll(func(flag *pflag.Flag) {
			if !strings.Contains(manual, "--"+flag.Name) {
				t.Errorf("%s --%s is not in the manual", command.CommandPath(), flag.Name)
			}
		})
		for _, sub := range command.Commands() {
			walk(sub)
		}
	}
	walk((&program{out: &output{}}).root())

	for _, document := range []any{
		job.Snapshot{},
		deck.JobDetail{},
		deck.ItemView{},
		job.Hold{},
		deck.Setting{},
		job.Report{},
		job.LeftOut{},
		result{},
		job.Entry{},
		deck.Sample{},
		task.View{},
		task.Task{},
		task.Schedule{},
		task.Pause{},
		task.Missed{},
		task.Run{},
		task.Result{},
		task.Report{},
		task.LeftOut{},
		task.Firings{},
		deck.ActivityRow{},
	} {
		of := reflect.TypeOf(document)
		for field := range of.Fields() {
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			if name != "" && name != "-" && !strings.Contains(manual, "`"+name+"`") && !strings.Contains(manual, `"`+name+`"`) {
				t.Errorf("%s.%s is not in the manual", of, name)
			}
		}
	}
}
