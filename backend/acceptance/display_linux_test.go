package acceptance_test

import (
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jobdeck/backend/job"
)

// Without a screen it says so in one line, with what works without one; half a session, left over
// from another one, is no screen either.
func TestWithoutADisplayItSaysWhatWorks(t *testing.T) {
	d := newDesk(t)
	program := desktopProgram(t)
	for name, c := range map[string]struct {
		session []string
		because string
	}{
		"nothing":              {nil, "neither DISPLAY nor WAYLAND_DISPLAY is set"},
		"X that is gone":       {[]string{"DISPLAY=:987"}, "DISPLAY=:987 does not answer"},
		"Wayland that is gone": {[]string{"WAYLAND_DISPLAY=gone", "XDG_SESSION_TYPE=wayland"}, "WAYLAND_DISPLAY=gone does not answer"},
		"both, and both gone":  {[]string{"DISPLAY=:987", "WAYLAND_DISPLAY=gone"}, "DISPLAY=:987 and WAYLAND_DISPLAY=gone do not answer"},
		"a way that is no way": {[]string{"DISPLAY=:987", "GDK_BACKEND=broadcast"}, "DISPLAY=:987 does not answer"},
		"a text terminal":      {[]string{"XDG_SESSION_TYPE=tty"}, "neither DISPLAY nor WAYLAND_DISPLAY is set"},
	} {
		t.Run(name, func(t *testing.T) {
			command := exec.Command(program, "--data-dir", d.data)
			command.Env = append([]string{"HOME=" + d.work, "PATH=" + os.Getenv("PATH"), "XDG_RUNTIME_DIR=" + d.work}, c.session...)
			out, err := command.CombinedOutput()
			if command.ProcessState.ExitCode() != 1 {
				t.Errorf("it ended with %v, want exit code 1", err)
			}
			lines := strings.Split(strings.TrimSpace(string(out)), "\n")
			said := lines[len(lines)-1]
			if len(lines) != 1 || !strings.Contains(said, c.because) || !strings.Contains(said, "jobdeck serve") || !strings.Contains(said, "jobdeck run") {
				t.Errorf("it says:\n%s", out)
			}
		})
	}
	if _, err := os.Stat(d.data); err == nil {
		t.Error("it made a data folder although it could not begin")
	}
}

// The first window has room on the screen, frame and all.
func TestTheFirstWindowFitsASmallScreen(t *testing.T) {
	d, s := newDesk(t), newScreenOf(t, "1024x700")
	d.open(s, desktopProgram(t))
	window := s.window()
	s.until("the window is as large as the screen allows", func() bool {
		g := s.geometry(window)
		return g.width == 1008 && g.height == 652
	})
	// The frame is counted twice by who tells the place, and never starts outside.
	if g := s.geometry(window); !g.near(geometry{0, 0, 1008, 652}) {
		t.Errorf("the window is %+v on a screen of 1024x700", g)
	}
}

// On Wayland it draws its window, shows its icon and works its jobs, whatever the session forgot to say.
func TestOnWayland(t *testing.T) {
	for _, more := range [][]string{nil, {"DISPLAY=:987"}} {
		t.Run(strings.Join(append([]string{"WAYLAND_DISPLAY"}, more...), " "), func(t *testing.T) {
			d, s := newDesk(t), newWayland(t, more...)
			p := d.open(s, desktopProgram(t), d.list(3))
			tray := s.icon()
			s.until("the page is drawn", func() bool { return colours(s.picture()) > 10 })
			gate := d.gate()
			id := d.hand(d.list(20), waits)
			gate.pass(5)
			d.await(id, "at work", func(j job.Snapshot) bool { return j.Succeeded == 5 })
			s.answersQuit(tray, gate, d, id)
			if ended := p.ends(); ended.code != 0 {
				t.Errorf("it quit with %d: %s%s", ended.code, ended.out, ended.err)
			}
		})
	}
}

// newWayland makes a desktop with a Wayland screen of one colour.
func newWayland(t *testing.T, more ...string) *screen {
	t.Helper()
	s := newDesktop(t, "weston", "weston-screenshooter")
	runtime := t.TempDir()
	s.display = "WAYLAND_DISPLAY=" + filepath.Join(runtime, "screen")
	s.more = more
	config := filepath.Join(runtime, "weston.ini")
	if err := os.WriteFile(config, []byte("[shell]\npanel-position=none\nbackground-color=0xff000000\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	// With --debug it lets others take pictures.
	compositor := exec.Command("weston", "--backend=headless-backend.so", "--use-pixman", "--width=1280", "--height=800", "--idle-time=0",
		"--config="+config, "--socket=screen", "--debug", "--log=/dev/stdout")
	compositor.Env = append(s.environment(), "XDG_RUNTIME_DIR="+runtime)
	s.background(compositor)
	s.until("the screen is there", func() bool {
		_, err := os.Stat(filepath.Join(runtime, "screen"))
		return err == nil
	})
	return s
}

// picture is what a Wayland screen shows; nil as long as it can't be taken.
func (s *screen) picture() image.Image {
	s.t.Helper()
	folder := s.t.TempDir()
	shot := exec.Command("weston-screenshooter")
	shot.Dir, shot.Env = folder, s.environment()
	shot.WaitDelay = time.Second
	if shot.Run() != nil {
		return nil
	}
	found, err := filepath.Glob(filepath.Join(folder, "*.png"))
	if err != nil || len(found) == 0 {
		return nil
	}
	file, err := os.Open(found[0])
	if err != nil {
		s.t.Fatal(err)
	}
	defer file.Close()
	picture, err := png.Decode(file)
	if err != nil {
		return nil
	}
	return picture
}

// colours counts those in the middle of a picture: a page has many, a blank one has one.
func colours(picture image.Image) int {
	if picture == nil {
		return 0
	}
	seen := map[[4]uint32]bool{}
	for x := 400; x < 900; x++ {
		for y := 200; y < 500; y++ {
			r, g, b, a := picture.At(x, y).RGBA()
			seen[[4]uint32{r, g, b, a}] = true
		}
	}
	return len(seen)
}
