import type { Price } from '@shared/entities/price';
import { fieldError, Notice } from '../../../components/form';
import { MetadataEditor } from '../../../components/metadata-editor';
import { StaysHere } from '../../../components/stays-here';
import { TextArea } from '../../../components/text-area';
import { TextField } from '../../../components/text-field';
import { GroupPicker } from '../group-picker';
import type { PriceEditing } from './use-price-edit';

/** What changes in place: names, keys, notes and the group. */
export function DetailsSection({ price, editing }: { price: Price; editing: PriceEditing }) {
  const { edit, change, details, refusal } = editing;
  const text = (field: 'display_name' | 'lookup_key' | 'description', label: string) => ({
    field,
    label,
    from: price[field],
    to: edit[field].trim(),
  });
  return (
    <section aria-labelledby="price-details" className="flex min-w-0 flex-col gap-4">
      <div>
        <h3 id="price-details" className="text-16 font-semibold">
          Details
        </h3>
        <p className="text-13 text-muted">Changes in place, at once.</p>
      </div>
      <TextField
        label="Display Name"
        maxLength={255}
        value={edit.display_name}
        onChange={(display_name) => change({ display_name })}
        error={fieldError(refusal, 'display_name')}
      />
      <GroupPicker
        value={edit.group_id}
        onChange={(group_id) => change({ group_id })}
        error={fieldError(refusal, 'group_id')}
      />
      {details.includes('group_id') && (
        <Notice kind="info">Reports of past periods move too: groups are not kept by date.</Notice>
      )}
      <TextField
        label="Lookup Key"
        isMono
        maxLength={255}
        value={edit.lookup_key}
        onChange={(lookup_key) => change({ lookup_key })}
        error={fieldError(refusal, 'lookup_key')}
      />
      <TextArea
        label="Description"
        rows={2}
        value={edit.description}
        onChange={(description) => change({ description })}
        error={fieldError(refusal, 'description')}
      />
      <StaysHere
        entity="price"
        changes={[
          text('display_name', 'Display Name'),
          text('lookup_key', 'Lookup Key'),
          text('description', 'Description'),
        ]}
      />
      <MetadataEditor
        value={edit.metadata}
        onChange={(metadata) => change({ metadata })}
        onValidityChange={(is_metadata_valid) => change({ is_metadata_valid })}
      />
    </section>
  );
}
