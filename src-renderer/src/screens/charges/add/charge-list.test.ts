import { expect, test } from 'vitest';
import { newChargeDraft } from './charge-draft';
import {
  type ChargeList,
  cancelOpen,
  changeOpen,
  duplicate,
  emptyChargeList,
  hasWork,
  move,
  openNew,
  openStaged,
  remove,
  stageOpen,
} from './charge-list';

const draft = (display_name: string) => ({ ...newChargeDraft('FIXED', 'Base'), display_name });
const names = (list: ChargeList) => list.staged.map((one) => one.draft.display_name);
const listOf = (...all: string[]) => all.reduce((list, name) => stageOpen(openNew(list, draft(name))), emptyChargeList);
const idOf = (list: ChargeList, index: number) => list.staged[index]?.id ?? -1;

test('charges are kept in the order in which they were added', () => {
  expect(names(listOf('a', 'b', 'c'))).toEqual(['a', 'b', 'c']);
});

test('an edited charge keeps its place; Cancel leaves it as it was', () => {
  const list = listOf('a', 'b');
  const open = changeOpen(openStaged(list, idOf(list, 0)), draft('z'));
  expect(names(stageOpen(open))).toEqual(['z', 'b']);
  expect(names(cancelOpen(open))).toEqual(['a', 'b']);
});

test('Cancel of a new charge drops it', () => {
  expect(cancelOpen(openNew(emptyChargeList, draft('a')))).toEqual(emptyChargeList);
});

test('a copy follows its original and has no lookup key, which only one charge can have', () => {
  const list = stageOpen(openNew(listOf('a'), { ...draft('b'), lookup_key: 'key' }));
  const copied = duplicate(list, idOf(list, 1));
  expect(names(copied)).toEqual(['a', 'b', 'b']);
  expect(copied.staged.map((one) => one.draft.lookup_key)).toEqual(['', 'key', '']);
  expect(new Set(copied.staged.map((one) => one.id)).size).toBe(3);
});

test('charges move by one and stop at both ends', () => {
  const list = listOf('a', 'b', 'c');
  expect(names(move(list, idOf(list, 0), 1))).toEqual(['b', 'a', 'c']);
  expect(names(move(list, idOf(list, 2), -1))).toEqual(['a', 'c', 'b']);
  expect(names(move(list, idOf(list, 0), -1))).toEqual(['a', 'b', 'c']);
  expect(names(move(list, idOf(list, 2), 1))).toEqual(['a', 'b', 'c']);
});

test('removing the charge that is being edited closes its form', () => {
  const list = listOf('a', 'b');
  expect(remove(openStaged(list, idOf(list, 1)), idOf(list, 1)).open).toBeNull();
  expect(names(remove(list, idOf(list, 0)))).toEqual(['b']);
});

test('there is work to lose once something is staged or typed', () => {
  const opened = openNew(emptyChargeList, draft('a'));
  expect(hasWork(emptyChargeList)).toBe(false);
  expect(hasWork(opened)).toBe(false);
  expect(hasWork(changeOpen(opened, draft('b')))).toBe(true);
  expect(hasWork(openNew(emptyChargeList, draft('a'), draft('typed before')))).toBe(true);
  expect(hasWork(listOf('a'))).toBe(true);
});
