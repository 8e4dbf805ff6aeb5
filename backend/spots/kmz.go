package spots

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"
)

// kmzSpots are the places of a KMZ file, which is a KML file that is packed with its pictures.
type kmzSpots struct {
	*xmlSpots

	// others are KML files beside it, which it may refer to and that are not read.
	others []string
}

// largestKMZ is how large the KML of a KMZ file may be unpacked.
const largestKMZ = 1 << 30

// zipMagic is how a packed file begins.
var zipMagic = []byte("PK\x03\x04")

// openKML opens a KML file, packed or not, whatever its ending says.
func openKML(ctx context.Context, name string) (Reader, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	begin := make([]byte, len(zipMagic))
	_, err = io.ReadFull(file, begin)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, errors.Join(err, file.Close())
	}
	if !bytes.Equal(begin, zipMagic) {
		return openPlainKML(ctx, name, file.Close())
	}
	opened, err := openKMZ(ctx, file)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return opened, nil
}

func openPlainKML(ctx context.Context, name string, closing error) (Reader, error) {
	if closing != nil {
		return nil, closing
	}
	return openXML(ctx, name, kml)
}

// openKMZ opens what is packed.
func openKMZ(ctx context.Context, file *os.File) (Reader, error) {
	status, err := file.Stat()
	if err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(file, status.Size())
	if err != nil {
		return nil, &BadFile{fmt.Errorf("it is a packed file that can't be unpacked: %w", err)}
	}
	var first *zip.File
	var others []string
	for _, part := range archive.File {
		if !strings.EqualFold(path.Ext(part.Name), ".kml") {
			continue
		}
		others = append(others, part.Name)
		// The file that others may be beside is called doc.kml; else it is the first.
		if first == nil || strings.EqualFold(part.Name, "doc.kml") && !strings.EqualFold(first.Name, "doc.kml") {
			first = part
		}
	}
	if first == nil {
		return nil, &BadFile{errors.New("it is a packed file without a KML file in it")}
	}
	if first.UncompressedSize64 > largestKMZ {
		return nil, &BadFile{fmt.Errorf("%s in it is larger than %d MB", first.Name, largestKMZ>>20)}
	}
	content, err := first.Open()
	if err != nil {
		return nil, &BadFile{fmt.Errorf("unpack %s in it: %w", first.Name, err)}
	}
	f := &fuse{ctx: ctx, file: file, left: longestToken, text: plainText(content), packed: content}
	return &kmzSpots{newXMLSpots(f, kml), without(others, first.Name)}, nil
}

// without gives names but one.
func without(names []string, one string) []string {
	var others []string
	for _, name := range names {
		if name != one {
			others = append(others, name)
		}
	}
	return others
}

// Next implements [Reader].
func (k *kmzSpots) Next() (Spot, error) {
	place, err := k.xmlSpots.Next()
	if errors.Is(err, io.EOF) && len(k.others) > 0 {
		k.number++
		other := k.others[0]
		k.others = k.others[1:]
		return Spot{}, &BadRecord{Number: k.number, What: fmt.Sprintf("is the file %s beside the first one, which is not read", short(other))}
	}
	return place, err
}
