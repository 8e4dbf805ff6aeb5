//go:build !linux

package secret

// answers says why no keychain can answer, or nil: here it always may.
func answers() error { return nil }
