// Package remote is the local socket through which the command line reaches a running Jobdeck:
// HTTP with JSON over a Unix socket that only this user can open. Each of the [deck.Questions] is one
// route, and a [Client] is a deck.Door like any other. Who asks is the user at the other end: a request
// says nothing of it. It decides nothing and stores nothing, and
// it never listens on a network.
package remote

import (
	"errors"
)

// Protocol is the version of what is spoken over the socket. It grows whenever an older side could
// misunderstand a newer one.
const Protocol = 4

// protocolHeader carries [Protocol] with every request.
const protocolHeader = "Jobdeck-Protocol"

// The routes: each question has one below callPath, named like it.
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

// windowCall asks for the window, with a list or none.
type windowCall struct {
	File string `json:"file"`
}
