package command

import (
	"fmt"
	"os/exec"
	"syscall"
	"unsafe"

	"github.com/jonboulle/clockwork"
	"golang.org/x/sys/windows"
)

// ground is where programs run.
type ground struct{}

// endOrphans has nothing to do: a job object ends with the Jobdeck that made it.
func (*ground) endOrphans() {}

// close has nothing to end.
func (*ground) close() {}

// tree is a program with everything it starts: a job object, which the system ends when its last
// handle closes, so that nothing outlives a Jobdeck that is killed either.
type tree struct {
	program *exec.Cmd
	exited  chan struct{} // closed when the program itself has ended
	object  windows.Handle
	clock   clockwork.Clock
}

// start starts a program within a job object. It is made asleep and woken when it is in there, so
// that it can start nobody outside.
func (*ground) start(program *exec.Cmd, clock clockwork.Clock, _ string) (*tree, error) {
	if program.SysProcAttr == nil {
		program.SysProcAttr = &syscall.SysProcAttr{}
	}
	program.SysProcAttr.HideWindow = true
	program.SysProcAttr.CreationFlags = windows.CREATE_SUSPENDED | windows.CREATE_NEW_PROCESS_GROUP | windows.CREATE_NO_WINDOW
	object, err := newObject()
	if err != nil {
		return nil, err
	}
	if err := program.Start(); err != nil {
		windows.CloseHandle(object)
		return nil, err
	}
	number := uint32(program.Process.Pid)
	err = assign(object, number)
	if err == nil {
		err = wake(number)
	}
	if err != nil {
		_ = program.Process.Kill()
		_ = program.Wait()
		windows.CloseHandle(object)
		return nil, err
	}
	return &tree{program: program, exited: waitFor(program), object: object, clock: clock}, nil
}

// newObject makes a job object whose processes end when it is closed.
func newObject() (windows.Handle, error) {
	object, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return 0, fmt.Errorf("make a job object: %w", err)
	}
	limits := windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION{}
	limits.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	_, err = windows.SetInformationJobObject(object, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&limits)), uint32(unsafe.Sizeof(limits)))
	if err != nil {
		windows.CloseHandle(object)
		return 0, fmt.Errorf("set up a job object: %w", err)
	}
	return object, nil
}

// assign puts a process into a job object.
func assign(object windows.Handle, number uint32) error {
	process, err := windows.OpenProcess(windows.PROCESS_SET_QUOTA|windows.PROCESS_TERMINATE, false, number)
	if err != nil {
		return fmt.Errorf("open the program's process: %w", err)
	}
	defer windows.CloseHandle(process)
	if err := windows.AssignProcessToJobObject(object, process); err != nil {
		return fmt.Errorf("put the program into a job object: %w", err)
	}
	return nil
}

// wake lets a process run that was started asleep. It has one thread by then, which only a look
// through all threads finds: os/exec keeps no handle of it.
func wake(number uint32) error {
	snapshot, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPTHREAD, 0)
	if err != nil {
		return fmt.Errorf("list the threads: %w", err)
	}
	defer windows.CloseHandle(snapshot)
	entry := windows.ThreadEntry32{Size: uint32(unsafe.Sizeof(windows.ThreadEntry32{}))}
	for err = windows.Thread32First(snapshot, &entry); err == nil; err = windows.Thread32Next(snapshot, &entry) {
		if entry.OwnerProcessID != number {
			continue
		}
		thread, err := windows.OpenThread(windows.THREAD_SUSPEND_RESUME, false, entry.ThreadID)
		if err != nil {
			return fmt.Errorf("open the program's thread: %w", err)
		}
		defer windows.CloseHandle(thread)
		if _, err := windows.ResumeThread(thread); err != nil {
			return fmt.Errorf("let the program run: %w", err)
		}
		return nil
	}
	return fmt.Errorf("find the program's thread: %w", err)
}

// end ends the whole tree and tells how the program itself ended, if that is known. Windows has no
// way to ask a program without a window to end.
func (t *tree) end(bool) (exit, bool) {
	_ = windows.TerminateJobObject(t.object, 1)
	_ = windows.CloseHandle(t.object)
	late := t.clock.NewTimer(reap)
	defer late.Stop()
	select {
	case <-t.exited:
		return exitOf(t.program.ProcessState), true
	case <-late.Chan():
		return exit{}, false
	}
}

// endStrays has nothing to do: nobody leaves a job object.
func (t *tree) endStrays() {}
