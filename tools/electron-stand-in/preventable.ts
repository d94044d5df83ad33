/** An event whose default a listener may prevent, with further fields of the event on it. */
export function preventable<F extends object>(
  fields: F = {} as F,
): F & { defaultPrevented: boolean; preventDefault(): void } {
  const event = {
    ...fields,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
  };
  return event;
}
