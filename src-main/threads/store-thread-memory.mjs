/**
 * Limits of a store thread. What an import or a report makes is short-lived: a nursery of this size is emptied often
 * enough that little of it grows old, and a heap that may not become huge is tidied before it is large. Both together save
 * a hundred megabytes and cost no time.
 */
export const storeThreadMemory = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 1024 };
