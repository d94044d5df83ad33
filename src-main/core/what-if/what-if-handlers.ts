import type { HandlersOf } from '../handler';
import { exportWhatIf } from './export-what-if';
import { comparedCustomers, whatIf } from './what-if';

export const whatIfHandlers: HandlersOf<'whatIf'> = {
  'whatIf.compare': whatIf,
  'whatIf.customers': comparedCustomers,
  'whatIf.export': exportWhatIf,
};
