// Package fingerprint tells a file again when its name has changed: by what is in it, and by what the
// system calls it beneath all names.
package fingerprint

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"

	"jobdeck/backend/job"
)

// Of takes the fingerprint of a file. It reads all of it.
func Of(ctx context.Context, path string) (job.Fingerprint, error) {
	file, err := os.Open(path)
	if err != nil {
		return job.Fingerprint{}, err
	}
	defer func() { _ = file.Close() }()
	digest := sha256.New()
	size, err := io.Copy(digest, &cancelled{ctx, file})
	if err != nil {
		return job.Fingerprint{}, err
	}
	return job.Fingerprint{Size: size, Digest: hex.EncodeToString(digest.Sum(nil)), File: File(path)}, nil
}

// File is what the system calls the file under a path beneath all its names: device, number and birth. No other
// file on this machine ever had all three, but for one that was made within the same milliseconds. It is empty where the system does not tell.
// A link is followed.
func File(path string) string { return file(path) }

// cancelled is a reader that ends with a context.
type cancelled struct {
	ctx    context.Context //nolint:containedctx // it lives for one call
	source io.Reader
}

func (c *cancelled) Read(block []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.source.Read(block)
}
