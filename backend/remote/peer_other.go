//go:build unix && !linux && !darwin

package remote

import "net"

// sameUser relies on the rights of the socket's folder: this system does not tell who is at the
// other end.
func sameUser(*net.UnixConn) error { return nil }
