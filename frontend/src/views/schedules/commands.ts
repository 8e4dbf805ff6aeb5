import CalendarPlus from '@lucide/svelte/icons/calendar-plus';
import type { TaskID, TaskVerb, TaskView } from '$lib/api';
import type { Command } from '$lib/keys';
import { router } from '$lib/route';
import { actOnTasks, canUndo, tryTask, undoDelete } from './act';
import { taskControls } from './controls';
import type { SchedulesScreen } from './screen.svelte';

/** Where the list's keys lead beyond the list. */
export interface Ways {
  open: (id: TaskID) => void;
  /** The row under the cursor moved. */
  moved: (id: TaskID) => void;
  /** Puts the focus into the filter field. */
  filter: () => void;
  active: () => boolean;
}

/** What can be done in the list of tasks, with its keys. */
export function listCommands(screen: SchedulesScreen, ways: Ways): Command[] {
  const here = () => ways.active() && screen.current !== undefined;
  const withTask = (run: (task: TaskView) => void) => () => {
    if (screen.current) run(screen.current);
  };
  const can = (verb: TaskVerb) => () => here() && screen.current?.verbs.includes(verb) === true;
  const verb = (verb: TaskVerb, label: string, keys?: string | string[]) => ({
    id: `schedules.${verb}`,
    label,
    keys,
    when: can(verb),
    run: withTask((task) => void actOnTasks(verb, [task.id], { open: ways.open })),
  });
  const list: Omit<Command, 'group'>[] = [
    ...moving(screen, ways),
    {
      id: 'schedules.open',
      label: 'Open the task',
      keys: 'Enter',
      when: here,
      run: withTask((task) => ways.open(task.id)),
    },
    verb('start', 'Start now', 's'),
    {
      id: 'schedules.pause',
      label: 'Pause or resume',
      keys: 'Space',
      when: here,
      run: withTask((task) => {
        const { pause } = taskControls(task);
        if (pause.reason === '') void actOnTasks(pause.verb, [task.id]);
      }),
    },
    verb('cancel', 'Cancel the run', 'c'),
    {
      id: 'schedules.edit',
      label: 'Edit the task',
      keys: 'e',
      when: here,
      run: withTask((task) => router.go({ place: 'edittask', task: task.id })),
    },
    {
      id: 'schedules.try',
      label: 'Try: what it would do',
      keys: 't',
      when: () => here() && screen.current?.dry_run === true,
      run: withTask((task) => void tryTask(task.id)),
    },
    verb('enable', 'Enable'),
    verb('disable', 'Disable'),
    verb('duplicate', 'Duplicate the task'),
    verb('delete', 'Delete the task', ['Delete', 'Backspace']),
    {
      id: 'schedules.undo',
      label: 'Undo the delete',
      keys: '$mod+z',
      when: () => ways.active() && canUndo(),
      run: undoDelete,
    },
    {
      id: 'schedules.filter',
      label: 'Filter tasks',
      keys: '/',
      when: ways.active,
      run: ways.filter,
    },
  ];
  return list.map((command) => ({ group: 'Schedules', ...command }));
}

function moving(screen: SchedulesScreen, ways: Ways): Omit<Command, 'group'>[] {
  const key = (id: string, label: string, keys: string, by: number) => ({
    id: `schedules.${id}`,
    label,
    keys,
    when: () => ways.active() && screen.shown.length > 0,
    keysOnly: true,
    repeats: true,
    run: () => {
      const task = screen.move(by);
      if (task) ways.moved(task.id);
    },
  });
  return [
    key('next', 'Next task', 'ArrowDown', 1),
    key('previous', 'Previous task', 'ArrowUp', -1),
    key('first', 'First task', 'Home', -Infinity),
    key('last', 'Last task', 'End', Infinity),
  ];
}

/** What can be done to tasks from everywhere: found by typing in the palette. */
export function everywhereCommands(tasks: readonly TaskView[]): Command[] {
  const made: Command[] = [
    {
      id: 'task.new',
      label: 'New task',
      group: 'Schedules',
      icon: CalendarPlus,
      words: 'schedule cron create add',
      when: () => router.current.place !== 'newtask',
      run: () => router.go({ place: 'newtask', recipe: '', file: '' }),
    },
  ];
  for (const task of tasks) {
    const { start, pause, cancel } = taskControls(task);
    const labels = [
      [start, `Run ${task.name} now`],
      [pause, `${pause.label} ${task.name}`],
      [cancel, `Cancel ${task.name}`],
    ] as const;
    for (const [control, label] of labels) {
      if (control.reason !== '') continue;
      made.push({
        id: `task.${task.id}.${control.verb}`,
        label,
        group: 'Tasks',
        icon: control.icon,
        words: task.group,
        searched: true,
        run: () => void actOnTasks(control.verb, [task.id]),
      });
    }
    made.push({
      id: `task.${task.id}.open`,
      label: `Open ${task.name}`,
      group: 'Tasks',
      searched: true,
      run: () => router.go({ place: 'task', task: task.id }),
    });
  }
  return made;
}
