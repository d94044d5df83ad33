/**
 * `npm run simulate -- --schedules 100000 --seed 7` sets both, and so can anybody; `npm test` plays the same again and
 * again.
 */
export const schedules = Number(process.env.SYNC_SCHEDULES ?? 400);
export const seed = Number(process.env.SYNC_SEED ?? 9);
