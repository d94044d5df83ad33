/** `npm run simulate -- --schedules 100000 --seed 7` sets both; `npm test` plays the same few again and again. */
export const schedules = Number(process.env.SYNC_SCHEDULES ?? 100);
export const seed = Number(process.env.SYNC_SEED ?? 9);
