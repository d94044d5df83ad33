import { featureLookupKey } from '@shared/rules/lookup-key';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Gauge, ToggleLeft, Type } from 'lucide-react';
import { useState } from 'react';
import { usePage } from '../../app/page';
import { Button, buttonClass } from '../../components/button';
import { Form, fieldError } from '../../components/form';
import { KeyHint } from '../../components/key-hint';
import { LookupKeyField, useKeyOwner, useLinkedText } from '../../components/lookup-key-field';
import { Page, PageHeader } from '../../components/page-header';
import { RadioCards } from '../../components/radio-cards';
import { TextArea } from '../../components/text-area';
import { TextField } from '../../components/text-field';
import { toastDone } from '../../components/toast';
import { useApiMutation, useApiQuery } from '../../door/use-api';
import { EventExample } from './event-example';
import { type FeatureDraft, type FeatureErrors, featureErrors, featureRequest } from './feature-draft';
import { LeaveGuard } from './leave-guard';
import { MeterFields } from './meter-fields';

const crumbs = [{ label: 'Product Catalog' }, { label: 'Features', to: '/features' }, { label: 'Create Feature' }];

const types = [
  {
    id: 'metered',
    label: 'Metered',
    description: 'Usage is measured from events, and can be charged.',
    icon: <Gauge aria-hidden size={16} />,
  },
  {
    id: 'boolean',
    label: 'Boolean',
    description: 'A plan has it or has it not.',
    icon: <ToggleLeft aria-hidden size={16} />,
  },
  {
    id: 'static',
    label: 'Static',
    description: 'A fixed value, such as a support level.',
    icon: <Type aria-hidden size={16} />,
  },
] as const;

const empty: FeatureDraft = {
  name: '',
  type: 'metered',
  lookup_key: '',
  description: '',
  event_name: '',
  filters: [],
  aggregation: 'SUM',
  field: '',
  multiplier: '',
  bucket_size: null,
  group_by: '',
  unit_singular: '',
  unit_plural: '',
};

const formId = 'create-feature';
const shownFields = [
  'name',
  'lookup_key',
  'description',
  'unit_singular',
  'unit_plural',
  'meter.event_name',
  'meter.aggregation.field',
  'meter.aggregation.multiplier',
  'meter.aggregation.bucket_size',
  'meter.aggregation.group_by',
];

/** Create Feature: what it is, and for a metered one which events are measured and how. */
export function CreateFeatureScreen() {
  usePage('Create Feature', crumbs);
  const asked: unknown = useSearch({ strict: false, select: (search: Record<string, unknown>) => search.event_name });
  /** The plan whose new charge waits for this feature. */
  const planId: unknown = useSearch({ strict: false, select: (search: Record<string, unknown>) => search.plan_id });
  const initial = asked === undefined ? empty : { ...empty, event_name: String(asked) };
  const [typed, setTyped] = useState<FeatureDraft>(initial);
  const key = useLinkedText(featureLookupKey(typed.name));
  const plural = useLinkedText(typed.unit_singular.trim() ? `${typed.unit_singular.trim()}s` : '');
  const draft: FeatureDraft = { ...typed, lookup_key: key.text, unit_plural: plural.text };
  const edit = (part: Partial<FeatureDraft>) => setTyped((old) => ({ ...old, ...part }));

  const create = useApiMutation('feature.create');
  const summary = useApiQuery('event.summary', {});
  const { owner, check } = useKeyOwner('feature.search', key.text.trim());
  const navigate = useNavigate();
  const [attempts, setAttempts] = useState(0);
  const own = featureErrors(draft);
  const errors: FeatureErrors = attempts > 0 ? own : {};
  const errorOf = (field: string) => fieldError(create.error, field, errors[field] ?? null);
  const isDirty = JSON.stringify(typed) !== JSON.stringify(initial) || !key.isAutomatic || !plural.isAutomatic;

  const submit = () => {
    if (Object.keys(own).length > 0 || owner) {
      setAttempts(attempts + 1);
      return;
    }
    create.mutate(featureRequest(draft), {
      onSuccess: (feature) => {
        toastDone(`Feature “${feature.name}” created`);
        if (typeof planId === 'string') {
          const search = { feature_id: feature.id } as never;
          void navigate({ to: '/plans/$planId/charges/new', params: { planId }, search, ignoreBlocker: true });
        } else void navigate({ to: '/features', ignoreBlocker: true });
      },
      onError: check,
    });
  };

  return (
    <Page>
      <PageHeader title="Create Feature" />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,36rem)_minmax(20rem,1fr)]">
        <Form id={formId} onSubmit={submit} error={create.error} fields={shownFields} attempts={attempts}>
          <TextField
            label="Feature Name"
            isRequired
            value={typed.name}
            onChange={(name) => edit({ name })}
            onBlur={check}
            maxLength={255}
            error={errorOf('name')}
          />
          <RadioCards<FeatureDraft['type']>
            label="Type"
            isRequired
            value={typed.type}
            onChange={(type) => edit({ type })}
            columns={1}
            cards={types}
          />
          {typed.type === 'metered' && (
            <>
              <MeterFields draft={draft} onEdit={edit} errorOf={errorOf} errors={errors} summary={summary.data} />
              <div className="grid gap-4 sm:grid-cols-2">
                <TextField
                  label="Unit name, singular"
                  placeholder="unit"
                  value={typed.unit_singular}
                  onChange={(unit_singular) => edit({ unit_singular })}
                  error={errorOf('unit_singular')}
                />
                <TextField
                  label="Unit name, plural"
                  placeholder="units"
                  value={plural.text}
                  onChange={plural.edit}
                  error={errorOf('unit_plural')}
                />
              </div>
            </>
          )}
          <LookupKeyField
            lookupKey={key}
            onBlur={check}
            error={owner ? `Used by the feature “${owner.name}”.` : errorOf('lookup_key')}
            description="For the API and integrations. It cannot be changed later."
          />
          <TextArea
            label="Description"
            value={typed.description}
            onChange={(description) => edit({ description })}
            error={errorOf('description')}
          />
          <div className="flex flex-wrap gap-2 border-t border-line pt-4">
            <Button kind="primary" type="submit" isPending={create.isPending}>
              Create Feature
              <span aria-hidden className="ml-1 opacity-80">
                <KeyHint keys="Mod+Enter" inverse />
              </span>
            </Button>
            <Link to="/features" className={buttonClass('secondary')}>
              Cancel
            </Link>
          </div>
        </Form>
        {typed.type === 'metered' && (
          <div className="lg:sticky lg:top-5">
            <EventExample draft={draft} summary={summary.data} />
          </div>
        )}
      </div>
      <LeaveGuard isDirty={isDirty && !create.isSuccess} />
    </Page>
  );
}
