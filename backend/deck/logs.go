package deck

import (
	"context"
)

// Logs implements [Deck].
func (l *Local) Logs(ctx context.Context, query LogQuery) (LogPage, error) {
	return LogPage{Lines: []LogLine{}}, nil
}
