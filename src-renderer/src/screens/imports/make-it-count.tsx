import type { Job } from '@shared/entities/job';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { buttonClass } from '../../components/button';
import { CreateFeaturesStep } from './create-features-step';
import { CustomersOnPlanStep } from './customers-on-plan-step';

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="flex min-w-0 gap-3">
      <span
        aria-hidden
        className="mt-0.5 flex size-6 shrink-0 items-center justify-center rounded-full border border-control text-13 font-semibold"
      >
        {number}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <h3 className="text-14 font-semibold">{title}</h3>
        {children}
      </div>
    </li>
  );
}

/** What turns stored events into usage with a cost: features that measure them, charges, customers on a plan. */
export function MakeItCount({ job }: { job: Job }) {
  return (
    <section className="flex flex-col gap-4 rounded-control border border-line p-5">
      <div>
        <h2 className="text-16 font-semibold">Make it count</h2>
        <p className="text-14 text-secondary">
          Events have a cost once a feature measures them, a plan charges for the feature and the customer is on the
          plan.
        </p>
      </div>
      <ol className="flex flex-col gap-6">
        <Step number={1} title="Measure the events">
          <CreateFeaturesStep job={job} />
        </Step>
        <Step number={2} title="Charge for the features">
          <p className="text-14 text-secondary">
            A usage charge of a plan says what a feature costs, and which group it belongs to.
          </p>
          <div>
            <Link to="/plans" className={buttonClass()}>
              Go to Plans
            </Link>
          </div>
        </Step>
        <Step number={3} title="Put the customers on a plan">
          <CustomersOnPlanStep />
        </Step>
        <Step number={4} title="See what each group earns">
          <div>
            <Link to="/analytics" className={buttonClass()}>
              Open Analytics
            </Link>
          </div>
        </Step>
      </ol>
    </section>
  );
}
