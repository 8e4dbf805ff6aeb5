package news

import (
	"context"
	"crypto/tls"
	"net"
	"sync"
)

// connection is the line to a mail server: the mail library opens it, and we can end it at any
// time, which the library can't.
type connection struct {
	host, port string
	security   *tls.Config // encrypts it from the first byte, when set

	mu    sync.Mutex
	line  net.Conn
	ended bool
}

// dial opens it; the library's own idea of the address knows no IPv6.
func (c *connection) dial(ctx context.Context, network, _ string) (net.Conn, error) {
	var dialer net.Dialer
	line, err := dialer.DialContext(ctx, network, net.JoinHostPort(c.host, c.port))
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	c.line = line
	ended := c.ended
	c.mu.Unlock()
	if ended {
		_ = line.Close()
		return nil, net.ErrClosed
	}
	if c.security == nil {
		return line, nil
	}
	secured := tls.Client(line, c.security)
	if err := secured.HandshakeContext(ctx); err != nil {
		return nil, err
	}
	return secured, nil
}

// hangUp ends it; doing so twice does no harm.
func (c *connection) hangUp() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	if c.line != nil {
		_ = c.line.Close()
	}
}
