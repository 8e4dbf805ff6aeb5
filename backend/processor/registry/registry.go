// Package registry lists the processors there are. It stands apart from package processor, so that
// the interface knows none of those who implement it.
package registry

import (
	"fmt"
	"strings"

	"jobdeck/backend/processor"
	"jobdeck/backend/processor/command"
	"jobdeck/backend/processor/preprocess"
)

// All lists every processor, in the order in which screens offer them.
func All() []processor.Spec {
	return []processor.Spec{preprocess.Spec(), command.Spec()}
}

// Find gives the processor of a name. Its error lists the names there are.
func Find(name string) (processor.Spec, error) {
	var names []string
	for _, spec := range All() {
		if spec.Name == name {
			return spec, nil
		}
		names = append(names, spec.Name)
	}
	return processor.Spec{}, fmt.Errorf("no processor is called %q (%s)", name, strings.Join(names, ", "))
}
