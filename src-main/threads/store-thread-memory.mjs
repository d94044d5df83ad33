/**
 * Limits of a store thread. What an import or a report makes is short-lived: a nursery of this size is emptied often
 * enough that little of it grows old, which saves a hundred megabytes and costs no time.
 */
export const storeThreadMemory = { maxYoungGenerationSizeMb: 24 };
