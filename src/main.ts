/** Starts the parts in order, stops them in reverse, within a limit. */
import { runDesk } from './run.ts';

await runDesk();
