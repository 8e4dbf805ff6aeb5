package remote

import (
	"fmt"
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// sameUser is nil when the process at the other end of a connection is this user's.
func sameUser(connection *net.UnixConn) error {
	raw, err := connection.SyscallConn()
	if err != nil {
		return fmt.Errorf("ask whose the socket is: %w", err)
	}
	var peer *unix.Xucred
	var asked error
	err = raw.Control(func(descriptor uintptr) {
		peer, asked = unix.GetsockoptXucred(int(descriptor), unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
	})
	if err == nil {
		err = asked
	}
	if err != nil {
		return fmt.Errorf("ask whose the socket is: %w", err)
	}
	return compareUsers(int(peer.Uid), os.Getuid())
}
