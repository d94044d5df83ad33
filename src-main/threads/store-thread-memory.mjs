import { setFlagsFromString } from 'node:v8';

/**
 * Limits of a store thread. What an import or a report makes is short-lived: a nursery of this size is emptied often
 * enough that little of it grows old, and a heap that may not become huge is tidied before it is large. Both together save
 * a hundred megabytes and cost no time.
 */
export const storeThreadMemory = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 1024 };

/** Megabytes. */
const roomOfWriter = 64;
const roomOfOthers = 24;

/** For the whole program, but looked at only when a thread begins. */
const giveRoom = (/** @type {number} */ megabytes) => setFlagsFromString(`--initial-old-space-size=${megabytes}`);

/**
 * Gives the thread that writes room to fill before all of its heap is looked at for what is unused. V8 would begin with a
 * few megabytes, and look again and again beside a pull or an import: that was a fourteenth of their time.
 */
export const giveWriterRoom = () => giveRoom(roomOfWriter);

/**
 * Gives less to threads that begin from now on. Of what a report, an export or an import makes nearly all is unused by then:
 * with the writer's room they took 30 MB more and no less time.
 */
export const giveOthersRoom = () => giveRoom(roomOfOthers);
