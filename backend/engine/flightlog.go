package engine

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

// flightLog remembers, across a crash of the program, which items were in flight: a file with one
// place of eight bytes for each worker, holding its item's seq, or 0. It is never flushed to the
// disk: what the system keeps of a process that died is enough, as a power cut is no item's fault.
// That makes it cost a microsecond an item, where the database would cost a transaction.
//
// Before the places stands what tells a crash from an end that is no item's fault: the stay that the
// log was written in, and whether the program had been asked to end.
type flightLog struct {
	file *os.File
}

const (
	flightMark  = "jobdeck1" // the first bytes, which say how to read the others
	flightAsked = int64(len(flightMark))
	flightStay  = flightAsked + 8
	flightHead  = flightStay + 64
	flightPlace = 8
)

func flightPath(dir string, id job.ID) string {
	return filepath.Join(dir, store.FlightDir, strconv.FormatInt(int64(id), 10))
}

func openFlightLog(dir string, id job.ID, stay string) (*flightLog, error) {
	path := flightPath(dir, id)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the flight log: %w", err)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make the flight log: %w", err)
	}
	empty := make([]byte, flightHead+job.MaxConcurrency*flightPlace)
	copy(empty, flightMark)
	copy(empty[flightStay:flightHead], stay)
	if _, err := file.Write(empty); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("make the flight log: %w", err)
	}
	return &flightLog{file: file}, nil
}

// takeOff notes that a worker starts an item; seq 0 that it gave one back. A worker that goes on
// to its next item needs no landing in between: an item with an outcome is not taken for crashed.
func (l *flightLog) takeOff(worker int, seq int64) error {
	var place [flightPlace]byte
	binary.LittleEndian.PutUint64(place[:], uint64(seq))
	_, err := l.file.WriteAt(place[:], flightHead+int64(worker)*flightPlace)
	return err
}

// asked notes that the program was asked to end: however it ends from now on, no item is at fault. In
// a log that has landed meanwhile there is nothing to note.
func (l *flightLog) asked() error {
	_, err := l.file.WriteAt([]byte{1}, flightAsked)
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}

// land closes the log in good order: nothing is in flight, so nothing is left to remember.
func (l *flightLog) land() {
	_ = l.file.Close()
	_ = os.Remove(l.file.Name())
}

// readFlightLog gives what a crash left in flight, in order of workers. False says that there was
// none: no log, or one of another stay, of a program that was asked to end, or of an older Jobdeck.
func readFlightLog(dir string, id job.ID, stay string) (seqs []int64, crashed bool, err error) {
	bytes, err := os.ReadFile(flightPath(dir, id))
	if os.IsNotExist(err) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("read the flight log: %w", err)
	}
	if int64(len(bytes)) < flightHead || string(bytes[:flightAsked]) != flightMark || bytes[flightAsked] != 0 {
		return nil, false, nil
	}
	if was := strings.TrimRight(string(bytes[flightStay:flightHead]), "\x00"); stay == "" || was != stay {
		return nil, false, nil
	}
	seqs = []int64{}
	for bytes = bytes[flightHead:]; len(bytes) >= flightPlace; bytes = bytes[flightPlace:] {
		if seq := int64(binary.LittleEndian.Uint64(bytes)); seq > 0 {
			seqs = append(seqs, seq)
		}
	}
	return seqs, true, nil
}
