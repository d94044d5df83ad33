// Runs before the first paint. The key and the resolution rule are those of src/theme/theme.ts.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('pricebook.theme');
  } catch {
    // Storage may be switched off: the system's theme is used.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
