package maintenance

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// number describes a setting that is a whole number of something.
func number(key, label string, standard, least, most int, unit, help string) task.Setting {
	return task.Setting{
		Key: key, Label: label, Help: help, Kind: "number",
		Default: strconv.Itoa(standard), Min: least, Max: most, Unit: unit,
	}
}

// check says what is wrong with the values of settings, or nil.
func check(settings []task.Setting, values map[string]string) error {
	for key := range values {
		if !slices.ContainsFunc(settings, func(s task.Setting) bool { return s.Key == key }) {
			return job.Usagef("there is no setting %q here", key)
		}
	}
	for _, setting := range settings {
		if err := checkOne(setting, strings.TrimSpace(values[setting.Key])); err != nil {
			return err
		}
	}
	return nil
}

func checkOne(setting task.Setting, value string) error {
	if value == "" && setting.Kind != "number" {
		if setting.Required {
			return job.Usagef("%s is missing", setting.Label)
		}
		return nil
	}
	switch setting.Kind {
	case "number":
		if n, err := strconv.Atoi(value); err != nil || n < setting.Min || n > setting.Max {
			return job.Usagef("%s is %q: it must be a whole number of %s from %d to %d", setting.Label, value, setting.Unit, setting.Min, setting.Max)
		}
	case "folder":
		if !filepath.IsAbs(value) {
			return job.Usagef("%s is %q: it must be a whole path, from the root of the disk on", setting.Label, value)
		}
	}
	return nil
}

// valueOf gives the value of a setting that is a number, which was checked before.
func valueOf(order task.Order, key string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(order.Settings[key]), 10, 64)
	if err != nil {
		panic("maintenance: the setting " + key + " was not checked")
	}
	return n
}

// before is the time so many units before now, in milliseconds.
func before(place Place, n int64, unit time.Duration) int64 {
	return place.Clock.Now().UnixMilli() - n*unit.Milliseconds()
}

const day = 24 * time.Hour

// A clock that is ahead makes everything old. So nothing is deleted for its age as long as nothing
// was recorded between longAway and a day ago: Jobdeck was away, or the clock leapt. A day later
// what was recorded since shows that the clock goes on from there.
const longAway = 92 * day

func (p Place) clockLeapt(ctx context.Context) (bool, error) {
	return p.Store.ClockLeapt(ctx, before(p, 1, longAway), before(p, 1, day))
}

func leaptWords(leapt bool) string {
	if leapt {
		return "; what is old stays for a day, because nothing was recorded for months and the clock may be wrong"
	}
	return ""
}
