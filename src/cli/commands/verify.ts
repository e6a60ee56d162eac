import { Argument, Command } from 'commander';
import { readText } from '../../config/text-file.ts';
import { measuredDesigns } from '../../cosim/measured/index.ts';
import { verifyPoints } from '../../cosim/measured/verify.ts';
import { Mismatch } from '../../errors/mismatch.ts';
import type { TableFormat } from '../../report/tables/table.ts';
import type { Io } from '../io.ts';
import { examplesText, formatOption } from '../options.ts';
import { printResult } from '../print-result.ts';

/** `bbsim verify`: measured cycles of hardware that others wrote. */
export function verifyCommand(io: Io): Command {
  return new Command('verify')
    .description(
      'Reads cycles that were measured on hardware that others wrote, makes the inputs of every point by the rule in docs/validation.md, and compares every measured field with the simulator. Exit code 1 on a difference.',
    )
    .addArgument(
      new Argument('<design>', 'what was measured').choices(measuredDesigns.map(({ name }) => name)),
    )
    .argument('<points.json>', 'the measured points')
    .addOption(formatOption())
    .addHelpText(
      'after',
      examplesText([
        ['verify eie examples/measured/eie.json', "cycles of EIE's simulator, 24 products"],
        ['verify hisparse examples/measured/hisparse.json', 'cycles of an RTL shuffle unit'],
      ]),
    )
    .action(async (design: string, path: string, { format }: { readonly format: TableFormat }) => {
      const verified = verifyPoints(design, readText(path, path), path);
      await printResult(io, 'verification', verified, format);
      const { first, differences } = verified.verification;
      if (first === null) return;
      throw new Mismatch(
        `${path}: ${differences} differing; first in point ${first.point}, step ${first.step}: ${first.field} measured ${first.measured}, computed ${first.computed}`,
      );
    });
}
