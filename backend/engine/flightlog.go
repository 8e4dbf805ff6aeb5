package engine

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

// flightLog remembers, across a crash of the program, which items were in flight: a file with one
// place of eight bytes for each worker, holding its item's seq, or 0. It is never flushed to the
// disk: what the system keeps of a process that died is enough, as a power cut is no item's fault.
// That makes it cost a microsecond an item, where the database would cost a transaction.
type flightLog struct {
	file *os.File
}

const flightPlace = 8

func flightPath(dir string, id job.ID) string {
	return filepath.Join(dir, store.FlightDir, strconv.FormatInt(int64(id), 10))
}

func openFlightLog(dir string, id job.ID) (*flightLog, error) {
	path := flightPath(dir, id)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the flight log: %w", err)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("make the flight log: %w", err)
	}
	if _, err := file.Write(make([]byte, job.MaxConcurrency*flightPlace)); err != nil {
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
	_, err := l.file.WriteAt(place[:], int64(worker)*flightPlace)
	return err
}

// land closes the log in good order: nothing is in flight, so nothing is left to remember.
func (l *flightLog) land() {
	_ = l.file.Close()
	_ = os.Remove(l.file.Name())
}

// readFlightLog gives what a crash left in flight, in order of workers. No log: nothing.
func readFlightLog(dir string, id job.ID) ([]int64, error) {
	path := flightPath(dir, id)
	bytes, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return []int64{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the flight log: %w", err)
	}
	seqs := []int64{}
	for len(bytes) >= flightPlace {
		if seq := int64(binary.LittleEndian.Uint64(bytes)); seq > 0 {
			seqs = append(seqs, seq)
		}
		bytes = bytes[flightPlace:]
	}
	return seqs, nil
}
