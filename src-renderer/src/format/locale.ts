/** The locale numbers and dates are shown and read in: the operating system's. */
export const currentLocale = (): string => navigator.language;
