/** What is open over the pages. */
export const frame = $state({ palette: false, keys: false });
