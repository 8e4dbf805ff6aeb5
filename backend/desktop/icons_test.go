package desktop

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"testing"
)

var allIcons = []Icon{Idle, Running, Held, Attention}

func picture(t *testing.T, file string) image.Image {
	t.Helper()
	data, err := os.ReadFile("icons/" + file)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return decoded
}

// luminance is how bright a colour is, as WCAG counts it.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		share := float64(v) / 0xffff
		if share <= 0.03928 {
			return share / 12.92
		}
		return math.Pow((share+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func contrast(a, b color.Color) float64 {
	bright, dark := luminance(a), luminance(b)
	if bright < dark {
		bright, dark = dark, bright
	}
	return (bright + 0.05) / (dark + 0.05)
}

// What a shape needs to be seen, by WCAG 1.4.11.
const enough = 3

func TestIconsStandOutFromLightAndDarkBars(t *testing.T) {
	t.Parallel()
	for _, icon := range allIcons {
		shown := picture(t, string(icon)+".png")
		tile := shown.At(shown.Bounds().Dx()/2, 2) // above the tape
		for name, bar := range map[string]color.Color{"white": color.White, "light": color.Gray{0xee}, "dark": color.Gray{0x1e}, "black": color.Black} {
			if got := contrast(tile, bar); got < enough {
				t.Errorf("%s on a %s bar has a contrast of %.1f", icon, name, got)
			}
		}
		if got := contrast(tile, color.White); got < enough {
			t.Errorf("the tape of %s has a contrast of %.1f", icon, got)
		}
	}
}

func TestIconsDifferInShapeNotInColourAlone(t *testing.T) {
	t.Parallel()
	for i, one := range allIcons {
		for _, other := range allIcons[i+1:] {
			a, b := picture(t, string(one)+"-template.png"), picture(t, string(other)+"-template.png")
			differ := 0
			for y := range a.Bounds().Dy() {
				for x := range a.Bounds().Dx() {
					_, _, _, first := a.At(x, y).RGBA()
					_, _, _, second := b.At(x, y).RGBA()
					if (first > 0x8000) != (second > 0x8000) {
						differ++
					}
				}
			}
			if differ < 40 {
				t.Errorf("%s and %s differ in %d pixels only", one, other, differ)
			}
		}
	}
}

func TestTemplatesAreBlackOnNothing(t *testing.T) {
	t.Parallel()
	for _, icon := range allIcons {
		shape := picture(t, string(icon)+"-template.png")
		for y := range shape.Bounds().Dy() {
			for x := range shape.Bounds().Dx() {
				if r, g, b, _ := shape.At(x, y).RGBA(); r+g+b != 0 {
					t.Fatalf("%s has a colour at %d,%d", icon, x, y)
				}
			}
		}
	}
}

func TestWindowsIconsHaveAllSizes(t *testing.T) {
	t.Parallel()
	for _, icon := range allIcons {
		data, err := os.ReadFile("icons/" + string(icon) + ".ico")
		if err != nil {
			t.Fatal(err)
		}
		if kind, n := binary.LittleEndian.Uint16(data[2:]), binary.LittleEndian.Uint16(data[4:]); kind != 1 || n != 6 {
			t.Fatalf("%s: kind %d with %d pictures", icon, kind, n)
		}
		for i, size := range []byte{16, 20, 24, 32, 40, 48} {
			if got := data[6+16*i]; got != size {
				t.Errorf("%s: picture %d is %d wide, want %d", icon, i, got, size)
			}
		}
	}
}
