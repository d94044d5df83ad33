/** What tells a customer apart that was archived. */
export const archivedMark = ' (archived)';

/** What a customer is called, by its external id where it has no name; archived ones are marked. */
export const customerNameText = (
  { name, external_id }: { name: string; external_id: string },
  isArchived: boolean,
): string => `${name || external_id}${isArchived ? archivedMark : ''}`;
