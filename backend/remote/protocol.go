// Package remote is the local socket through which the command line reaches a running Jobdeck:
// HTTP with JSON over a Unix socket that only this user can open. Each method of [deck.Deck] is one
// route, and a [Client] is a deck.Deck like any other. It decides nothing and stores nothing, and
// it never listens on a network.
package remote

import (
	"errors"

	"jobdeck/backend/deck"
	"jobdeck/backend/job"
	"jobdeck/backend/task"
)

// Protocol is the version of what is spoken over the socket. It grows whenever an older side could
// misunderstand a newer one.
const Protocol = 3

// protocolHeader carries [Protocol] with every request.
const protocolHeader = "Jobdeck-Protocol"

// The routes: each method of the deck has one below callPath, named like it.
const (
	helloPath  = "/hello"
	callPath   = "/call/"
	followPath = "/follow"
	windowPath = "/window"
)

// Errors of the connection itself.
var (
	// ErrNoApp says that no Jobdeck answers for this data folder.
	ErrNoApp = errors.New("no running Jobdeck answers for this data folder")
	// ErrLost says that the Jobdeck that answered went away in the middle of a request. Whether
	// the request was carried out is not known.
	ErrLost = errors.New("the running Jobdeck went away")
	// ErrProtocol says that the running Jobdeck and this program speak different protocols.
	ErrProtocol = errors.New("the running Jobdeck is of another version")
)

// Hello is how the process that owns the data folder introduces itself.
type Hello struct {
	Protocol int    `json:"protocol"`
	Version  string `json:"version"`
	DataDir  string `json:"data_dir"`
	PID      int    `json:"pid"`
	// Stays tells an app or a server from a command that ends with its own work.
	Stays bool `json:"stays"`
	// Window says that the process has a window that can come forward.
	Window bool `json:"window"`
}

// What methods with several parameters send.
type (
	tryCall struct {
		Draft deck.Draft `json:"draft"`
		Rows  int        `json:"rows"`
	}
	adjustCall struct {
		Job     job.ID      `json:"job"`
		Changes job.Changes `json:"changes"`
		Actor   job.Actor   `json:"actor"`
	}
	moveCall struct {
		Job   job.ID    `json:"job"`
		Where string    `json:"where"`
		Actor job.Actor `json:"actor"`
	}
	holdCall struct {
		Why   string    `json:"why"`
		Until int64     `json:"until"`
		Actor job.Actor `json:"actor"`
	}
	itemCall struct {
		Job job.ID `json:"job"`
		Seq int64  `json:"seq"`
	}
	settingCall struct {
		Key   string    `json:"key"`
		Value string    `json:"value"`
		Actor job.Actor `json:"actor"`
	}
	firingsCall struct {
		Schedule task.Schedule `json:"schedule"`
		Count    int           `json:"count"`
	}
	activityCall struct {
		Query deck.ActivityQuery `json:"query"`
		Path  string             `json:"path"`
		Actor job.Actor          `json:"actor"`
	}
	recipeCall struct {
		Name  string    `json:"name"`
		Path  string    `json:"path"`
		Actor job.Actor `json:"actor"`
	}
	windowCall struct {
		File string `json:"file"`
	}
	// nothing is what methods without parameters or results send.
	nothing struct{}
)
