import { givenFields, givenOfWorkload } from '../config/given-fields.ts';
import type { AcceleratorConfig } from '../hw/config/config.ts';
import type { KnownOfRun } from '../hw/config/moot.ts';
import { mootIn, mootRemarks } from '../run/moot-remarks.ts';
import type { Io } from './io.ts';

/** A design that was run, and where its accelerator came from. */
export interface RunDesign {
  /** The preset or file that the user named. */
  readonly from: string;
  readonly name: string;
  readonly config: AcceleratorConfig;
  readonly known: KnownOfRun;
}

/**
 * Says which of the fields that the user set, in a file or by `--set`, had no
 * effect on the designs that were run.
 */
export function noteMootFields(io: Io, designs: readonly RunDesign[], sets: readonly string[]): void {
  const ofWorkload = givenOfWorkload(sets);
  const found = designs.map(({ from, name, config, known }) => ({
    name,
    moot: mootIn(config, [...givenFields('accelerator', from, sets), ...ofWorkload], known),
  }));
  for (const remark of mootRemarks(found)) io.note(remark);
}
