// Every component in its states, to be looked at: `npm run dev`, then /stories/. Not shipped.
import { mount } from 'svelte';
import Stories from './Stories.svelte';
import '../src/lib/ui/tokens.css';

const target = document.getElementById('app');
if (target) mount(Stories, { target });
