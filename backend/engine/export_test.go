package engine

import "runtime"

// AwaitVerb waits until a verb is under way: from its look at the jobs to its end.
func (e *Engine) AwaitVerb() {
	for e.changing.TryLock() {
		e.changing.Unlock()
		runtime.Gosched()
	}
}
