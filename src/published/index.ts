import { bbs } from './bbs/index.ts';
import { brds } from './brds/index.ts';
import { cLstm } from './c-lstm/index.ts';
import { deltaRnn } from './delta-rnn/index.ts';
import { edgeDrnn } from './edge-drnn/index.ts';
import { ese } from './ese/index.ts';
import type { PublishedDesign } from './published-design.ts';
import { spartus } from './spartus/index.ts';

/** The published designs in the order in which they are reported: the only place where one is registered. */
export const publishedDesigns: readonly PublishedDesign[] = [
  ese,
  cLstm,
  deltaRnn,
  edgeDrnn,
  spartus,
  brds,
  bbs,
];
