import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    runes: (/** @type {{ filename: string }} */ { filename }) =>
      filename.includes('node_modules') ? undefined : true,
  },
};
