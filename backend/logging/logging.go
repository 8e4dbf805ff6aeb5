// Package logging writes what Jobdeck does to files, one JSON object a line, and reads them back.
// Files are rotated by size and removed by age. What looks like a key or a password is blotted out
// before it reaches a file; nothing in here knows what the lines are about.
package logging

import (
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/sirupsen/logrus"
	"gopkg.in/natefinch/lumberjack.v2"

	"jobdeck/backend/paths"
)

// What is kept: files of at most this size, this many of them, for a month.
const (
	fileName     = "jobdeck.log"
	maxMegabytes = 10
	maxFiles     = 20
	maxDays      = 31
)

// New opens a logger that writes to files in dir, from a level on: "debug", "info", "warning" or
// "error"; empty means "info". The folder is made when it is missing; one that others may change, and a
// log that is a link, are refused. Closing ends the writing; lines logged later open the file again.
func New(dir, level string) (*logrus.Logger, io.Closer, error) {
	if level == "" {
		level = logrus.InfoLevel.String()
	}
	threshold, err := logrus.ParseLevel(level)
	if err != nil {
		return nil, nil, fmt.Errorf("no log level is called %q (debug, info, warning, error)", level)
	}
	if err := paths.Make(dir); err != nil {
		return nil, nil, err
	}
	// Others must not be able to lead what is written to another file.
	if _, err := paths.Check(dir); err != nil {
		return nil, nil, fmt.Errorf("the folder for logs %w", err)
	}
	if err := paths.CheckFile(filepath.Join(dir, fileName)); err != nil {
		return nil, nil, err
	}
	file := &lumberjack.Logger{
		Filename:   filepath.Join(dir, fileName),
		MaxSize:    maxMegabytes,
		MaxBackups: maxFiles,
		MaxAge:     maxDays,
	}
	logger := logrus.New()
	logger.SetOutput(file)
	logger.SetLevel(threshold)
	logger.SetFormatter(&redactor{&logrus.JSONFormatter{
		TimestampFormat: time.RFC3339Nano,
		FieldMap:        logrus.FieldMap{logrus.FieldKeyMsg: "message"},
	}})
	return logger, file, nil
}

// Discard is a logger that writes nowhere.
func Discard() *logrus.Logger {
	logger := logrus.New()
	logger.SetOutput(io.Discard)
	return logger
}
