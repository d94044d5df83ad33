import type { HandlersOf } from '../handler';
import { loadSample } from './load-sample';

export const sampleHandlers: HandlersOf<'sample'> = {
  'sample.load': (_input, call) => loadSample(call),
};
