import type { Page } from '@playwright/test';

/** The app running behind one of its doors, as a journey uses it. */
export interface OpenDoor {
  page(): Page;
  chooseFile(path: string): Promise<void>;
  savedBytes(): Promise<Buffer>;
  relaunch(whileClosed?: () => void): Promise<Page>;
  /** Kills the process without a word, as a power cut would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}
