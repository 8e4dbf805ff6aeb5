package display

import "testing"

// A first window never begins outside of what a person can see of it.
func TestAFirstWindowHasRoomOnTheScreen(t *testing.T) {
	t.Parallel()
	usual := Size{1280, 800}
	for name, c := range map[string]struct{ room, want Size }{
		"a large screen":              {Size{1920, 1040}, usual},
		"a screen that is just large": {Size{1296, 848}, usual},
		"a laptop with a panel":       {Size{1366, 728}, Size{1280, 680}},
		"a screen of the same size":   {Size{1280, 800}, Size{1264, 752}},
		"nobody says how large":       {Size{}, usual},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := usual.Fitted(c.room); got != c.want {
				t.Errorf("the window is %v, want %v", got, c.want)
			}
		})
	}
}
