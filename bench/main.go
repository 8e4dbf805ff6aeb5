// Command bench measures Jobdeck against bare loops over the same libraries, in one run, and prints
// their ratio: the engine against bare go-sqlite3 appending the same rows by group commit, import
// and export against bare encoding/csv. Ratios hold on a noisy machine where seconds don't.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"
)

// contest is one thing that is measured: Jobdeck's way and the bare way of doing the same.
type contest struct {
	name string
	// needs is the least ratio that Jobdeck promises.
	needs float64
	// ours and bare do the work for that many rows in an empty folder, and give how long it took.
	ours, bare func(ctx context.Context, dir string, rows int) (time.Duration, error)
}

var contests = []contest{
	{"engine, every outcome durable", 0.5, runEngine, appendBare},
	{"import of a CSV list", 0.5, importList, importBare},
	{"export of a CSV list", 0.5, exportList, exportBare},
}

func main() {
	rows := flag.Int("rows", 1_000_000, "rows of the lists")
	rounds := flag.Int("rounds", 3, "how often each is measured; the median counts")
	flag.Parse()
	if err := run(*rows, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(rows, rounds int) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	fmt.Printf("%d rows, median of %d rounds, %s, %d cores\n\n", rows, rounds, runtime.Version(), runtime.NumCPU())
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "\tJobdeck rows/s\tbare rows/s\tratio\tpromised\t")
	short := 0
	for _, c := range contests {
		ours, bare, ratio, err := measure(ctx, c, rows, rounds)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		fmt.Fprintf(out, "%s\t%.0f\t%.0f\t%.2f\t%.2f\t\n", c.name, ours, bare, ratio, c.needs)
		if ratio < c.needs {
			short++
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if short > 0 {
		return fmt.Errorf("%d of %d ratios are below what is promised", short, len(contests))
	}
	return nil
}

// measure lets both ways take turns, so that a machine whose speed drifts is fair to both, and
// gives the medians of rows a second, and of the rounds' ratios.
func measure(ctx context.Context, c contest, rows, rounds int) (ours, bare, ratio float64, err error) {
	var our, their, ratios []float64
	for range rounds {
		a, err := timed(ctx, c.ours, rows)
		if err != nil {
			return 0, 0, 0, err
		}
		b, err := timed(ctx, c.bare, rows)
		if err != nil {
			return 0, 0, 0, err
		}
		our, their, ratios = append(our, a), append(their, b), append(ratios, a/b)
	}
	return median(our), median(their), median(ratios), nil
}

// timed gives rows a second of one way in a folder of its own.
func timed(ctx context.Context, way func(context.Context, string, int) (time.Duration, error), rows int) (float64, error) {
	dir, err := os.MkdirTemp("", "jobdeck-bench-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	runtime.GC()
	took, err := way(ctx, dir, rows)
	if err != nil {
		return 0, err
	}
	return float64(rows) / took.Seconds(), nil
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
