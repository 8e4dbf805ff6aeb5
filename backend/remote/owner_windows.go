package remote

import "io/fs"

// checkOwner has nothing to check: folders for data and for temporary files are the user's own,
// and take their rights from the profile above them.
func checkOwner(string, fs.FileInfo) error { return nil }
