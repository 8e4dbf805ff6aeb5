package remote

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/jonboulle/clockwork"
	"go.uber.org/goleak"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/live"
	"jobdeck/backend/paths"
	"jobdeck/backend/processor/command"
)

func TestMain(m *testing.M) {
	command.Mind(clockwork.NewRealClock())
	goleak.VerifyTestMain(m)
}

// connect serves a deck over a real socket and dials it.
func connect(t *testing.T, d deck.Door) *Client {
	t.Helper()
	dir := t.TempDir()
	serve(t, d, dir)
	return dialed(t, dir)
}

func serve(t *testing.T, d deck.Door, dir string, options ...Option) *Server {
	t.Helper()
	server, err := Serve(t.Context(), d, dir, "1.2.3", options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}

func dialed(t *testing.T, dir string) *Client {
	t.Helper()
	client, err := Dial(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

func TestEveryQuestionCarriesWhatItIsGivenAndGivesBackWhatItIsAnswered(t *testing.T) {
	t.Parallel()
	e := &echo{answers: map[string]any{}}
	client := connect(t, e)
	random := rand.New(rand.NewPCG(1, 2))
	for _, asked := range deck.Questions() {
		given, want := invent(random, asked.In).Interface(), invent(random, asked.Out).Interface()
		e.answers[asked.Name] = want
		got := reflect.New(asked.Out)
		if err := client.Call(t.Context(), asked, given, got.Interface()); err != nil {
			t.Errorf("%s: %v", asked.Name, err)
			continue
		}
		if e.question != asked.Name {
			t.Errorf("%s arrived as %s", asked.Name, e.question)
		}
		if !reflect.DeepEqual(e.asked, given) {
			t.Errorf("%s was given %+v, and %+v arrived", asked.Name, given, e.asked)
		}
		if !reflect.DeepEqual(got.Elem().Interface(), want) {
			t.Errorf("%s answered %+v, and %+v arrived", asked.Name, want, got.Elem())
		}
	}
}

// Who asks is the user at the other end of the socket, whoever the caller says to be.
func TestWhoAsksIsSaidByTheSocketAlone(t *testing.T) {
	t.Parallel()
	e := &echo{}
	client := connect(t, e)
	ctx := job.WithActor(t.Context(), job.Actor{Who: "the director", From: job.FromWindow})
	if _, err := deck.Apply.Ask(ctx, client, job.Command{Verb: job.Pause, Actor: job.Actor{Who: "the director"}}); err != nil {
		t.Fatal(err)
	}
	if want := (job.Actor{Who: paths.User(), From: job.FromCommandLine}); e.by != want {
		t.Errorf("asked by %+v, want %+v", e.by, want)
	}
}

// invent fills a value of any type, so that no field of it is left empty. Paths are absolute;
// functions are left out, as they are never sent.
func invent(random *rand.Rand, of reflect.Type) reflect.Value {
	value := reflect.New(of).Elem()
	switch of.Kind() {
	case reflect.String:
		value.SetString(fmt.Sprintf("%s%c text %d \"ü\n", os.TempDir(), filepath.Separator, random.IntN(1000)))
	case reflect.Int, reflect.Int64:
		value.SetInt(1 + random.Int64N(1<<50))
	case reflect.Float64:
		value.SetFloat(random.Float64())
	case reflect.Bool:
		value.SetBool(true)
	case reflect.Pointer:
		value.Set(reflect.New(of.Elem()))
		value.Elem().Set(invent(random, of.Elem()))
	case reflect.Slice:
		for range 2 {
			value.Set(reflect.Append(value, invent(random, of.Elem())))
		}
	case reflect.Map:
		value.Set(reflect.MakeMap(of))
		value.SetMapIndex(invent(random, of.Key()), invent(random, of.Elem()))
	case reflect.Struct:
		for i := range of.NumField() {
			if field := of.Field(i); field.IsExported() && field.Tag.Get("json") != "-" {
				value.Field(i).Set(invent(random, field.Type))
			}
		}
	case reflect.Func:
	default:
		panic(fmt.Sprintf("no value can be invented for %s", of))
	}
	return value
}

func TestErrorsKeepWhatTheyAre(t *testing.T) {
	t.Parallel()
	e := &echo{}
	client := connect(t, e)
	fail := func(err error) error {
		t.Helper()
		e.mu.Lock()
		e.fails = err
		e.mu.Unlock()
		_, got := deck.Detail.Ask(t.Context(), client, 1)
		if got == nil || got.Error() != err.Error() {
			t.Errorf("error is %v, want the words %v", got, err)
		}
		return got
	}
	for _, sentinel := range []error{deck.ErrNotFound, deck.ErrInUse, fs.ErrNotExist, fs.ErrPermission, context.Canceled} {
		if got := fail(fmt.Errorf("read job 3: %w", sentinel)); !errors.Is(got, sentinel) {
			t.Errorf("%v is not %v any more", got, sentinel)
		}
	}
	var refused *job.RefusedError
	if got := fail(fmt.Errorf("job 3: %w", &job.RefusedError{Verb: job.Resume, Status: job.Cancelled})); !errors.As(got, &refused) {
		t.Errorf("%v is no refusal any more", got)
	} else if refused.Verb != job.Resume || refused.Status != job.Cancelled {
		t.Errorf("the refusal became %+v", refused)
	}
	var usage *deck.UsageError
	if got := fail(&deck.UsageError{Message: "no such option"}); !errors.As(got, &usage) {
		t.Errorf("%v is no usage error any more", got)
	}
	if got := fail(errors.New("disk on fire")); errors.Is(got, deck.ErrNotFound) || errors.As(got, &usage) {
		t.Errorf("%v became more than it was", got)
	}
}

func TestARelativePathIsRefused(t *testing.T) {
	t.Parallel()
	client := connect(t, &echo{})
	var usage *deck.UsageError
	if _, err := deck.Create.Ask(t.Context(), client, deck.Draft{Path: "list.csv"}); !errors.As(err, &usage) {
		t.Errorf("error is %v", err)
	}
}

func TestHangingUpCancelsTheRequest(t *testing.T) {
	t.Parallel()
	started, ended := make(chan struct{}), make(chan struct{})
	client := connect(t, &echo{during: func(ctx context.Context) {
		close(started)
		<-ctx.Done()
		close(ended)
	}})
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error, 1)
	go func() {
		_, err := deck.Export.Ask(ctx, client, deck.ExportRequest{Path: filepath.Join(t.TempDir(), "x.csv")})
		result <- err
	}()
	<-started
	cancel()
	<-ended
	if err := <-result; !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
}

func TestEventsStreamUntilTheListenerLeaves(t *testing.T) {
	t.Parallel()
	e := &echo{}
	client := connect(t, e)
	ctx, cancel := context.WithCancel(t.Context())
	events, err := client.Follow(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for i := range int64(3) {
		sent := live.Event{Topic: live.JobChanged, Key: "7", At: i, Job: &job.Snapshot{ID: 7, Total: i}}
		e.bus.Publish(sent)
		got, err := events.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 1 || !reflect.DeepEqual(got[0], sent) {
			t.Errorf("got %+v, want %+v", got, sent)
		}
	}
	cancel()
	if got, err := events.Next(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("after the end came %v, %v", got, err)
	}
}

func TestEventsEndWhenTheAppDoes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	server := serve(t, &echo{}, dir)
	client := dialed(t, dir)
	events, err := client.Follow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := events.Next(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("after the end came %v, %v", got, err)
	}
	if _, err := deck.Overview.Ask(t.Context(), client); !errors.Is(err, ErrNoApp) && !errors.Is(err, ErrLost) {
		t.Errorf("error is %v", err)
	}
	if _, err := os.Lstat(server.Address()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the socket is still there: %v", err)
	}
}

func TestAnEndingContextClosesTheServer(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	dir := t.TempDir()
	server, err := Serve(ctx, &echo{}, dir, "1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	events, err := dialed(t, dir).Follow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if got, err := events.Next(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("after the end came %v, %v", got, err)
	}
	if err := server.Close(); err != nil {
		t.Error(err)
	}
}

func TestWhoIsThereIsSaid(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	serve(t, &echo{}, dir, Passing())
	hello := dialed(t, dir).Hello()
	if want := (Hello{Protocol: Protocol, Version: "1.2.3", DataDir: dir, PID: os.Getpid()}); hello != want {
		t.Errorf("hello is %+v, want %+v", hello, want)
	}
}

func TestAnotherProtocolIsNamedBeforeAnythingIsAsked(t *testing.T) {
	t.Parallel()
	e := &echo{}
	dir := t.TempDir()
	server := serve(t, e, dir, func(o *offer) { o.hello.Protocol = Protocol + 1 })
	_, err := Dial(t.Context(), dir)
	if !errors.Is(err, ErrProtocol) || !strings.Contains(err.Error(), "1.2.3") {
		t.Errorf("error is %v", err)
	}

	// An older program that does not ask first is refused too.
	old := &Client{http: newHTTP(server.Address())}
	defer old.Close()
	if _, err := deck.Overview.Ask(t.Context(), old); !errors.Is(err, ErrProtocol) {
		t.Errorf("error is %v", err)
	}
	if e.question != "" {
		t.Errorf("%s was asked all the same", e.question)
	}
}

func TestABigAnswerArrivesWhole(t *testing.T) {
	t.Parallel()
	ids := make([]job.ID, 100_000)
	for i := range ids {
		ids[i] = job.ID(i + 1)
	}
	client := connect(t, &echo{answers: map[string]any{"JobIDs": ids}})
	got, err := deck.JobIDs.Ask(t.Context(), client, "")
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, ids) {
		t.Errorf("%d of %d arrived", len(got), len(ids))
	}
}

func TestASecondStartBringsTheWindowForwardAndHandsOverItsFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var opened []string
	serve(t, &echo{}, dir, WithWindow(func(file string) { opened = append(opened, file) }))
	client := dialed(t, dir)
	for _, file := range []string{"", "/lists/q4.csv"} {
		if err := client.OpenWindow(t.Context(), file); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"", "/lists/q4.csv"}; !reflect.DeepEqual(opened, want) {
		t.Errorf("opened %q, want %q", opened, want)
	}
	var usage *deck.UsageError
	if err := client.OpenWindow(t.Context(), "q4.csv"); !errors.As(err, &usage) {
		t.Errorf("a relative path: %v, want a usage error", err)
	}
}

func TestAServerWithoutAWindowSaysSo(t *testing.T) {
	t.Parallel()
	if err := connect(t, &echo{}).OpenWindow(t.Context(), ""); err == nil || !strings.Contains(err.Error(), "has no window") {
		t.Errorf("got %v", err)
	}
}
