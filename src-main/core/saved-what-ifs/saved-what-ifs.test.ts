import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TestCore, testCore } from '../test-core';

let core: TestCore;
beforeEach(() => {
  core = testCore();
});
afterEach(() => core.close());

const changes = [{ kind: 'swap_plan' as const, from_plan_id: 'plan_1', to_plan_id: 'plan_2', customer_ids: [] }];

test('kept, listed by name, changed and deleted; what it names need not be there any more', async () => {
  const june = await core.call('savedWhatIf.create', {
    name: ' June raise ',
    question: { changes, range: 'last_month' },
  });
  expect(june).toMatchObject({ name: 'June raise', question: { changes, range: 'last_month', from: '', to: '' } });
  await core.call('savedWhatIf.create', { name: 'A move', question: { changes } });
  const names = async () => (await core.call('savedWhatIf.list', {})).items.map(({ name }) => name);
  expect(await names()).toEqual(['A move', 'June raise']);
  const renamed = await core.call('savedWhatIf.update', { id: june.id, name: '2027' });
  expect(renamed).toMatchObject({ question: june.question });
  const days = { range: 'custom', from: '2026-01-01', to: '2026-01-31' };
  expect(await core.call('savedWhatIf.update', { id: june.id, question: { changes, ...days } })).toMatchObject({
    name: '2027',
    question: days,
  });
  expect(core.events.at(-1)).toMatchObject({ topics: ['saved_what_if'] });
  await core.call('savedWhatIf.delete', { id: june.id });
  expect(await names()).toEqual(['A move']);
});

test.each([
  ['a name', { name: ' ', question: { changes } }, 'name'],
  ['something tried', { name: 'June', question: { changes: [] } }, 'question.changes'],
  ['real days', { name: 'June', question: { changes, range: 'custom', from: 'May', to: '' } }, 'question.from'],
])('needs %s', async (_what, input, field) => {
  expect(await core.fail('savedWhatIf.create', input)).toMatchObject({ code: 'validation_error', field });
});

test('one that is gone, or of another environment, is not found', async () => {
  const { id } = await core.call('savedWhatIf.create', { name: 'June', question: { changes } });
  const environments = await core.call('environment.list', {});
  const other = environments.items.find((one) => one.id !== core.environment_id);
  for (const name of ['savedWhatIf.update', 'savedWhatIf.delete'] as const) {
    expect(await core.fail(name, { id: 'whatif_x' })).toMatchObject({ code: 'not_found' });
    const reply = await core.app.call(name, { id }, { environment_id: other?.id ?? '' });
    expect(reply).toMatchObject({ ok: false, error: { code: 'not_found' } });
  }
});
