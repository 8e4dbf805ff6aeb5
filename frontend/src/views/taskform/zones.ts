import { systemZone } from '$lib/format';

/** The time zones to choose from: the system's first, one that this browser does not know too. */
export function zoneOptions(chosen: string): { value: string; label: string }[] {
  const known = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);
  if (chosen !== '') known.add(chosen);
  return [
    { value: '', label: `System (${systemZone()})` },
    ...[...known].sort().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
  ];
}
