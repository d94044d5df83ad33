/** What this program is called and which one it is; the same as in the package. */
export const product = { name: 'Pricebook', version: '0.1.0' } as const;
