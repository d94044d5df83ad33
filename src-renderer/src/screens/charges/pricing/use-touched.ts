import { useState } from 'react';

/** Which fields the person has left: what is missing elsewhere is not held against them yet. */
export function useTouched() {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  return {
    isTouched: (field: string) => touched.has(field),
    touch: (field: string) => setTouched((old) => (old.has(field) ? old : new Set([...old, field]))),
  };
}
