import { Command, InvalidArgumentError, Option } from 'commander';
import { makeFolder } from '../../disk/folder.ts';
import { FEWEST_BANKS, MOST_BANKS } from '../../hw/config/array.ts';
import { knownOf } from '../../run/known-of-run.ts';
import { loadPlatforms } from '../../run/platform.ts';
import { type Constant, constantQuantities } from '../../study/banks/bank-sizes.ts';
import { studyBanks } from '../../study/banks/bank-study.ts';
import { loadChosen } from '../chosen-model.ts';
import { noteCuts } from '../cut-numbers.ts';
import { drawingOf } from '../drawing-options.ts';
import type { Io } from '../io.ts';
import { noteMootFields } from '../moot-fields.ts';
import { sparsityOption } from '../options.ts';
import { printResult } from '../print-result.ts';
import { addStudyOptions, type StudyOptions } from '../study-options.ts';
import { writeResult } from '../write-result.ts';

/** Command lines of `bbsim study banks` to start from. */
export const banksExamples = [
  ['study banks', '2 to 64 banks on the TIMIT LSTM of ESE, at 87.5 % sparsity'],
  [
    'study banks tiny --banks 2,4,8 --constant pes --format csv',
    'a line per number of banks, for a spreadsheet',
  ],
] as const;

interface BanksOptions extends StudyOptions {
  readonly banks?: readonly number[];
  readonly constant: Constant;
}

/** `bbsim study banks`. */
export function banksCommand(io: Io): Command {
  const command = new Command('banks')
    .summary('storage, latency and mask similarity against the number of banks')
    .description(
      'Prunes the same weights bank-balanced over several numbers of banks and reports, for each: storage in CSB and CSR, one step on the ' +
        'bbs array and on a csr array of the same size and as many kept weights, whether they fit the device, and how near the masks come to ' +
        'unstructured pruning, beside row-balanced and 4 x 4 block masks. With --out also writes result.json and charts.',
    )
    .argument('[workload]', 'preset name or YAML path (default: timit, or what --weights holds)')
    .addOption(
      new Option(
        '--banks <list>',
        'numbers of banks, separated by commas (default: the powers of two from 2 to 256 with two columns of every matrix to a bank)',
      ).argParser(bankList),
    )
    .addOption(
      new Option(
        '--constant <what>',
        'what of the bbs preset stays: its multipliers (PEs x banks), or its PEs whatever the banks',
      )
        .choices(constantQuantities)
        .default('multipliers'),
    )
    .addOption(sparsityOption());
  return addStudyOptions(command, banksExamples).action(
    (workload: string | undefined, options: BanksOptions) => runBanks(io, workload, options),
  );
}

async function runBanks(io: Io, workload: string | undefined, options: BanksOptions): Promise<void> {
  const { seed, set, out, format, constant } = options;
  const { platforms, remarks } = loadPlatforms(['bbs', 'csr'], set);
  for (const remark of remarks) io.note(remark);
  const [bbs, csr] = platforms;
  const loaded = await loadChosen(io, workload, options);
  if (out !== undefined) await makeFolder(out);
  const result = studyBanks({
    bbs,
    csr,
    model: loaded.model,
    workload: loaded.name,
    sparsity: options.sparsity ?? loaded.sparsity,
    seed,
    inputs: loaded.inputs,
    banks: options.banks ?? null,
    constant,
    onProgress: (label) => io.note(label),
  });
  const known = knownOf(result.points[0].bbs.residency, loaded.model.shape.layers);
  const designs = platforms.map(({ name, config }) => ({ from: name, name, config, known }));
  noteMootFields(io, designs, set);
  noteCuts(
    io,
    result.points.flatMap(({ banks, bbs: ofBbs, csr: ofCsr }) => [
      { name: `bbs with ${banks} banks`, saturations: ofBbs.saturations },
      { name: `csr with ${banks} banks`, saturations: ofCsr.saturations },
    ]),
  );
  if (out !== undefined) await writeResult(io, 'banks', result, out, drawingOf(options));
  await printResult(io, 'banks', result, format);
}

/** `8,12,64` in ascending order; from 2 to 4096, each once. */
function bankList(text: string): number[] {
  const list = text.split(',').map((part) => {
    const banks = Number(part);
    const isCount = /^\s*\d+\s*$/.test(part);
    if (isCount && banks >= FEWEST_BANKS && banks <= MOST_BANKS) return banks;
    throw new InvalidArgumentError(
      `expected integers from ${FEWEST_BANKS} to ${MOST_BANKS}, separated by commas; found "${part.trim()}"`,
    );
  });
  const twice = list.find((banks, i) => list.indexOf(banks) !== i);
  if (twice !== undefined) throw new InvalidArgumentError(`${twice} is given twice`);
  return list.sort((a, b) => a - b);
}
