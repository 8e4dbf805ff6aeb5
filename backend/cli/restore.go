package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"jobdeck/backend/deck"
	"jobdeck/backend/english"
	"jobdeck/backend/job"
	"jobdeck/backend/paths"
)

func (p *program) restoreCommand() *cobra.Command {
	var file string
	var yes, show bool
	command := &cobra.Command{
		Use:   "restore",
		Short: "Put a backup in the place of the database",
		Long: `Puts the newest backup, or another one, in the place of the database: when that is damaged, or to go
back to what was. The backup is copied and checked first. What is there now is kept in a folder in the
data folder. Everything is held afterwards, for jobs that ran when the backup was made would go on from
there: look at them, then "jobdeck release". Neither the window nor "jobdeck serve" may be open.`,
		Example: `  jobdeck restore
  jobdeck restore --list
  jobdeck restore --backup ~/backups/jobdeck-20260301-033000.db --yes`,
		Args: exactly(),
		RunE: p.action(func(ctx context.Context, _ []string) error {
			dataDir, err := paths.DataDir(p.dataDir)
			if err != nil {
				return err
			}
			if show {
				return p.listBackups(dataDir)
			}
			return p.restore(ctx, dataDir, file, yes)
		}),
	}
	set := command.Flags()
	set.StringVar(&file, "backup", "", "the backup's `file`; without it the newest")
	set.BoolVar(&show, "list", false, "list the backups that there are, the newest first, and restore none")
	set.BoolVar(&yes, "yes", false, "don't ask")
	return command
}

func (p *program) listBackups(dataDir string) error {
	backups := deck.Backups(dataDir, p.now().Location())
	p.answer(struct {
		Backups []deck.Backup `json:"backups"`
	}{list(backups)}, func() {
		t := newTable(p.out, "MADE", "SIZE", "FILE")
		for _, b := range backups {
			t.row(moment(b.Made, p.now()), english.Size(b.Size), b.Path)
		}
		t.end()
	})
	return nil
}

func (p *program) restore(ctx context.Context, dataDir, file string, yes bool) error {
	backup, err := p.chooseBackup(dataDir, file)
	if err != nil {
		return err
	}
	if err := p.nobodyWorksIn(ctx, dataDir); err != nil {
		return err
	}
	if !yes {
		if !isTerminal(p.streams.In) || !isTerminal(p.streams.Err) {
			return job.Usagef("restore asks first, and there is no terminal to ask on: --yes answers")
		}
		question := fmt.Sprintf("Put the backup %s in the place of the database in %s? What is there now is kept in a folder beside it.", p.words(backup), dataDir)
		if err := p.confirm(ctx, question, "restore"); err != nil {
			return err
		}
	}
	done, err := deck.Restore(ctx, deck.RestoreRequest{DataDir: dataDir, Backup: backup.Path, At: p.now()})
	if err != nil {
		return p.offerAnother(err, dataDir, backup)
	}
	p.answer(done, func() {
		p.say("restored the backup %s", p.words(backup))
		if done.Replaced != "" {
			p.say("what it replaced is kept in %s", done.Replaced)
		}
		p.say("everything is held: look what would go on, then: jobdeck release")
	})
	return nil
}

// chooseBackup finds the backup that a person means, or the newest.
func (p *program) chooseBackup(dataDir, file string) (deck.Backup, error) {
	backups := deck.Backups(dataDir, p.now().Location())
	if file == "" {
		if len(backups) == 0 {
			return deck.Backup{}, fmt.Errorf("there is no backup of %s: name one that you keep elsewhere with --backup FILE", dataDir)
		}
		return backups[0], nil
	}
	path, err := absolute(file)
	if err != nil {
		return deck.Backup{}, err
	}
	if i := slices.IndexFunc(backups, func(b deck.Backup) bool { return b.Path == path }); i >= 0 {
		return backups[i], nil
	}
	return deck.Backup{Path: path}, nil
}

// words says which backup it is.
func (p *program) words(b deck.Backup) string {
	if b.Made == 0 {
		return b.Path
	}
	return fmt.Sprintf("of %s (%s, %s)", moment(b.Made, p.now()), filepath.Base(b.Path), english.Size(b.Size))
}

// nobodyWorksIn refuses to ask a person about what can't be done.
func (p *program) nobodyWorksIn(ctx context.Context, dataDir string) error {
	other, err := dial(ctx, dataDir)
	if err != nil {
		return nil //nolint:nilerr // whoever does not answer is found by the lock
	}
	return errors.Join(fmt.Errorf("%w: Jobdeck works in %s (process %d): quit it first", deck.ErrInUse, dataDir, other.hello.PID), other.close())
}

// offerAnother names the backup before one that can't be restored.
func (p *program) offerAnother(err error, dataDir string, tried deck.Backup) error {
	for _, b := range deck.Backups(dataDir, p.now().Location()) {
		if b.Made < tried.Made {
			return fmt.Errorf("%w; the backup before it: jobdeck restore --backup %s", err, b.Path)
		}
	}
	return err
}
