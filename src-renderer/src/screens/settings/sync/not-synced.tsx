/** What syncing leaves alone, said plainly. */
export function NotSynced() {
  return (
    <section aria-labelledby="not-synced" className="flex flex-col gap-1">
      <h2 id="not-synced" className="text-16 font-semibold">
        What is not synced
      </h2>
      <p className="text-14 text-secondary">
        Groups, features with their meters, plans and prices are synced. Customers, subscriptions, saved reports and API
        keys stay on this computer.
      </p>
    </section>
  );
}
