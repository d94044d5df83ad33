import type { Customer } from '@shared/entities/customer';
import { useState } from 'react';

/** What a person says of a customer. */
export type CustomerTexts = Pick<Customer, 'name' | 'external_id' | 'email'>;

/** A customer that is about to be added or changed, and what is wrong with it: it begins as `before` or as nothing. */
export function useCustomerDraft(before: CustomerTexts = { name: '', external_id: '', email: '' }) {
  const [texts, setTexts] = useState(before);
  const [attempts, setAttempts] = useState(0);
  const wanted: CustomerTexts = {
    name: texts.name.trim(),
    external_id: texts.external_id.trim(),
    email: texts.email.trim(),
  };
  const isTried = attempts > 0;
  return {
    texts,
    set: (change: Partial<CustomerTexts>) => setTexts({ ...texts, ...change }),
    nameError: isTried && wanted.name === '' ? 'Give the customer a name.' : null,
    idError: isTried && wanted.external_id === '' ? 'Give the ID that usage events name the customer by.' : null,
    isDirty: Object.keys(texts).some((key) => texts[key as keyof CustomerTexts] !== before[key as keyof CustomerTexts]),
    attempts,
    submit(save: (wanted: CustomerTexts) => void) {
      if (wanted.name === '' || wanted.external_id === '') setAttempts(attempts + 1);
      else save(wanted);
    },
  };
}

export type CustomerDraft = ReturnType<typeof useCustomerDraft>;
