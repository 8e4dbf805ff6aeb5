/** Where one is in the window. Each place has an address, so that back works and a notification can open it. */
export type Route =
  | { place: 'jobs' }
  | { place: 'job'; job: number }
  | { place: 'item'; job: number; item: number }
  | { place: 'new'; file: string }
  | { place: 'schedules' }
  | { place: 'task'; task: number }
  /** A new task; a recipe and a list may be given along. */
  | { place: 'newtask'; recipe: string; file: string }
  | { place: 'edittask'; task: number }
  | { place: 'activity' }
  | { place: 'logs' }
  | { place: 'settings' };

const number = /^[1-9]\d{0,15}$/;

/** The route of an address's hash. An address that leads nowhere leads to the jobs. */
export function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const [place = '', first = '', second = '', third = '', ...more] = path
    .split('/')
    .filter((part) => part !== '');
  if (more.length > 0) return { place: 'jobs' };
  if (place === 'settings' && first === '') return { place: 'settings' };
  if (place === 'new' && first === '')
    return { place: 'new', file: new URLSearchParams(query).get('file') ?? '' };
  if (place === 'schedules') return scheduleRoute(first, second, third, query);
  if (place === 'activity' && first === '') return { place: 'activity' };
  if (place === 'activity' && first === 'logs' && second === '') return { place: 'logs' };
  if (place === 'jobs' && number.test(first)) {
    if (second === '') return { place: 'job', job: Number(first) };
    if (second === 'items' && number.test(third))
      return { place: 'item', job: Number(first), item: Number(third) };
  }
  return { place: 'jobs' };
}

function scheduleRoute(first: string, second: string, third: string, query: string): Route {
  if (first === 'new' && second === '') {
    const given = new URLSearchParams(query);
    return { place: 'newtask', recipe: given.get('recipe') ?? '', file: given.get('file') ?? '' };
  }
  if (number.test(first) && third === '') {
    if (second === '') return { place: 'task', task: Number(first) };
    if (second === 'edit') return { place: 'edittask', task: Number(first) };
  }
  return { place: 'schedules' };
}

/** The address of a route, with its hash. */
export function href(route: Route): string {
  switch (route.place) {
    case 'jobs':
      return '#/jobs';
    case 'job':
      return `#/jobs/${route.job}`;
    case 'item':
      return `#/jobs/${route.job}/items/${route.item}`;
    case 'new':
      return `#/new${asked({ file: route.file })}`;
    case 'schedules':
      return '#/schedules';
    case 'task':
      return `#/schedules/${route.task}`;
    case 'newtask':
      return `#/schedules/new${asked({ recipe: route.recipe, file: route.file })}`;
    case 'edittask':
      return `#/schedules/${route.task}/edit`;
    case 'activity':
      return '#/activity';
    case 'logs':
      return '#/activity/logs';
    case 'settings':
      return '#/settings';
  }
}

/** The question part of an address, without what is empty. */
function asked(values: Record<string, string>): string {
  const given = Object.entries(values).filter(([, value]) => value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}
