package host

import (
	"fmt"
	"os"
	"path/filepath"

	"jobdeck/backend/outfile"
	"jobdeck/backend/paths"
	"jobdeck/samples"
)

// SampleList writes the sample list into a data folder, when it is not there yet, and gives its path. One that is there may
// have been worked on: it stays as it is.
func SampleList(dataDir string) (string, error) {
	path := filepath.Join(dataDir, "samples", samples.CompaniesName)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	if err := paths.Make(filepath.Dir(path)); err != nil {
		return "", err
	}
	if err := outfile.Write(path, samples.Companies); err != nil {
		return "", fmt.Errorf("write the sample list: %w", err)
	}
	return path, nil
}
