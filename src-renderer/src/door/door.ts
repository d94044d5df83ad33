import type { Door } from '@shared/door';
import { browserDoor } from './browser-door';

declare global {
  interface Window {
    /** Put there by the preload of an Electron window; absent in the browser shell. */
    readonly pricebook?: Door;
  }
}

/** The only way out of the page: five functions of the process it runs in. */
export const door: Door = window.pricebook ?? browserDoor;
