import type { RemoteExtension } from '@shared/entities/sync';
import { expect, test } from 'vitest';
import { stayingChanges, type WantedChange } from './staying-changes';

const textsOf = (entity: 'group' | 'price', changes: WantedChange[], extensions: RemoteExtension[]) =>
  stayingChanges(entity, changes, extensions).map(({ text }) => text);

test('a rename of a group says before it is saved that this server cannot take it', () => {
  const rename = [{ field: 'name', label: 'Group Name', from: 'GPU', to: 'Compute' }];
  const sentence = 'Group Name: This server cannot rename groups. The change stays on this computer.';
  expect(textsOf('group', rename, [])).toEqual([sentence]);
  expect(textsOf('group', rename, ['clear_text_fields'])).toEqual([sentence]);
  expect(textsOf('group', rename, ['group_update'])).toEqual([]);
  expect(textsOf('group', [{ ...rename[0], to: 'GPU' } as WantedChange], [])).toEqual([]);
});

test('of the texts of a price only the emptied one stays here', () => {
  const texts = [
    { field: 'display_name', label: 'Display Name', from: 'Seat', to: 'Seats' },
    { field: 'lookup_key', label: 'Lookup Key', from: '', to: '' },
    { field: 'description', label: 'Description', from: 'Words', to: '' },
  ];
  expect(textsOf('price', texts, ['group_update'])).toEqual([
    'Description: This server cannot empty a text of a price. The change stays on this computer.',
  ]);
  expect(textsOf('price', texts, ['clear_text_fields'])).toEqual([]);
});
