// Runs before the first paint. Key and rules are those of src/preferences/theme.ts and src/preferences/memory.ts.
(() => {
  let chosen = /(?:^|; )pricebook\.theme=(\w+)/.exec(document.cookie)?.[1] ?? null;
  try {
    chosen ??= localStorage.getItem('pricebook.theme');
  } catch {
    // Storage may be switched off: the system's theme is used.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
