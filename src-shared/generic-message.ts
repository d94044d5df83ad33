/** Whether a sentence about a refused value is zod's own: a rule of ours that speaks for itself never begins like that. */
export const isGenericMessage = (message: string) =>
  /^(Invalid (input|option|string|key)\b|Too small|Too big|Unrecognized)/.test(message);
