//go:build windows || darwin

package desktop

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/wailsapp/wails/v2/pkg/runtime"
)

// SystemNotifier is the real [Notifier], through Wails.
type SystemNotifier struct {
	wails context.Context

	mu     sync.Mutex
	ready  bool
	sorts  map[string]bool // the sets of buttons that the system knows
	chosen func(notice, action string)
}

// NewSystemNotifier makes the system's notifier of the context that Wails gives at startup.
func NewSystemNotifier(wails context.Context) *SystemNotifier {
	return &SystemNotifier{wails: wails, sorts: make(map[string]bool), chosen: func(string, string) {}}
}

// OnAction implements [Notifier].
func (n *SystemNotifier) OnAction(chosen func(notice, action string)) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.chosen = chosen
}

// Supported implements [Notifier].
func (n *SystemNotifier) Supported() bool { return runtime.IsNotificationAvailable(n.wails) }

// Show implements [Notifier]. The first one asks the person for leave, where the system wants that.
func (n *SystemNotifier) Show(notice Notice) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.prepare(); err != nil {
		return err
	}
	options := runtime.NotificationOptions{ID: notice.ID, Title: notice.Title, Body: notice.Text}
	if len(notice.Buttons) == 0 {
		return runtime.SendNotification(n.wails, options)
	}
	sort, err := n.sort(notice.Buttons)
	if err != nil {
		return err
	}
	options.CategoryID = sort
	return runtime.SendNotificationWithActions(n.wails, options)
}

func (n *SystemNotifier) prepare() error {
	if n.ready {
		return nil
	}
	if err := runtime.InitializeNotifications(n.wails); err != nil {
		return fmt.Errorf("reach the system's notifications: %w", err)
	}
	allowed, err := runtime.RequestNotificationAuthorization(n.wails)
	if err != nil {
		return fmt.Errorf("ask for leave to show notifications: %w", err)
	}
	if !allowed {
		return errNotAllowed
	}
	runtime.OnNotificationResponse(n.wails, n.answered)
	n.ready = true
	return nil
}

// errNotAllowed is a person's decision in the system's settings.
var errNotAllowed = fmt.Errorf("notifications of Jobdeck are turned off in the system's settings")

// sort makes the system know a set of buttons, and gives its name.
func (n *SystemNotifier) sort(buttons []Button) (string, error) {
	var words []string
	var actions []runtime.NotificationAction
	for _, button := range buttons {
		words = append(words, button.Action, button.Label)
		actions = append(actions, runtime.NotificationAction{ID: button.Action, Title: button.Label})
	}
	name := strings.Join(words, "/")
	if n.sorts[name] {
		return name, nil
	}
	if err := runtime.RegisterNotificationCategory(n.wails, runtime.NotificationCategory{ID: name, Actions: actions}); err != nil {
		return "", fmt.Errorf("tell the system of a notification's buttons: %w", err)
	}
	n.sorts[name] = true
	return name, nil
}

// clickedItself is what Wails calls a click on the notification, beside its buttons.
const clickedItself = "DEFAULT_ACTION"

func (n *SystemNotifier) answered(result runtime.NotificationResult) {
	if result.Error != nil {
		return
	}
	n.mu.Lock()
	chosen := n.chosen
	n.mu.Unlock()
	switch action := result.Response.ActionIdentifier; action {
	case clickedItself:
		chosen(result.Response.ID, ActionOpen)
	case ActionOpen, ActionResume:
		chosen(result.Response.ID, action)
	default: // dismissed
	}
}

// Close implements [Notifier].
func (n *SystemNotifier) Close() { runtime.CleanupNotifications(n.wails) }
