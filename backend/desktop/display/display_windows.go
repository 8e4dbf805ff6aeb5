package display

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	user32         = windows.NewLazySystemDLL("user32.dll")
	systemSettings = user32.NewProc("SystemParametersInfoW")
	systemDPI      = user32.NewProc("GetDpiForSystem")
)

const (
	getWorkArea = 0x30 // SPI_GETWORKAREA
	plainDPI    = 96   // dots an inch at a scale of 100 %
)

// Open gives the room that the taskbar leaves of the first screen. Windows always has one.
func Open() (room Size, err error) {
	var area windows.Rect
	if got, _, _ := systemSettings.Call(getWorkArea, 0, uintptr(unsafe.Pointer(&area)), 0); got == 0 {
		return Size{}, nil
	}
	dpi := plainDPI
	if systemDPI.Find() == nil { // from Windows 10 on
		if said, _, _ := systemDPI.Call(); said != 0 {
			dpi = int(said)
		}
	}
	return Size{
		Width:  int(area.Right-area.Left) * plainDPI / dpi,
		Height: int(area.Bottom-area.Top) * plainDPI / dpi,
	}, nil
}
