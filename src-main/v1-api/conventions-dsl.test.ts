import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestApi, testApi } from './test-api';
import { type Listed, listed, makeNamed } from './test-listed';

// Conditions and orders (wire contract 1.8) on the four entities that are searched by them.
const common = 'id tenant_id status created_at updated_at created_by updated_by environment_id metadata';
const fieldsOf: Record<string, string> = {
  group: 'name entity_type lookup_key',
  plan: 'lookup_key name description display_order',
  feature:
    'lookup_key name description type meter_id unit_singular unit_plural reporting_unit_singular reporting_unit_plural reporting_unit_conversion_rate alert_settings group_id',
  price:
    'display_name amount value currency display_amount price_unit_type price_unit_id price_unit price_unit_amount display_price_unit_amount conversion_rate min_quantity type billing_period billing_period_count billing_model billing_cadence invoice_cadence trial_period_days meter_id filter_values tier_mode tiers price_unit_tiers transform_quantity lookup_key description entity_type entity_id parent_price_id start_date end_date group_id sequence',
};

describe.each(listed.filter(({ search }) => search).map((one): [string, Listed] => [one.entity, one]))(
  '%ss',
  (entity, one) => {
    let api: TestApi;
    const ids: Record<string, string> = {};
    beforeAll(async () => {
      api = await testApi();
      for (const name of ['Alpha', 'beta', 'Gamma_1', 'ÄRGER']) {
        ids[name] = await makeNamed(api, one, name);
        api.core.clock.advance(86_400_000);
      }
    });
    afterAll(() => api.close());

    const ask = (body: object) => api.send('POST', `${one.path}/search`, { order: 'asc', ...body });
    const names = async (body: object) => {
      const answer = await ask(body);
      expect(answer.status, answer.text).toBe(200);
      return answer.body.items.map((row: Record<string, unknown>) => row[one.name]);
    };
    const all = ['Alpha', 'beta', 'Gamma_1', 'ÄRGER'];
    const text = (operator: string, string: string, field = one.name) => ({
      field,
      operator,
      data_type: 'string',
      value: { string },
    });
    const list = (operator: string, array: string[], field = one.name) => ({
      field,
      operator,
      data_type: 'array',
      value: { array },
    });
    const date = (operator: string, value: string) => ({
      field: 'created_at',
      operator,
      data_type: 'date',
      value: { date: value },
    });

    it.each<[string, object[], string[]]>([
      ['eq', [text('eq', 'beta')], ['beta']],
      ['eq, of another case', [text('eq', 'Beta')], []],
      ['contains, whatever the case', [text('contains', 'A')], ['Alpha', 'beta', 'Gamma_1']],
      ['contains, whatever the case of any letter', [text('contains', 'ärg')], ['ÄRGER']],
      ['contains, wildcards as they are', [text('contains', '_')], ['Gamma_1']],
      ['not_contains', [text('not_contains', 'ALPHA')], ['beta', 'Gamma_1', 'ÄRGER']],
      ['in', [list('in', ['Alpha', 'beta', 'x'])], ['Alpha', 'beta']],
      ['in an empty list: no condition', [list('in', [])], all],
      ['not_in', [list('not_in', ['Alpha', 'beta'])], ['Gamma_1', 'ÄRGER']],
      ['not_in an empty list: no condition', [list('not_in', [])], all],
      ['before, not inclusive', [date('before', '2026-06-02T00:00:00Z')], ['Alpha']],
      ['after, not inclusive', [date('after', '2026-06-02T00:00:00Z')], ['Gamma_1', 'ÄRGER']],
      ['after a time with an offset', [date('after', '2026-06-02T01:00:00+01:00')], ['Gamma_1', 'ÄRGER']],
      ['eq a date', [date('eq', '2026-06-02T00:00:00Z')], ['beta']],
      ['eq a list', [list('eq', ['beta'])], ['beta']],
      ['an unknown operator: no condition', [text('sounds_like', 'x')], all],
      ['gt without a number: no condition', [text('gt', 'x')], all],
      ['before without a date: no condition', [text('before', 'x')], all],
      ['in without a list: no condition', [text('in', 'x')], all],
      ['no filters', [], all],
      ['two, both of which must hold', [text('contains', 'a'), list('not_in', ['Alpha'])], ['beta', 'Gamma_1']],
      [
        'nulls beside the value',
        [{ ...text('eq', 'beta'), value: { string: 'beta', number: null, date: null, array: null } }],
        ['beta'],
      ],
      ['what SQL would read otherwise', [text('eq', "' or 1=1 --")], []],
    ])('%s', async (_case, filters, found) => {
      expect(await names({ filters })).toEqual(found);
    });

    it('a condition and a named filter, both', async () => {
      const { items } = (await ask({ filters: [text('contains', 'a')], [`${entity}_ids`]: [ids.beta, ids.ÄRGER] }))
        .body;
      expect(items.map(({ id }: { id: string }) => id)).toEqual([ids.beta]);
    });

    const whole = text('eq', 'x');
    const { value: _value, ...noValue } = whole;
    const refusals: [string, object, string][] = [
      ['no field', { ...whole, field: undefined }, 'Field is required'],
      ['an empty field', { ...whole, field: '' }, 'Field is required'],
      ['a null field', { ...whole, field: null }, 'Field is required'],
      ['no operator', { ...whole, operator: undefined }, 'Operator is required'],
      ['an empty operator', { ...whole, operator: '' }, 'Operator is required'],
      ['no data type', { ...whole, data_type: undefined }, 'Data type is required'],
      ['an empty data type', { ...whole, data_type: '' }, 'Data type is required'],
      ['no value', noValue, 'Value is required'],
      ['a null value', { ...whole, value: null }, 'Value is required'],
      ['a string elsewhere', { ...whole, value: { number: 1 } }, 'Value string is required'],
      ['a number elsewhere', { ...whole, data_type: 'number' }, 'Value number is required'],
      ['an array elsewhere', { ...whole, data_type: 'array' }, 'Value array is required'],
      ['a date elsewhere', { ...whole, data_type: 'date' }, 'Value date is required'],
      ['an empty value', { ...whole, value: {} }, 'At least one of the value fields must be provided'],
      ['only a boolean', { ...whole, value: { boolean: true } }, 'At least one of the value fields must be provided'],
      ['an unknown field', { ...whole, field: 'colour' }, `unknown field name 'colour' in ${entity} query`],
      [
        'a column that is not for clients',
        { ...whole, field: 'search_text' },
        `unknown field name 'search_text' in ${entity} query`,
      ],
      [
        'a field that every object has',
        { ...whole, field: 'constructor' },
        `unknown field name 'constructor' in ${entity} query`,
      ],
    ];
    it.each(refusals)('refuses a condition with %s', async (_case, condition, message) => {
      const { status, body } = await ask({ filters: [condition] });
      expect([status, body.code, body.message]).toEqual([400, 'validation_error', message]);
    });

    it.each<[string, unknown]>([
      ['a text', 'name'],
      ['an object', whole],
      ['a list of texts', ['name']],
      ['a value of another type', [{ ...whole, value: 'x' }]],
      ['a string of another type', [{ ...whole, value: { string: 1 } }]],
      ['a date that is none', [{ ...whole, data_type: 'date', value: { date: 'soon' } }]],
    ])('refuses filters that are %s as malformed', async (_case, filters) => {
      const { status, body } = await ask({ filters });
      expect([status, body.message]).toEqual([400, 'Invalid filter parameters']);
    });

    it.each<[string, unknown, string[]]>([
      ['ascending, whatever the case', [{ field: one.name, direction: 'asc' }], all],
      ['descending', [{ field: one.name, direction: 'desc' }], all.toReversed()],
      [
        'in array order, then as created',
        [
          { field: 'status', direction: 'asc' },
          { field: one.name, direction: 'desc' },
        ],
        all.toReversed(),
      ],
      ['equal rows as created', [{ field: 'status', direction: 'asc' }], all],
      ['by the name of a column', one.name, all.toReversed()],
      ['not at all', [], all],
      ['not at all, in words', '', all],
    ])('sorts %s', async (_case, sort, found) => {
      expect(await names({ sort, order: sort === one.name ? 'desc' : 'asc' })).toEqual(found);
    });

    it.each<[string, unknown, string]>([
      ['no field', [{ direction: 'asc' }], 'Field is required'],
      ['an empty field', [{ field: '', direction: 'asc' }], 'Field is required'],
      ['no direction', [{ field: 'id' }], 'Direction is required'],
      ['an empty direction', [{ field: 'id', direction: '' }], 'Direction is required'],
      ['an unknown direction', [{ field: 'id', direction: 'up' }], 'Direction is required'],
      ['an unknown field', [{ field: 'colour', direction: 'asc' }], `unknown field name 'colour' in ${entity} query`],
      ['the name of no column', 'colour', `unknown field name 'colour' in ${entity} query`],
      ['a number', 5, 'Invalid filter parameters'],
    ])('refuses a sort with %s', async (_case, sort, message) => {
      const { status, body } = await ask({ sort });
      expect([status, body.code, body.message]).toEqual([400, 'validation_error', message]);
    });

    it.each(`${common} ${fieldsOf[entity]}`.split(' '))(
      'knows the field %s, in conditions and in sorts',
      async (field) => {
        expect(await names({ sort: [{ field, direction: 'asc' }] })).toHaveLength(4);
        expect(await names({ filters: [list('in', [], field)] })).toHaveLength(4);
        expect(await names({ filters: [text('eq', 'no row has this', field)] })).toEqual([]);
      },
    );
  },
);

describe('numbers', () => {
  const one = listed.find(({ entity }) => entity === 'plan') as Listed;
  it.each<[string, number, number[]]>([
    ['gt', 1, [2, 3]],
    ['lt', 3, [1, 2]],
    ['eq', 2, [2]],
    ['gte', 2, [2, 3]],
  ])('%s', async (operator, number, found) => {
    const api = await testApi();
    for (const display_order of [1, 2, 3]) {
      await api.send('PUT', `${one.path}/${await makeNamed(api, one, `${display_order}`)}`, { display_order });
    }
    const filters = [{ field: 'display_order', operator, data_type: 'number', value: { number } }];
    const { items } = (await api.send('POST', `${one.path}/search`, { filters, order: 'asc' })).body;
    expect(items.map((row: { display_order: number }) => row.display_order)).toEqual(found);
    await api.close();
  });
});
