// Jobdeck runs long batch jobs over lists of accounts, with the controls of a tape deck. Without a
// subcommand it opens the window; with one it is a command line. This file does nothing else.
package main

import (
	"context"
	"embed"
	"fmt"
	"os"

	"github.com/jonboulle/clockwork"
	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/logger"
	wailsoptions "github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
	"github.com/wailsapp/wails/v2/pkg/options/mac"

	"jobdeck/backend/cli"
	"jobdeck/backend/desktop/display"
	"jobdeck/backend/desktop/window"
	"jobdeck/backend/host"
	"jobdeck/backend/processor/command"
)

// version is stamped in by the build.
var version = "dev"

//go:embed all:frontend/dist
var pages embed.FS

//go:embed build/appicon.png
var icon []byte

func main() {
	// The only place that makes a clock: everybody else is handed this one.
	clock := clockwork.NewRealClock()
	command.Mind(clock) // this process may be one that runs the programs of rows, and nothing else
	streams := cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}
	open := func(ctx context.Context, request cli.WindowRequest) error { return openWindow(ctx, clock, request) }
	os.Exit(cli.Run(context.Background(), os.Args[1:], streams, version, clock, cli.WithWindow(open)))
}

// openWindow shows the window until it is closed. Nothing is touched before wails.Run: the data
// folder is taken when the window starts up.
func openWindow(ctx context.Context, clock clockwork.Clock, request cli.WindowRequest) error {
	if started, err := host.StartProgram(os.Args[1:]); started || err != nil {
		return err
	}
	options := host.Options{DataDir: request.DataDir, File: request.File, Hidden: request.Hidden, Version: version, Clock: clock}
	if host.HandOver(ctx, options, 0) {
		return nil
	}
	room, err := display.Open()
	if err != nil {
		return err
	}
	first := display.Size{Width: 1280, Height: 800}.Fitted(room)
	app := NewApp(options)
	err = wails.Run(&wailsoptions.App{
		Title:     "Jobdeck",
		Width:     first.Width,
		Height:    first.Height,
		MinWidth:  window.MinWidth,
		MinHeight: window.MinHeight,
		// Shown when the first screen is drawn: no white flash.
		StartHidden:      true,
		BackgroundColour: wailsoptions.NewRGB(250, 250, 251),
		AssetServer:      &assetserver.Options{Assets: pages},
		DragAndDrop:      &wailsoptions.DragAndDrop{EnableFileDrop: true, DisableWebViewDrop: false},
		OnStartup:        app.startup,
		OnDomReady:       app.domReady,
		OnBeforeClose:    app.beforeClose,
		OnShutdown:       app.shutdown,
		Bind:             []any{app},
		ErrorFormatter:   formatError,
		LogLevel:         logger.ERROR,
		Linux: &linux.Options{
			Icon:             icon,
			ProgramName:      "jobdeck",
			WebviewGpuPolicy: linux.WebviewGpuPolicyNever,
		},
		Mac: &mac.Options{OnFileOpen: app.openFile, About: &mac.AboutInfo{Title: "Jobdeck " + version, Message: "A tape deck for batch jobs", Icon: icon}},
	})
	if err != nil {
		return fmt.Errorf("open the window: %w", err)
	}
	return nil
}
