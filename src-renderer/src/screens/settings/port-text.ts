const least = 1024;
const most = 65_535;

export const portRule = `Please enter a port between ${least} and ${most}`;

/** The port a text stands for; null when it stands for none that a program may listen on. */
export function parsePort(text: string): number | null {
  const digits = text.trim();
  if (!/^\d{1,5}$/.test(digits)) return null;
  const port = Number(digits);
  return port >= least && port <= most ? port : null;
}
