import type { Pricebook } from './pricebook';

/** How often the clock is looked at; also what a computer that slept is late by at most. */
const lookEveryMs = 20_000;

/** Begins saved reports when their time has come, for as long as the program runs. Answers how to stop. */
export function startReportClock(pricebook: Pick<Pricebook, 'call'>, log: (line: string) => void): () => void {
  const look = async () => {
    const reply = await pricebook.call('savedReport.runDue', {}, { environment_id: '' });
    if (!reply.ok) log(`scheduled reports could not be looked for: ${reply.error.message}`);
  };
  void look();
  const timer = setInterval(() => void look(), lookEveryMs);
  return () => clearInterval(timer);
}
