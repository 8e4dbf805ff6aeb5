package acceptance_test

import (
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// icon is a program's icon in the tray.
type icon struct {
	s    *screen
	name string
}

// icon waits until a program has put up its icon.
func (s *screen) icon() icon {
	s.t.Helper()
	select {
	case name := <-s.panel:
		return icon{s, name}
	case <-time.After(patience):
		s.t.Fatal("no icon comes into the tray")
		return icon{}
	}
}

func (i icon) property(name string, into any) {
	i.s.t.Helper()
	value, err := i.s.bus.Object(i.name, "/StatusNotifierItem").GetProperty("org.kde.StatusNotifierItem." + name)
	if err != nil {
		i.s.t.Fatal(err)
	}
	if err := value.Store(into); err != nil {
		i.s.t.Fatal(err)
	}
}

// width is how wide the icon's picture is.
func (i icon) width() int32 {
	i.s.t.Helper()
	var pictures []struct {
		W, H   int32
		Pixels []byte
	}
	i.property("IconPixmap", &pictures)
	if len(pictures) != 1 || len(pictures[0].Pixels) != int(pictures[0].W*pictures[0].H*4) {
		i.s.t.Fatalf("the icon has %d pictures", len(pictures))
	}
	return pictures[0].W
}

// tooltip is what pointing at the icon shows.
func (i icon) tooltip() string {
	i.s.t.Helper()
	var tooltip struct {
		Name  string
		Icons []struct {
			W, H int32
			Pix  []byte
		}
		Title  string
		Detail string
	}
	i.property("ToolTip", &tooltip)
	return tooltip.Title
}

// layout is an item of a menu, as com.canonical.dbusmenu has it.
type layout struct {
	ID         int32
	Properties map[string]dbus.Variant
	Children   []dbus.Variant
}

// menu reads what the menu shows: the path of each item that is visible, and its number.
func (i icon) menu() map[string]int32 {
	i.s.t.Helper()
	var revision uint32
	var root layout
	menu := i.s.bus.Object(i.name, "/StatusNotifierItem/menu")
	if err := menu.Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{}).Store(&revision, &root); err != nil {
		i.s.t.Fatal(err)
	}
	shown := map[string]int32{}
	i.collect(root, "", shown)
	return shown
}

func (i icon) collect(above layout, path string, shown map[string]int32) {
	i.s.t.Helper()
	for _, child := range above.Children {
		var item layout
		if err := dbus.Store([]any{child.Value()}, &item); err != nil {
			i.s.t.Fatal(err)
		}
		if visible, set := item.Properties["visible"].Value().(bool); set && !visible {
			continue
		}
		label, _ := item.Properties["label"].Value().(string)
		shown[path+label] = item.ID
		i.collect(item, path+label+" > ", shown)
	}
}

// shows waits until the menu has an item that begins and ends so, and gives its number.
func (i icon) shows(begin, end string) int32 {
	i.s.t.Helper()
	late := time.After(patience)
	for {
		menu := i.menu()
		for path, id := range menu {
			if strings.HasPrefix(path, begin) && strings.HasSuffix(path, end) {
				return id
			}
		}
		select {
		case <-i.s.layouts:
		case <-late:
			i.s.t.Fatalf("the menu has no %s…%s: %v", begin, end, menu)
		}
	}
}

// click clicks an item of the menu.
func (i icon) click(id int32) {
	i.s.t.Helper()
	menu := i.s.bus.Object(i.name, "/StatusNotifierItem/menu")
	if err := menu.Call("com.canonical.dbusmenu.Event", 0, id, "clicked", dbus.MakeVariant(int32(0)), uint32(0)).Err; err != nil {
		i.s.t.Fatal(err)
	}
}
