import { setFlagsFromString } from 'node:v8';

/** Megabytes. */
const room = 24;

/**
 * Has threads that start from now on look for what is unused among all of their memory once it is so large. A store thread
 * holds much for long and is given more room; of what an import or a check made nearly all is unused by then.
 */
export const giveHelpersRoom = () => setFlagsFromString(`--initial-old-space-size=${room}`);
