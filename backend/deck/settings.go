package deck

import (
	"context"

	"github.com/sirupsen/logrus"

	"jobdeck/backend/form"
	"jobdeck/backend/job"
	"jobdeck/backend/settings"
	"jobdeck/backend/whole"
)

// Settings answers the question of its name.
func (l *Local) Settings(ctx context.Context) ([]Setting, error) {
	values, err := l.values(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Setting, len(settings.All))
	for i, d := range settings.All {
		list[i] = whole.Of(Setting{Field: d.Field, Value: values[d.Key], Group: d.Group})
	}
	return list, nil
}

// values gives every setting's value: what a person set, else the default.
func (l *Local) values(ctx context.Context) (form.Values, error) {
	stored, err := l.store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	values := make(form.Values, len(settings.All))
	for _, d := range settings.All {
		values[d.Key] = d.Default
		if value, set := stored[d.Key]; set {
			if clean, err := d.Clean(value); err == nil {
				values[d.Key] = clean
			}
		}
	}
	return values, nil
}

// SetSetting answers the question of its name.
func (l *Local) SetSetting(ctx context.Context, change SettingChange) error {
	key := change.Key
	definition, err := settings.Find(key)
	if err != nil {
		return job.Usagef("%v", err)
	}
	value, err := definition.Clean(change.Value)
	if err != nil {
		return err
	}
	values, err := l.values(ctx)
	if err != nil {
		return err
	}
	entry := l.signed(ctx, job.Entry{What: "change setting " + key, Before: definition.Shown(values[key]), After: definition.Shown(value)})
	if err := l.store.SetSetting(ctx, key, value, entry); err != nil {
		return err
	}
	values[key] = value
	l.take(key, values)
	l.tellSettings()
	return nil
}

// take makes a changed setting take effect.
func (l *Local) take(key string, values form.Values) {
	switch key {
	case settings.Slots:
		l.engine.SetSlots(int(values.Number(key)))
	case settings.LogLevel:
		if level, err := logrus.ParseLevel(values[key]); err == nil {
			l.options.Log.SetLevel(level)
		}
	}
}

// ValuesOf gives all settings' values by key.
func ValuesOf(ctx context.Context, door Door) (form.Values, error) {
	list, err := Settings.Ask(ctx, door)
	values := make(form.Values, len(list))
	for _, setting := range list {
		values[setting.Key] = setting.Value
	}
	return values, err
}
