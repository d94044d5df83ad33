import { commitmentExamples } from '@shared/rules/commitment-examples';
import type { PricingTerms } from '@shared/rules/pricing';
import { formatMoney } from '../../format/money';
import type { Unit } from '../../format/quantity';
import { type CommitmentDraft, commitmentOfDraft } from './commitment-draft';
import { chargedWords, usedWords } from './commitment-words';

interface Props {
  /** Null while the draft is not complete. */
  draft: CommitmentDraft | null;
  terms: PricingTerms;
  currency: string;
  unit: Unit | null;
}

/** What a commitment means in money: at nothing, below it, at it and above it. */
export function CommitmentExample({ draft, terms, currency, unit }: Props) {
  return (
    <section
      aria-label="Worked example"
      className="flex min-w-0 flex-col gap-2 rounded-control border border-line bg-sunken p-3"
    >
      <h3 className="text-14 font-semibold">Worked example</h3>
      {draft === null ? (
        <p className="text-13 text-muted">Complete the commitment to see what it comes to.</p>
      ) : (
        <table className="w-full border-collapse text-13">
          <caption className="sr-only">
            {draft.by_window ? 'What one window is charged' : 'What is charged in the time that is looked at'}
          </caption>
          <thead>
            <tr className="border-b border-line text-left text-secondary">
              <th scope="col" className="py-1 pr-3 font-medium">
                {draft.by_window ? 'Used in a window' : 'Used'}
              </th>
              <th scope="col" className="py-1 pr-3 font-medium">
                How
              </th>
              <th scope="col" className="py-1 text-right font-medium">
                Charged
              </th>
            </tr>
          </thead>
          <tbody>
            {commitmentExamples(commitmentOfDraft(draft), terms).map((example) => (
              <tr key={example.at} className="border-b border-line">
                <th scope="row" className="py-1 pr-3 text-left align-top font-[inherit]">
                  {usedWords(example, currency, unit)}
                </th>
                <td className="py-1 pr-3 break-words text-secondary">{chargedWords(example, draft, currency)}</td>
                <td className="py-1 text-right align-top whitespace-nowrap">
                  {formatMoney(example.charged, currency)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
