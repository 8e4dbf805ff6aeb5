package remote

import "fmt"

// compareUsers refuses a process of another user.
func compareUsers(theirs, ours int) error {
	if theirs != ours {
		return fmt.Errorf("the process at the socket belongs to another user (number %d)", theirs)
	}
	return nil
}
