package deck

import (
	"context"
	"slices"
	"strings"

	"jobdeck/backend/job"
	"jobdeck/backend/secret"
)

// SetSecret answers the question of its name.
func (l *Local) SetSecret(ctx context.Context, change SettingChange) error {
	key, value := change.Key, change.Value
	if err := l.store.Writable(); err != nil {
		return err
	}
	if err := secret.Set(ctx, key, value); err != nil {
		return err
	}
	after := "set"
	if value == "" {
		after = ""
	}
	entry := l.signed(ctx, job.Entry{What: "change secret " + key, After: after})
	if slices.Contains(secret.Keys, key) {
		return l.store.AddEntry(ctx, entry)
	}
	return l.store.NoteKey(ctx, key, value != "", entry)
}

// Secrets answers the question of its name.
func (l *Local) Secrets(ctx context.Context) (map[string]bool, error) {
	names, err := l.store.Keys(ctx)
	if err != nil {
		return nil, err
	}
	return secret.AllSet(ctx, names...)
}

// KeepKeys answers the question of its name.
func (l *Local) KeepKeys(ctx context.Context, request KeysRequest) (KeptKeys, error) {
	recipes, err := l.recipes(ctx)
	if err != nil {
		return KeptKeys{}, err
	}
	given := map[string]string{environment: request.Environment}
	whole, err := unmasked(given, recipes)
	if err != nil {
		return KeptKeys{}, err
	}
	kept := KeptKeys{Names: []string{}}
	shown := strings.Split(request.Environment, "\n")
	for i, line := range strings.Split(whole[environment], "\n") {
		name, value, _ := strings.Cut(strings.TrimRight(line, "\r"), "=")
		name = strings.TrimSpace(name)
		if len(secret.Find(line)) == 0 || secret.CheckName(name) != nil {
			continue
		}
		kept.Names = append(kept.Names, name)
		if !request.Move {
			continue
		}
		if err := l.keepKey(ctx, name, value); err != nil {
			return KeptKeys{}, err
		}
		shown[i] = name + "=" + secret.Reference(name)
	}
	kept.Environment = strings.Join(shown, "\n")
	return kept, nil
}

// environment is the option of recipes that holds variables.
const environment = "env"

// keepKey puts a key into the keychain under the name of its variable. One that is there already and
// is another stays as it is: a recipe may live by it.
func (l *Local) keepKey(ctx context.Context, name, value string) error {
	before, err := secret.Get(ctx, name)
	switch {
	case err != nil:
		return err
	case before == value:
		return nil
	case before != "":
		return job.Usagef("there is another key %s in the keychain already: call the variable's key differently, as %s=secret:NAME", name, name)
	}
	return l.SetSecret(ctx, SettingChange{Key: name, Value: value})
}
