/** Tables of usage by customer and day, keyed by meter, day and customer. */
export type CustomerDaysTable = 'usage_days' | 'usage_day_picks' | 'usage_day_uniques';

/**
 * The days among [@first, @last] with usage of a @meter, as `used(used_day)` for the statement that follows. From one used
 * day to the next: of the days of a calendar there may be millions between two events.
 */
export const usedDaysSql = (table: CustomerDaysTable) => `
  with recursive found(used_day) as (
    select min(day) from ${table} where meter = @meter and day >= @first
    union all
    select (select min(day) from ${table} where meter = @meter and day > found.used_day) from found
    where found.used_day < @last
  ), used(used_day) as (select used_day from found where used_day <= @last)`;
