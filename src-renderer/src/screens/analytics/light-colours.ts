import type { Colours } from './picture-svg';

/** The colours of the light theme, whichever is shown: pictures go to documents, and those are white. */
export function lightColours(): Colours {
  const { dataset } = document.documentElement;
  const shown = dataset.theme;
  // Read and put back before the next frame: nobody sees it.
  dataset.theme = 'light';
  const style = getComputedStyle(document.documentElement);
  const names = ['surface', 'ink', 'secondary', 'muted', 'control', 'line'];
  const series = Array.from({ length: 8 }, (_, index) => `series-${index + 1}`);
  const values = new Map([...names, ...series].map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  if (shown === undefined) delete dataset.theme;
  else dataset.theme = shown;
  return (token) => values.get(token) ?? '#000000';
}
