package display

import "testing"

// The way that fits the session is tried first, and the other one is never left out.
func TestTheWayToTheScreenIsChosenByWhatIsThere(t *testing.T) {
	t.Parallel()
	const wayland, x11 = "wayland,x11", "x11,wayland"
	for name, c := range map[string]struct {
		session, wayland, x11 string
		want                  string
	}{
		"a Wayland session":                       {"wayland", "wayland-0", ":0", wayland},
		"Wayland alone, and no session said":      {"", "wayland-1", "", wayland},
		"both, and no session said":               {"", "wayland-0", ":0", wayland},
		"an X session":                            {"x11", "", ":0", x11},
		"an X session beside a nested compositor": {"x11", "wayland-1", ":0", x11},
		"X over the network":                      {"tty", "", "localhost:10.0", x11},
		"an X session that has lost its screen":   {"x11", "wayland-0", "", wayland},
		"nothing at all":                          {"", "", "", wayland},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ways(func(variable string) string {
				return map[string]string{"XDG_SESSION_TYPE": c.session, "WAYLAND_DISPLAY": c.wayland, "DISPLAY": c.x11}[variable]
			})
			if got != c.want {
				t.Errorf("tried are %s, want %s", got, c.want)
			}
		})
	}
}
