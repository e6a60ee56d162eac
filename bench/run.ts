/**
 * All benchmarks: `npm run bench`. Ratios of things measured in one run; absolute figures are information.
 */
import { benchCompare } from './compare.ts';
import { printFigures } from './figure.ts';
import { benchKernel } from './kernel.ts';
import { benchLanes } from './lanes.ts';
import { benchSpmv } from './spmv.ts';
import { benchStep } from './step.ts';

for (const bench of [benchSpmv, benchLanes, benchStep, benchKernel, benchCompare]) printFigures(bench());
