import ArrowRight from '@lucide/svelte/icons/arrow-right';
import Bell from '@lucide/svelte/icons/bell';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import CirclePlay from '@lucide/svelte/icons/circle-play';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Moon from '@lucide/svelte/icons/moon';
import Plus from '@lucide/svelte/icons/plus';
import Power from '@lucide/svelte/icons/power';
import Search from '@lucide/svelte/icons/search';
import Sun from '@lucide/svelte/icons/sun';
import SunMoon from '@lucide/svelte/icons/sun-moon';
import { setMode, userPrefersMode } from 'mode-watcher';
import * as api from '$lib/api';
import type { Command } from '$lib/keys';
import { deck } from '$lib/live';
import { router } from '$lib/route';
import { news } from '$views/news/news.svelte';
import { frame } from './frame.svelte';
import { holding } from '$views/parts/hold.svelte';
import { places } from './places';

/** What can be done from everywhere. */
export function frameCommands(): Command[] {
  return [
    {
      id: 'new',
      label: 'New job',
      group: 'Jobs',
      icon: Plus,
      // Where tasks are listed, n makes one of those.
      keys: scheduling() ? undefined : 'n',
      words: 'start create list file open',
      when: () => router.current.place !== 'new',
      run: () => router.go({ place: 'new', file: '' }),
    },
    {
      id: 'hold',
      label: deck.hold.held ? 'Lift the hold' : 'Hold everything',
      group: 'Jobs',
      icon: deck.hold.held ? CirclePlay : CirclePause,
      keys: '$mod+Shift+p',
      words: 'pause all stop resume release',
      run: () => holding.toggle(),
    },
    ...places.map((place) => ({
      id: `go.${place.id}`,
      label: `Go to ${place.label}`,
      group: 'Go to',
      icon: ArrowRight,
      keys: place.keys,
      run: () => router.go(place.route),
    })),
    ...appearance('light', 'Light', Sun),
    ...appearance('dark', 'Dark', Moon),
    ...appearance('system', 'Light or dark as the system', SunMoon),
    {
      id: 'news',
      label: 'News',
      group: 'Jobdeck',
      icon: Bell,
      keys: 'g n',
      words: 'inbox notifications told',
      run: () => (news.open = !news.open),
    },
    {
      id: 'quit',
      label: 'Quit Jobdeck',
      group: 'Jobdeck',
      icon: Power,
      words: 'exit close end',
      run: () => void api.quit(),
    },
    {
      id: 'palette',
      label: 'Find anything',
      group: 'Jobdeck',
      icon: Search,
      keys: '$mod+k',
      when: () => !frame.palette,
      run: () => (frame.palette = true),
    },
    {
      id: 'keys',
      label: 'Show all keys',
      group: 'Jobdeck',
      icon: Keyboard,
      keys: '?',
      words: 'help shortcuts keyboard',
      run: () => (frame.keys = true),
    },
  ];
}

function scheduling(): boolean {
  const { place } = router.current;
  return place === 'schedules' || place === 'task';
}

function appearance(
  mode: 'light' | 'dark' | 'system',
  label: string,
  icon: Command['icon'],
): Command[] {
  return [
    {
      id: `appearance.${mode}`,
      label: `Appearance: ${label}`,
      group: 'Jobdeck',
      icon,
      words: 'theme mode colour color',
      when: () => userPrefersMode.current !== mode,
      run: () => setMode(mode),
    },
  ];
}
