package deck

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"jobdeck/backend/fingerprint"
	"jobdeck/backend/job"
	"jobdeck/backend/maintenance"
	"jobdeck/backend/outfile"
	"jobdeck/backend/store"
	"jobdeck/backend/table"
	"jobdeck/backend/task"
)

// mayWrite says whether a file may be written, before any work is done for it; list is the one
// that its rows came from, if any. These are the rules of every front and of every writer:
// nothing is written over a list, nor into Jobdeck's own folders, and the rest is up to the system.
func (l *Local) mayWrite(ctx context.Context, path string, list job.List) error {
	if !filepath.IsAbs(path) {
		return job.Usagef("%q is not an absolute path", path)
	}
	if l.isOurs(path) {
		return job.Usagef("%s can't be written: that is one of Jobdeck's own files, or in its own folder: choose another place", path)
	}
	if there, err := os.Stat(path); err == nil && there.Mode().IsRegular() {
		if isFile(list.Source, there) {
			return job.Usagef("%s can't be written: that is the list itself: choose another name", path)
		}
		what, err := l.readBy(ctx, path, there, list)
		if err != nil {
			return err
		}
		if what != "" {
			return job.Usagef("%s can't be written: that is %s: choose another name", path, what)
		}
	}
	return outfile.Check(path)
}

// mayWriteList says the same of a file whose ending must name a list's format.
func (l *Local) mayWriteList(ctx context.Context, path string, list job.List) error {
	if err := l.mayWrite(ctx, path, list); err != nil {
		return err
	}
	if err := table.CheckFormat(path); err != nil {
		return job.Usagef("%v", err)
	}
	return nil
}

// isOurs reports whether a path lies in a folder of Jobdeck's, however it gets there, or is called
// as a backup is.
func (l *Local) isOurs(path string) bool {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		target = path
		if folder, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
			target = filepath.Join(folder, filepath.Base(path))
		}
	}
	if maintenance.IsBackup(filepath.Base(target)) {
		return true
	}
	folder := filepath.Dir(target)
	for _, own := range []string{l.options.DataDir, l.options.LogDir} {
		info, err := os.Stat(own)
		if own == "" || err != nil {
			continue
		}
		for at := folder; ; at = filepath.Dir(at) {
			if isFile(at, info) {
				return true
			}
			if at == filepath.Dir(at) {
				break
			}
		}
	}
	return false
}

// isFile reports whether a path leads to a file: by another name, another case or a link too.
func isFile(path string, file os.FileInfo) bool {
	if path == "" {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && os.SameFile(info, file)
}

// readBy tells which list a file is, of another job or of a task, or empty when it is none. What
// Jobdeck wrote itself, and nobody has touched since, may be written again: a list can be
// made of another's results night after night.
func (l *Local) readBy(ctx context.Context, path string, file os.FileInfo, list job.List) (string, error) {
	what, source, err := l.findReader(ctx, path, file)
	if err == nil && what == "" {
		what, source, err = l.findRead(ctx, path, file, list)
	}
	if err != nil || what == "" {
		return "", err
	}
	written, err := l.store.LastExport(ctx, path, source)
	if err != nil {
		return "", err
	}
	same := written.File == "" || written.File == fingerprint.File(path)
	if same && file.ModTime().UnixMilli() <= written.At {
		return "", nil
	}
	return what, nil
}

// findRead finds a list that has another name by now, or a copy of one: the one that is to be read,
// or another that a job was made from.
func (l *Local) findRead(ctx context.Context, path string, file os.FileInfo, own job.List) (what, source string, err error) {
	found := job.Fingerprint{Size: file.Size(), File: fingerprint.File(path)}
	lists, err := l.store.ReadLike(ctx, found.Size, found.File)
	if err != nil {
		return "", "", err
	}
	if own.Fingerprint.Size == found.Size {
		lists = append(lists, store.Read{Source: store.Source{Path: own.Source}, Fingerprint: own.Fingerprint})
	}
	for _, list := range lists {
		whose := "the list itself"
		if list.Job != 0 {
			whose = fmt.Sprintf("the list of job %d, %s", list.Job, list.Name)
		}
		if found.File != "" && list.Fingerprint.File == found.File {
			return whose + ", under another name", list.Path, nil
		}
		if found.Digest == "" {
			if found, err = fingerprint.Of(ctx, path); err != nil {
				return "", "", fmt.Errorf("look at what %s is: %w", path, err)
			}
		}
		if list.Fingerprint.Digest == found.Digest {
			return "a copy of " + whose, list.Path, nil
		}
	}
	return "", "", nil
}

// findReader finds a job or a task that reads a file under a name it has now, and how that one calls it.
func (l *Local) findReader(ctx context.Context, path string, file os.FileInfo) (what, source string, err error) {
	sources, err := l.store.Sources(ctx)
	if err != nil {
		return "", "", err
	}
	for _, source := range sources {
		if err := ctx.Err(); err != nil {
			return "", "", err
		}
		if isFile(source.Path, file) {
			return fmt.Sprintf("the list of job %d, %s", source.Job, source.Name), source.Path, nil
		}
	}
	tasks, err := l.store.Tasks(ctx)
	if err != nil {
		return "", "", err
	}
	for i := range tasks {
		if readsFile(&tasks[i], path, file) {
			return fmt.Sprintf("the list of the task %q", tasks[i].Name), path, nil
		}
	}
	return "", "", nil
}

// readsFile reports whether a task reads a file: by its name, or as one of a folder's.
func readsFile(t *task.Task, path string, file os.FileInfo) bool {
	set := t.Settings
	switch {
	case t.Does == jobDoes && set["source"] != fromEach && set["source"] != fromNewest:
		return isFile(set["file"], file)
	case t.Does == jobDoes && set["match"] != "" && !matches(set["match"], filepath.Base(path)):
		return false
	case t.Does != jobDoes && t.Does != maintenance.LocationImport:
		return false
	}
	in, err := os.Stat(filepath.Dir(path))
	return err == nil && isFile(strings.TrimSpace(set["folder"]), in)
}

// noteWritten writes down who took data out to which file: the path is the entry's Why. That it can't
// is no reason to take the file away again.
func (l *Local) noteWritten(ctx context.Context, entry job.Entry) {
	if err := l.store.AddExport(ctx, l.signed(ctx, entry), fingerprint.File(entry.Why)); err != nil {
		l.options.Log.WithError(err).Warn("note an export")
	}
}
