import { isPort } from '@shared/rules/port';

/** The port a text stands for; null when it stands for none that a program may listen on. */
export function parsePort(text: string): number | null {
  const digits = text.trim();
  if (!/^\d{1,5}$/.test(digits)) return null;
  const port = Number(digits);
  return isPort(port) ? port : null;
}
