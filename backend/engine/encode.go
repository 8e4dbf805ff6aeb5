package engine

import (
	"encoding/json"
	"fmt"

	"jobdeck/backend/job"
)

// encodeOutput writes output columns as a JSON object, in order; nothing as "".
func encodeOutput(cells []job.Cell) string {
	if len(cells) == 0 {
		return ""
	}
	text := append(make([]byte, 0, 128), '{')
	for i, cell := range cells {
		if i > 0 {
			text = append(text, ',')
		}
		text = job.AppendString(text, cell.Column)
		text = append(text, ':')
		text = job.AppendString(text, cell.Value)
	}
	return string(append(text, '}'))
}

func encodeSteps(steps []job.Step) string {
	text, err := json.Marshal(steps)
	if err != nil {
		panic(fmt.Sprintf("engine: encode steps: %v", err))
	}
	return string(text)
}
