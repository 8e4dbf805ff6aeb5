package deck

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"jobdeck/backend/job"
	"jobdeck/backend/outfile"
	"jobdeck/backend/store"
)

// recipeFormat is the version of recipe files. It grows when an older program would misread a
// newer file.
const recipeFormat = 1

// longestRecipe bounds a recipe file, in bytes.
const longestRecipe = 4 << 20

// recipeFile is a recipe as it is shared. Keys are masked in it.
type recipeFile struct {
	Format      int         `json:"jobdeck_recipe"`
	Name        string      `json:"name"`
	Description string      `json:"description"`
	Options     job.Options `json:"options"`
}

// ExportRecipe answers the question of its name.
func (l *Local) ExportRecipe(ctx context.Context, request RecipeExport) (ExportReport, error) {
	path := request.Path
	recipe, err := l.findRecipe(ctx, request.Name)
	if err != nil {
		return ExportReport{}, err
	}
	if err := l.mayWrite(ctx, path, job.List{}); err != nil {
		return ExportReport{}, err
	}
	content, err := json.MarshalIndent(recipeFile{recipeFormat, recipe.Name, recipe.Description, masked(recipe.Options)}, "", "  ")
	if err != nil {
		return ExportReport{}, fmt.Errorf("write the recipe: %w", err)
	}
	if err := outfile.Write(path, append(content, '\n')); err != nil {
		return ExportReport{}, err
	}
	l.noteWritten(ctx, job.Entry{What: store.ExportRecipe, After: recipe.Name, Why: path})
	return ExportReport{Path: path, Rows: 1}, nil
}

// ReadRecipe answers the question of its name.
func (l *Local) ReadRecipe(_ context.Context, file RecipeFile) (Recipe, error) {
	path := file.Path
	if !filepath.IsAbs(path) {
		return Recipe{}, job.Usagef("%q is not an absolute path", path)
	}
	content, err := readSmall(path)
	if err != nil {
		return Recipe{}, err
	}
	var read recipeFile
	if err := json.NewDecoder(bytes.NewReader(content)).Decode(&read); err != nil || read.Format <= 0 {
		return Recipe{}, fmt.Errorf("%s is no recipe file", path)
	}
	if read.Format > recipeFormat {
		return Recipe{}, fmt.Errorf("%s was written by a newer Jobdeck (recipe format %d, this one reads %d)", path, read.Format, recipeFormat)
	}
	if err := read.Options.Check(); err != nil {
		return Recipe{}, fmt.Errorf("%s: %w", path, err)
	}
	return Recipe{Name: read.Name, Description: read.Description, Options: read.Options}, nil
}

// readSmall reads a file that can't be long. Only an ordinary file is opened: a pipe would be
// waited for, and a device never ends.
func readSmall(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no file %s", path)
	case err != nil:
		return nil, fmt.Errorf("open the recipe: %w", err)
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder: a recipe is a file", path)
	case !info.Mode().IsRegular() || info.Size() == 0:
		return nil, fmt.Errorf("%s is no recipe file: it is empty, or not an ordinary file", path)
	case info.Size() > longestRecipe:
		return nil, fmt.Errorf("%s is no recipe file: it has %d MB, and a recipe has %d at most", path, info.Size()>>20, longestRecipe>>20)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the recipe: %w", err)
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, longestRecipe))
	if err != nil {
		return nil, fmt.Errorf("read the recipe: %w", err)
	}
	return content, nil
}
