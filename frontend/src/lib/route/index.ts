// Addresses: the hash in, a route out, and back.
export { href, parse, type Route } from './route';
export { router } from './router.svelte';
