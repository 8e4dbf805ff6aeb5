package maintenance

import (
	"context"
	"strconv"
	"time"

	"jobdeck/backend/form"
)

// number describes a setting that is a whole number of something.
func number(key, label string, standard, least, most int, unit, help string) form.Field {
	return form.Field{
		Key: key, Label: label, Help: help, Kind: form.Number, Required: true,
		Default: strconv.Itoa(standard), Min: least, Max: most, Unit: unit,
	}
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
