package schedule_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jobdeck/backend/schedule"
	"jobdeck/backend/task"
)

func TestALineIsReadBackByWhatItDoes(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"0 2 * * *":               "Every day at 02:00",
		"30 0 2 * * *":            "Every day at 02:00:30",
		"30 2,14 * * *":           "Every day at 02:30 and 14:30",
		"0,30 9,10 * * *":         "Every day at 09:00, 09:30, 10:00 and 10:30",
		"0 9-17 * * *":            "Every hour from 09:00 to 17:00",
		"0 */2 * * *":             "Every 2 hours from 00:00",
		"15 1/6 * * *":            "Every 6 hours from 01:15",
		"0 */5 * * *":             "Every day at 00:00, 05:00, 10:00, 15:00 and 20:00",
		"* * * * *":               "Every minute",
		"* * * * * *":             "Every second",
		"*/15 * * * *":            "Every 15 minutes",
		"*/10 * * * * *":          "Every 10 seconds",
		"5/15 * * * *":            "At minutes 5, 20, 35 and 50 of every hour",
		"0 * * * *":               "Every hour",
		"30 * * * *":              "At minute 30 of every hour",
		"0-10 * * * *":            "At minutes 0 to 10 of every hour",
		"30 * * * * *":            "At second 30 of every minute",
		"0,30 5 * * * *":          "At seconds 0 and 30 of minute 5 of every hour",
		"*/15 9-17 * * 1-5":       "Every 15 minutes between 09:00 and 17:59, Monday to Friday",
		"* 9,12-13 * * *":         "Every minute between 09:00 and 09:59 and between 12:00 and 13:59",
		"0 8 * * mon-fri":         "At 08:00, Monday to Friday",
		"0 6 * * 1":               "At 06:00 on Mondays",
		"0 6 * * 6,7":             "At 06:00 on Saturdays and Sundays",
		"0 6 1 * *":               "At 06:00 on day 1 of every month",
		"0 6 1,15 1,7 *":          "At 06:00 on days 1 and 15 of January and July",
		"0 6 * 6-8 *":             "Every day from June to August at 06:00",
		"0 6 1 3-9 *":             "At 06:00 on day 1 of each month from March to September",
		"*/15 * * 12 *":           "Every 15 minutes in December",
		"0 0 13 * 5":              "At 00:00 on day 13 of every month and on Fridays", // either
		"0 0 1-31 * 1":            "Every day at 00:00",                               // either, and one is every day
		"@weekly":                 "At 00:00 on Sundays",
		"@yearly":                 "At 00:00 on day 1 of January",
		"@hourly":                 "Every hour",
		"0 0-23 * * *":            "Every hour",
		"1 2 3 4 5 6":             "At 03:02:01 on day 4 of May and on Saturdays in May",
		"0-59 0-23 1-31 1-12 0-6": "Every minute",
		// Steps that do not come out even say what they do.
		"*/90 * * * *":   "Every hour",
		"*/45 * * * *":   "At minutes 0 and 45 of every hour",
		"*/40 * * * * *": "At seconds 0 and 40 of every minute",
		"0 */48 * * *":   "Every day at 00:00",
		"0 0 */2 * *":    "At 00:00 on days 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29 and 31 of every month",
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			firings, err := schedule.Foretell(t.Context(), cronIn(line, "UTC"), morning, 1)
			require.NoError(t, err)
			require.Empty(t, firings.Problem)
			require.Equal(t, want, firings.Words)
		})
	}
}

func TestAStepThatDoesNotComeOutEvenIsNoted(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"*/90 * * * *":    `"*/90" counts anew in every hour: it is minute 0, not every 90 minutes. For an even pace use an interval`,
		"*/45 * * * *":    `"*/45" counts anew in every hour: it is minutes 0 and 45, not every 45 minutes. For an even pace use an interval`,
		"0 */5 * * *":     `"*/5" counts anew in every day: it is hours 0, 5, 10, 15 and 20, not every 5 hours. For an even pace use an interval`,
		"*/7 * * * * *":   `it is seconds 0, 7, 14, 21, 28, 35, 42, 49 and 56, not every 7 seconds`,
		"0 0 */10 * *":    `counts anew in every month: it is days 1, 11, 21 and 31, not every 10 days`,
		"0 0 1 */5 *":     `counts anew in every year: it is months 1, 6 and 11, not every 5 months`,
		"0 0 * * */2":     `counts anew in every week: it is weekdays 0, 2, 4 and 6, not every 2 days`,
		"5/40 * * * *":    `"5/40" counts anew in every hour: it is minutes 5 and 45`,
		"5,*/90 * * * *":  `"*/90" counts anew`,
		"*/15 * * * *":    "",
		"7/15 * * * *":    "",
		"0 */6 * * *":     "",
		"0 0 1 */3 *":     "",
		"0-30/20 * * * *": "", // a range of its own says where it ends
		"*/1 * * * *":     "",
		"0 2 * * *":       "",
	} {
		t.Run(line, func(t *testing.T) {
			t.Parallel()
			firings, err := schedule.Foretell(t.Context(), cronIn(line, "UTC"), morning, 1)
			require.NoError(t, err)
			if want == "" {
				require.Empty(t, firings.Note)
			}
			require.Contains(t, firings.Note, want)
		})
	}
}

// Words that promise a pace hold it: what is said to come every so many minutes does.
func TestAPaceInWordsIsThePaceOfTheFirings(t *testing.T) {
	t.Parallel()
	for line, pace := range map[string]time.Duration{
		"*/90 * * * *": time.Hour, "*/20 * * * *": 20 * time.Minute, "0 */2 * * *": 2 * time.Hour, "* * * * *": time.Minute,
	} {
		times := schedule.Next(cronIn(line, "UTC"), morning, 50)
		for i := 1; i < len(times); i++ {
			require.Equal(t, pace, times[i].Sub(times[i-1]), line)
		}
	}
}

func TestIntervalsInWords(t *testing.T) {
	t.Parallel()
	for every, want := range map[time.Duration]string{
		time.Hour: "Every hour", 90 * time.Minute: "Every 90 minutes", 24 * time.Hour: "Every day", 14 * 24 * time.Hour: "Every 2 weeks",
		1500 * time.Millisecond: "Every 1500 milliseconds", 36 * time.Hour: "Every 36 hours",
	} {
		firings, err := schedule.Foretell(t.Context(), task.Schedule{Kind: task.Every, EveryMS: every.Milliseconds()}, morning, 1)
		require.NoError(t, err)
		require.Equal(t, want, firings.Words)
	}
}
