export const up = `
-- Whoever writes down customers that events name looks up what charges them, for all of a batch at once: done for one after
-- the other it took a tenth of an import.
drop trigger charge_windows_customers_arrive;
`;
