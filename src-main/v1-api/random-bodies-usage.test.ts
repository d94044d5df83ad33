import { testRandomBodies } from './test-random-bodies';

testRandomBodies((tag) => !['Groups', 'Prices', 'Plans'].includes(tag));
