package deck

import (
	"context"
	"strconv"

	"github.com/sirupsen/logrus"

	"jobdeck/backend/job"
	"jobdeck/backend/settings"
)

// Settings answers the question of its name.
func (l *Local) Settings(ctx context.Context) ([]Setting, error) {
	values, err := l.values(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Setting, len(settings.All))
	for i, d := range settings.All {
		list[i] = Setting{
			Key: d.Key, Value: values[d.Key], Default: d.Default, Kind: d.Kind, Choices: append([]string{}, d.Choices...),
			Min: d.Min, Max: d.Max, Label: d.Label, Help: d.Help, Group: d.Group,
		}
	}
	return list, nil
}

// values gives every setting's value: what a person set, else the default.
func (l *Local) values(ctx context.Context) (map[string]string, error) {
	stored, err := l.store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	values := make(map[string]string, len(settings.All))
	for _, d := range settings.All {
		values[d.Key] = d.Default
		if value, set := stored[d.Key]; set && d.Check(value) == nil {
			values[d.Key] = value
		}
	}
	return values, nil
}

// SetSetting answers the question of its name.
func (l *Local) SetSetting(ctx context.Context, change SettingChange) error {
	key, value := change.Key, change.Value
	definition, err := settings.Find(key)
	if err != nil {
		return job.Usagef("%v", err)
	}
	if err := definition.Check(value); err != nil {
		return job.Usagef("%v", err)
	}
	values, err := l.values(ctx)
	if err != nil {
		return err
	}
	entry := l.signed(ctx, job.Entry{What: "change setting " + key, Before: definition.Logged(values[key]), After: definition.Logged(value)})
	if err := l.store.SetSetting(ctx, key, value, entry); err != nil {
		return err
	}
	l.take(key, value)
	l.tellSettings()
	return nil
}

// take makes a changed setting take effect.
func (l *Local) take(key, value string) {
	switch key {
	case settings.Slots:
		if slots, err := strconv.Atoi(value); err == nil {
			l.engine.SetSlots(slots)
		}
	case settings.LogLevel:
		if level, err := logrus.ParseLevel(value); err == nil {
			l.options.Log.SetLevel(level)
		}
	}
}
