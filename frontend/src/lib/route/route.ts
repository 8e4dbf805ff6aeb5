/** Where one is in the window. Each place has an address, so that back works and a notification can open it. */
export type Route =
  | { place: 'jobs' }
  | { place: 'job'; job: number }
  | { place: 'item'; job: number; item: number }
  | { place: 'new'; file: string }
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
  if (place === 'jobs' && number.test(first)) {
    if (second === '') return { place: 'job', job: Number(first) };
    if (second === 'items' && number.test(third))
      return { place: 'item', job: Number(first), item: Number(third) };
  }
  return { place: 'jobs' };
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
      return route.file === ''
        ? '#/new'
        : `#/new?${new URLSearchParams({ file: route.file }).toString()}`;
    case 'settings':
      return '#/settings';
  }
}
