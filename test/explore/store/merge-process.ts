/** A process of the merge tests: merges a store again and again, until it is killed. */
import { mergeShards } from '../../../src/explore/store/merge.ts';

process.stdout.write('ready\n');
for (;;) await mergeShards(process.argv[2]!);
