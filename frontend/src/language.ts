// Under the locale "C" WebKit gives "C" as the user's language, which is no language tag: Intl throws,
// and with it every library that asks for the user's language while it loads. Imported before them.

try {
  new Intl.Locale(navigator.language);
} catch {
  Object.defineProperties(navigator, {
    language: { configurable: true, get: () => 'en-US' },
    languages: { configurable: true, get: () => ['en-US'] },
  });
}

export {};
