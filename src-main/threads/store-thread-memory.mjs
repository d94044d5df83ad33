import { setFlagsFromString } from 'node:v8';

/**
 * Limits of a store thread. What an import or a report makes is short-lived: a nursery of this size is emptied often
 * enough that little of it grows old, and a heap that may not become huge is tidied before it is large. Both together save
 * a hundred megabytes and cost no time.
 */
export const storeThreadMemory = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 1024 };

/** Megabytes. */
const room = 64;

/**
 * Gives threads that start from now on room to fill before all of their heap is looked at for what is unused. V8 would begin
 * with a few megabytes, and look again and again beside a pull or an import: that was a fourteenth of their time.
 */
export const giveThreadsRoom = () => setFlagsFromString(`--initial-old-space-size=${room}`);
