import type { HandlersOf } from '../handler';
import { write } from '../store/write';
import { exportWhatIf } from './export-what-if';
import { makeWhatIf, reviewWhatIf } from './make-what-if';
import { comparedCustomers, whatIf } from './what-if';

export const whatIfHandlers: HandlersOf<'whatIf'> = {
  'whatIf.compare': whatIf,
  'whatIf.customers': comparedCustomers,
  'whatIf.export': exportWhatIf,
  'whatIf.review': reviewWhatIf,
  'whatIf.make': (input, { deps, context }) => write(deps, context, (tx) => makeWhatIf(tx, input)),
};
