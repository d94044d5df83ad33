import { toastDone, toastFailure } from './toast';

/** Copies a text from a menu and says what was copied; `what` such as "Lookup key". */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toastDone(`${what} copied`);
  } catch (error) {
    toastFailure(error);
  }
}
