package deck

import (
	"jobdeck/backend/job"
	"jobdeck/backend/secret"
)

// Nothing that goes out through the door shows a key, and what comes in with a mask gets it back: what
// the store keeps, old and new, is masked here and nowhere else.

// masked are options as they may be seen.
func masked(options job.Options) job.Options {
	options.Set = secret.MaskAll(options.Set)
	return options
}

// maskEntry makes an entry of the audit log one that may be seen.
func maskEntry(entry *job.Entry) {
	entry.Before, entry.After, entry.Why = secret.Mask(entry.Before), secret.Mask(entry.After), secret.Mask(entry.Why)
}

// unmasked gives a recipe's own options their keys back, from the recipes that are kept.
func unmasked(set map[string]string, kept []Recipe) (map[string]string, error) {
	sets := make([]map[string]string, len(kept))
	for i, recipe := range kept {
		sets[i] = recipe.Options.Set
	}
	return secret.UnmaskAll(set, sets...)
}
