package deck

import (
	"context"
	"encoding/json"
	"errors"

	"jobdeck/backend/job"
	"jobdeck/backend/store"
)

const (
	mostItems       = 500 // of a page
	timelineEntries = 500
	chartSamples    = 300
)

// Detail answers the question of its name.
func (l *Local) Detail(ctx context.Context, id job.ID) (JobDetail, error) {
	j, err := l.store.Job(ctx, id)
	if err != nil {
		return JobDetail{}, err
	}
	snapshot, err := l.engine.Snapshot(ctx, id)
	if err != nil {
		return JobDetail{}, err
	}
	detail := JobDetail{Snapshot: snapshot, Options: masked(j.Options), List: j.List, OutputColumns: j.OutputColumns, Noun: noun(j.Options.Processor)}
	if detail.Timeline, err = l.store.Timeline(ctx, id, timelineEntries); err != nil {
		return JobDetail{}, err
	}
	for i := range detail.Timeline {
		maskEntry(&detail.Timeline[i])
	}
	detail.Samples, err = l.samples(ctx, id)
	return detail, err
}

// samples gives the job's throughput in at most chartSamples stretches of equal length.
func (l *Local) samples(ctx context.Context, id job.ID) ([]Sample, error) {
	from, until, err := l.store.SampleSpan(ctx, id)
	if err != nil {
		return nil, err
	}
	steps := (until-from)/(store.SampleMS*chartSamples) + 1
	width := steps * store.SampleMS
	stored, err := l.store.Samples(ctx, id, width)
	samples := make([]Sample, len(stored))
	for i, s := range stored {
		samples[i] = Sample{At: s.At, DurationMS: width, Done: s.Done, Failed: s.Failed}
	}
	return samples, err
}

// Items answers the question of its name.
func (l *Local) Items(ctx context.Context, query ItemQuery) (ItemPage, error) {
	limit := min(max(query.Limit, 1), mostItems)
	width, err := l.width(ctx, query.Job)
	if err != nil {
		return ItemPage{}, err
	}
	flights := l.flights(query.Job)
	if query.Outcome == job.InFlight {
		return l.itemsInFlight(ctx, query, flights)
	}
	// One more than asked for tells whether there are further ones; of those that wait, the ones in
	// flight are left out.
	stored, more, err := l.store.Items(ctx, query.Job, store.ItemFilter{Outcome: query.Outcome, Text: query.Text}, query.After, limit+1+len(flights))
	if err != nil {
		return ItemPage{}, err
	}
	page := ItemPage{Items: make([]ItemView, 0, limit), More: more}
	for i := range stored {
		view := viewOf(&stored[i])
		view.Cells = fit(view.Cells, width)
		flight, flying := flights[view.Seq]
		if flying && view.Outcome == job.Pending {
			view.fly(flight)
			if query.Outcome == job.Pending {
				continue
			}
		}
		if len(page.Items) == limit {
			page.More = true
			break
		}
		page.Items = append(page.Items, view)
	}
	return page, nil
}

// width is how many columns a job's list has; 0 when the job is gone, as its items are.
func (l *Local) width(ctx context.Context, id job.ID) (int, error) {
	j, err := l.store.Job(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return 0, nil
	}
	return len(j.List.Columns), err
}

// itemsInFlight gives what is worked on now: at most as many as there can be workers.
func (l *Local) itemsInFlight(ctx context.Context, query ItemQuery, flights map[int64]job.Flight) (ItemPage, error) {
	page := ItemPage{Items: []ItemView{}}
	for _, flight := range l.engine.Flights(query.Job) {
		if flight.Seq <= query.After {
			continue
		}
		view, err := l.Item(ctx, ItemRequest{Job: query.Job, Seq: flight.Seq})
		if err != nil {
			return ItemPage{}, err
		}
		view.fly(flights[flight.Seq])
		page.Items = append(page.Items, view)
	}
	return page, nil
}

func (l *Local) flights(id job.ID) map[int64]job.Flight {
	flights := make(map[int64]job.Flight)
	for _, flight := range l.engine.Flights(id) {
		flights[flight.Seq] = flight
	}
	return flights
}

// Item answers the question of its name.
func (l *Local) Item(ctx context.Context, request ItemRequest) (ItemView, error) {
	id, seq := request.Job, request.Seq
	j, err := l.store.Job(ctx, id)
	if err != nil {
		return ItemView{}, err
	}
	stored, err := l.store.Item(ctx, id, seq)
	if err != nil {
		return ItemView{}, err
	}
	view := viewOf(&stored)
	view.Cells = fit(view.Cells, len(j.List.Columns))
	if flight, flying := l.flights(id)[seq]; flying && view.Outcome == job.Pending {
		view.fly(flight)
	}
	return view, nil
}

// fly shows an item that waits as being worked on.
func (v *ItemView) fly(flight job.Flight) {
	v.Outcome, v.Step, v.Attempts = job.InFlight, flight.Step, flight.Attempt
}

func views(stored []store.Stored) []ItemView {
	list := make([]ItemView, len(stored))
	for i := range stored {
		list[i] = viewOf(&stored[i])
	}
	return list
}

// viewOf unpacks an item. What Jobdeck stored itself can be unpacked; if it can't, the disk is at
// fault, and the raw text is shown rather than nothing.
func viewOf(s *store.Stored) ItemView {
	view := ItemView{Seq: s.Row.Seq, Row: s.Row.Row, Ending: s.Ending, Output: map[string]string{}, Steps: []job.Step{}}
	cells, err := job.ParseCells(s.Input)
	if err != nil {
		cells = []string{s.Input}
	}
	view.Cells = cells
	if s.Output != "" {
		if err := json.Unmarshal([]byte(s.Output), &view.Output); err != nil {
			view.Output = map[string]string{"output": s.Output}
		}
	}
	if s.Steps != "" {
		_ = json.Unmarshal([]byte(s.Steps), &view.Steps)
	}
	return view
}
