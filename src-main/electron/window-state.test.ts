import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fitToScreens, readWindowState, writeWindowState } from './window-state';

const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];

describe('a remembered window', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'pricebook-window-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('is read as it was written', () => {
    const state = { x: 10, y: 20, width: 1000, height: 700, maximised: true };
    writeWindowState(dir, state);
    expect(readWindowState(dir)).toEqual(state);
  });

  it.each(['', '{', 'null', '[]', '{"width":"wide","height":1,"maximised":false}', '{"width":900,"height":600}'])(
    'starts afresh from %j',
    (text) => {
      writeFileSync(join(dir, 'window.json'), text);
      expect(readWindowState(dir)).toEqual({ width: 1440, height: 900, maximised: false });
    },
  );
});

describe('fitToScreens', () => {
  it('keeps a place whose title bar can be reached', () => {
    const state = { x: 100, y: 50, width: 1000, height: 700, maximised: false };
    expect(fitToScreens(state, screens)).toEqual(state);
  });

  it.each([
    [3000, 50],
    [100, 2000],
    [-990, 50],
    [100, -200],
  ])('forgets a place that is off every screen: %i, %i', (x, y) => {
    const state = { x, y, width: 1000, height: 700, maximised: true };
    expect(fitToScreens(state, screens)).toEqual({ width: 1000, height: 700, maximised: true });
  });

  it('never makes a window too small to use', () => {
    expect(fitToScreens({ width: 10, height: 10, maximised: false }, screens)).toEqual({
      width: 640,
      height: 480,
      maximised: false,
    });
  });
});
