package desktop

import (
	"strings"
	"testing"

	"jobdeck/backend/live"
)

func TestAddressesOfNews(t *testing.T) {
	t.Parallel()
	for want, news := range map[string]live.News{
		"#/jobs/7":       {Job: 7, Kind: live.JobFailed},
		"#/schedules/12": {Task: 12, Kind: live.RunFailed},
		"#/schedules":    {Kind: live.ScheduleMissed},
		"#/jobs":         {Kind: live.JobCompleted},
	} {
		if got := address(news); got != want {
			t.Errorf("%+v leads to %s, want %s", news, got, want)
		}
		if strings.ContainsAny(want, `"\<`) {
			t.Errorf("%s is no plain address", want)
		}
	}
}
