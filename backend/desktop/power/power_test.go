package power_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jonboulle/clockwork"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"jobdeck/backend/deck"
	"jobdeck/backend/desktop/power"
	"jobdeck/backend/job"
	"jobdeck/backend/logging"
	"jobdeck/backend/processor/command"
	"jobdeck/backend/settings"
)

func TestMain(m *testing.M) {
	command.Mind(clockwork.NewRealClock())
	goleak.VerifyTestMain(m)
}

var anna = job.Actor{Who: "anna", From: job.FromWindow}

// machine is a machine in memory.
type machine struct {
	mu     sync.Mutex
	charge power.Charge
	none   error
	awake  int
}

func (m *machine) Battery() (power.Charge, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.charge, m.none
}

func (m *machine) StayAwake(string) (func(), error) {
	m.add(1)
	return func() { m.add(-1) }, nil
}

func (m *machine) add(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.awake += n
}

func (m *machine) isAwake() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.awake > 0
}

func (m *machine) has(percent int, draining bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.charge = power.Charge{Percent: percent, Draining: draining}
}

type bundle struct {
	t       *testing.T
	deck    *deck.Local
	machine *machine
	clock   *clockwork.FakeClock
}

// watched is a keeper at work over a real deck.
func watched(t *testing.T, work bool) *bundle {
	t.Helper()
	dir := t.TempDir()
	d, err := deck.Open(t.Context(), deck.Options{DataDir: dir, LogDir: filepath.Join(dir, "logs"), Log: logging.Discard(), Work: work, Clock: clockwork.NewRealClock()})
	require.NoError(t, err)
	b := &bundle{t: t, deck: d, machine: &machine{}, clock: clockwork.NewFakeClock()}
	keeper := power.Keeper{Deck: d, Machine: b.machine, Clock: b.clock, Log: logging.Discard()}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context())) // ended by hand, before the deck
	ended := make(chan error, 1)
	go func() { ended <- keeper.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, errors.Join(<-ended, d.Close()))
		require.False(t, b.machine.isAwake(), "the machine may sleep again")
	})
	require.NoError(t, b.clock.BlockUntilContext(t.Context(), 1))
	return b
}

func (b *bundle) set(key, value string) {
	b.t.Helper()
	require.NoError(b.t, b.deck.SetSetting(job.WithActor(b.t.Context(), anna), deck.SettingChange{Key: key, Value: value}))
}

func (b *bundle) held() job.Hold {
	overview, err := b.deck.Overview(b.t.Context())
	require.NoError(b.t, err)
	return overview.Hold
}

func (b *bundle) soon(is func() bool) {
	b.t.Helper()
	require.Eventually(b.t, is, 30*time.Second, 5*time.Millisecond)
}

func TestTheMachineStaysAwakeWhileAJobRuns(t *testing.T) {
	t.Parallel()
	b := watched(t, true)
	require.False(t, b.machine.isAwake())
	list := filepath.Join(t.TempDir(), "list.csv")
	require.NoError(t, os.WriteFile(list, []byte("company_name\nAcme\n"), 0o600))
	snapshot, err := b.deck.Create(job.WithActor(t.Context(), anna), deck.Draft{
		Path: list, Recipe: "command", Set: map[string]string{"command": "sleep 600"},
	})
	require.NoError(t, err)
	b.soon(b.machine.isAwake)
	b.set(settings.KeepAwake, "false")
	b.soon(func() bool { return !b.machine.isAwake() })
	b.set(settings.KeepAwake, "true")
	b.soon(b.machine.isAwake)
	_, err = b.deck.Apply(job.WithActor(t.Context(), anna), job.Command{Verb: job.Cancel, Jobs: []job.ID{snapshot.ID}})
	require.NoError(t, err)
	b.soon(func() bool { return !b.machine.isAwake() })
}

func TestEverythingIsHeldWhileTheBatteryIsLow(t *testing.T) {
	t.Parallel()
	b := watched(t, false)
	b.machine.has(15, true)
	b.clock.Advance(time.Minute)
	require.False(t, b.held().Held, "unless a setting says so, nothing is held")
	b.set(settings.BatteryPause, "20")
	b.soon(func() bool { return b.held().Held })
	require.Equal(t, "the battery is low, at 15 %: the jobs go on when the machine is plugged in", b.held().Why)
	b.machine.has(15, false)
	b.clock.Advance(time.Minute)
	b.soon(func() bool { return !b.held().Held })
}

func TestAHoldThatAPersonMadeIsLeftAlone(t *testing.T) {
	t.Parallel()
	b := watched(t, false)
	_, err := b.deck.Hold(job.WithActor(t.Context(), anna), deck.HoldRequest{Why: "a meeting"})
	require.NoError(t, err)
	b.machine.has(90, false)
	b.set(settings.BatteryPause, "20")
	b.machine.has(10, true)
	b.set(settings.BatteryPause, "30")
	require.Equal(t, "a meeting", b.held().Why)
}
