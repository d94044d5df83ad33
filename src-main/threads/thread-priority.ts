import { constants, getPriority, setPriority } from 'node:os';

/**
 * How far a thread stands back where the processors do not suffice for all: windows and questions come first, then what
 * stores, then what is done ahead or beside.
 */
const niceness = {
  stores: constants.priority.PRIORITY_BELOW_NORMAL / 2,
  beside: constants.priority.PRIORITY_BELOW_NORMAL,
};

/** Lets the calling thread stand back, for good. Only on Linux is a priority that of a thread alone; elsewhere nothing changes. */
export function standBack(as: keyof typeof niceness): void {
  if (process.platform === 'linux' && getPriority() < niceness[as]) setPriority(niceness[as]);
}
