/** One start: prints the milliseconds from the start of this process to the first answered query. */
import { openCore } from './core-client.mjs';

const core = await openCore(process.argv[2] ?? '');
await core.call('group.search', {});
console.log(performance.now());
await core.close();
