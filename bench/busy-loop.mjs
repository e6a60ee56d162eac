/**
 * A thread that does nothing but arithmetic in registers: what the machine's cores
 * can do at best when several run.
 */
import { parentPort } from 'node:worker_threads';

let x = 1;
for (let i = 0; i < 1_500_000_000; i++) x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
parentPort?.postMessage(x);
