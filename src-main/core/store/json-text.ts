/** JSON kept as text. The type parameter says what is inside; parse it where the row leaves the store. */
export type JsonText<_T> = string;
