import type { Command } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandEntries } from '../../src/cli/commands/index.ts';
import { always, pathOf } from '../../src/cli/given-options.ts';
import type { Io } from '../../src/cli/io.ts';
import { optionEffects } from '../../src/cli/option-effects.ts';
import { bbsim } from '../../src/cli/program.ts';
import { folder, matrixFile, put, session, vectorFile } from './session.ts';

const here = folder();
const A = put(here, 'A.npy', matrixFile([[1, 0, 2, 0]]));
const x = put(here, 'x.npy', vectorFile([1, 2, 3, 4]));
const product = `--matrix ${A} --vector ${x}`;
const file = 'examples/agreement-lm/model.npz';
const trained = `--weights ${file} --prefix lstm`;

const silent: Io = {
  print() {},
  note() {},
  wantsColour: false,
  terminal: null,
  clockMs: () => 0,
  onInterrupt: () => () => {},
};

/** Every command that acts, by the words that call it. */
const commands = new Map<string, Command>();
beforeAll(async () => {
  for (const { name } of commandEntries) {
    const program = await bbsim(silent, [name]);
    const [found] = program.commands.filter((command) => command.name() === name);
    for (const command of found.commands.length > 0 ? found.commands : [found])
      commands.set(pathOf(command), command);
  }
});

/** The options of charts, where none are drawn. */
const chartsOf = (before: string): readonly (readonly [string, string])[] => [
  [`${before} --svg`, '--svg has no effect without --out'],
  [`${before} --pdf`, '--pdf has no effect without --out'],
  [`${before} --size 800x600`, '--size has no effect without --out'],
  [`${before} --title Rev`, '--title has no effect without --out'],
  [`${before} --out ${here}/c --text paths`, '--text has no effect without --svg'],
];

/** What chooses in a file of weights. */
const choicesOf = (before: string): readonly (readonly [words: string, says: string])[] =>
  [
    ['--prefix lstm', '--prefix has no effect without --weights'],
    ['--model lstm', '--model has no effect without --weights'],
    ['--direction both', '--direction has no effect without --weights'],
    [`${trained} --model lstm`, '--prefix has no effect with --model: leave one of them out'],
  ].map(([words, says]) => [`${before} ${words}`.trim(), says] as const);

/** What an option without effect is refused with, by the command and what else is given. */
const idle: Readonly<Record<string, readonly (readonly [words: string, says: string])[]>> = {
  compare: [
    ...chartsOf('tiny'),
    ...choicesOf('tiny'),
    [`${trained} --set workload.sparsity=0.5`, '"workload.sparsity=0.5" without a workload: name it'],
    ['tiny --set workload.sparsity=0.5 --sparsity 0.5', 'with --sparsity: leave one of them out'],
    ['tiny --set workload.steps=2', '"workload.steps=2" on one step: use bbsim run'],
    ['tiny --set pes=2 --set pes=4', 'the first time for pes, which is set twice: set it once'],
    ['tiny --equal area --budget dsp=50%', '--budget has no effect with --equal area'],
    ['tiny --accelerators dense --sparsity 0.9', 'dense, where pattern dense keeps every weight'],
  ],
  diff: [...chartsOf('a b')],
  inspect: [
    ...chartsOf('examples/agreement-lm/model.npz'),
    [`examples/agreement-lm/model.npz ${trained}`, '--weights has no effect with a file as argument'],
    ['--prefix lstm', '--prefix has no effect without a file of weights: name it'],
    [`${trained} --model lstm`, '--prefix has no effect with --model: leave one of them out'],
    [`${trained} --set workload.steps=2`, '"workload.steps=2" on a file of weights, which is no workload'],
    [`${trained} --set ewop.lanes=2`, '"ewop.lanes=2" on weights, of which no step is run: use bbsim run'],
    [`${trained} --set program.spmvSlices=one`, '"program.spmvSlices=one" without --accelerator'],
    [`${trained} --set banks=8 --set banks=16`, 'which is set twice: set it once'],
  ],
  run: [
    ...chartsOf('tiny'),
    ...choicesOf('tiny'),
    ['tiny --from 1', '--from has no effect without --vcd or --trace'],
    ['tiny --to 1', '--to has no effect without --vcd or --trace'],
    ['tiny --trace-limit 9', '--trace-limit has no effect without --trace'],
    [`tiny --program --vcd ${here}/a.vcd --trace-limit 9`, '--trace-limit has no effect without --trace'],
    ['tiny --program --keep as-bank-balanced', '--keep has no effect with --program'],
    ['tiny --pattern none --keep as-bank-balanced', '--keep has no effect with --pattern none'],
    ['tiny --program --keep-per-bank 1', '--keep-per-bank has no effect with --program'],
    ['tiny --keep-per-bank 1 --set keepPerBank=1', '"keepPerBank=1" with --keep-per-bank: leave one of them'],
    ['tiny --program --steps 2', '--steps has no effect with --program'],
    ['tiny --program --format csv', '--format has no effect with --program: leave one of them out'],
    ['tiny --program --seed 2', '--seed has no effect with --program'],
    [`tiny --program --inputs ${x}`, '--inputs has no effect with --program'],
    [`tiny --program --state ${x} --vcd ${here}/a.vcd`, '--state has no effect with --program'],
    [`tiny --no-values --inputs ${x}`, '--inputs has no effect with --no-values: leave one of them out'],
    [`tiny --no-values --state ${x}`, '--state has no effect with --no-values'],
    [`tiny --no-values --save-outputs ${here}/o.npz`, '--save-outputs has no effect with --no-values'],
    [`tiny --no-values --numbers float64`, '--numbers has no effect with --no-values: leave one of them out'],
    ['tiny --numbers float64', '--numbers has no effect without --save-outputs'],
    [`${trained} --no-values --seed 2`, 'with --weights and --no-values: nothing is drawn by chance'],
    [`${trained} --inputs ${x} --seed 2`, 'with --weights and --inputs: nothing is drawn by chance'],
    ['tiny --pattern none --sparsity 0.5', 'with --pattern none, which prunes nothing: name a pattern'],
    ['tiny --pattern dense --sparsity 0.5 --accelerator dense', '--sparsity has no effect on dense, where'],
    ['tiny --accelerator dense --sparsity 0.5', 'keeps every weight: choose another pattern'],
    ['tiny --pattern block --set pattern.rows=2', '"pattern.rows=2" with --pattern: leave one of them out'],
    ['tiny --pattern none --set workload.sparsity=0.5', 'with --pattern none'],
    ['tiny --steps 2 --set workload.steps=3', '"workload.steps=3" with --steps'],
    [`tiny --inputs ${x} --set workload.steps=3`, '"workload.steps=3" with --inputs'],
    [`${trained} --set workload.steps=3`, '"workload.steps=3" without a workload: name it'],
  ],
  explain: [
    ...chartsOf('tiny'),
    ...choicesOf('tiny'),
    ['tiny --pattern none --sparsity 0.5', 'with --pattern none, which prunes nothing: name a pattern'],
    ['tiny --accelerator dense --sparsity 0.5', 'keeps every weight: choose another pattern'],
    ['tiny --pattern block --set pattern.rows=2', '"pattern.rows=2" with --pattern: leave one of them out'],
    ['tiny --set workload.steps=2', 'on one step: use bbsim run'],
    [`${trained} --seed 2`, '--seed has no effect with --weights: nothing is drawn by chance'],
  ],
  prune: [
    [`${file} --weights ${file}`, '--weights has no effect with a file as argument: leave one of them out'],
    ['--prefix lstm', '--prefix has no effect without a file of weights: name it'],
    [`${file} --model lstm --prefix lstm`, '--prefix has no effect with --model: leave one of them out'],
    [`${file} --weight-scale row`, '--weight-scale has no effect without --weight-bits'],
    [`${file} --pattern none --banks 4 --weight-bits 8`, '--banks has no effect with --pattern none'],
    [`${file} --pattern none --sparsity 0.5 --weight-bits 8`, '--sparsity has no effect with --pattern none'],
    [`${file} --pattern dense --sparsity 0.5`, '--sparsity has no effect on bbs, where pattern dense keeps'],
    [`${file} --set ewop.lanes=4`, '"ewop.lanes=4" on a file, whose weights are pruned by pattern, pes,'],
    [`${file} --set workload.steps=4`, '"workload.steps=4" on a file, whose weights are pruned by'],
    [`${file} --set number.weightBits=8`, '"number.weightBits=8" on a file, whose weights are pruned by'],
    [`${file} --set number.fractionBits=8`, '"number.fractionBits=8" without --weight-bits or --calibration'],
    [
      `${file} --pattern none --criterion obs --weight-bits 8`,
      '--criterion has no effect with --pattern none',
    ],
    [`${file} --calibration ${x}`, '--calibration has no effect without --criterion obs'],
    [`${file} --most-cycles 300 --sparsity 0.5`, '--sparsity has no effect with --most-cycles: leave one'],
    [`${file} --most-cycles 300 --direction forward`, '--most-cycles has no effect with --direction: leave'],
    [
      `${file} --most-cycles 300 --pattern none --weight-bits 8`,
      '--most-cycles has no effect with --pattern none',
    ],
    [`${file} --damping 0.1`, '--damping has no effect without --criterion obs'],
    [`${file} --set pattern=block`, 'for the whole pattern: give --pattern'],
    [`${file} --banks 4 --set pattern.banks=4`, '"pattern.banks=4" with --banks: leave one of them out'],
    [`${file} --set pes=4 --set pes=8`, 'the first time for pes, which is set twice: set it once'],
  ].map(([words, says]) => [`${words} --out ${here}/pruned.npz`, says] as const),
  spmv: [
    ...chartsOf(product),
    [`${product} --from 1`, '--from has no effect without --vcd'],
    [`${product} --to 1`, '--to has no effect without --vcd'],
    [`${product} --set workload.steps=3`, 'which has no workload: use bbsim run'],
    [`${product} --set pattern=block`, 'which is not pruned: use bbsim run'],
  ],
  rtl: [
    ['--synth --accelerator csr', '--accelerator has no effect with --synth'],
    [`--synth --matrix ${A}`, '--matrix has no effect with --synth'],
    [`--vector ${x} --out ${here}/r`, '--vector has no effect without --matrix'],
    [`${product} --layer 0 --out ${here}/r`, '--layer has no effect with --matrix'],
    [`${product} --steps 2 --out ${here}/r`, '--steps has no effect with --matrix'],
    [`${product} --sparsity 0.5 --out ${here}/r`, '--sparsity has no effect with --matrix'],
    [`${product} --seed 2 --out ${here}/r`, '--seed has no effect with --matrix'],
    [`${product} --set workload.sparsity=0 --out ${here}/r`, '"workload.sparsity=0" with --matrix'],
    [`tiny --set workload.steps=2 --out ${here}/r`, 'on the bench: give --steps'],
    ...choicesOf(`tiny --out ${here}/r`),
    [`tiny --size 1x4 --out ${here}/r`, '--size has no effect without --synth'],
    [`tiny --family ice40 --out ${here}/r`, '--family'],
    [`tiny --yosys npm --out ${here}/r`, '--yosys has no effect without --synth'],
    [`tiny --accelerator dense --sparsity 0.5 --out ${here}/r`, 'keeps every weight'],
    ['--synth --weights w.npz', '--weights has no effect with --synth'],
    ['--synth --set pes=2', '--set has no effect with --synth'],
  ],
  cosim: [
    ['--steps 2', '--steps has no effect on random cases: name a workload, or give --weights or --matrix'],
    ['--sparsity 0.5', '--sparsity has no effect on random cases'],
    ['--set pes=2', '--set has no effect on random cases'],
    ...choicesOf(''),
    [`--vector ${x}`, '--vector has no effect without --matrix'],
    ['--cases 2 --case 1', '--cases has no effect with --case'],
    ['tiny --case 1', '--case has no effect with a workload, --weights or --matrix: leave one out'],
    [`${product} --seed 2`, '--seed has no effect with --matrix'],
    [`${product} --steps 2`, '--steps has no effect with --matrix'],
    ['tiny --set workload.steps=2', 'here: give --steps'],
    ['tiny --accelerator dense --sparsity 0.5', 'keeps every weight'],
  ],
  query: [
    ...['minimize', 'maximize', 'pareto', 'sensitivity', 'marginal', 'sql', 'by', 'top'].map(
      (name) => [`${here} --chart heat --${name} 1`, `--${name} has no effect with --chart`] as const,
    ),
    [`${here} --chart heat --export p.csv`, '--export has no effect with --chart'],
    [`${here} --chart heat --format csv`, '--format has no effect with --chart'],
    [`${here} --export p.csv --format csv`, '--format has no effect with --export'],
    [`${here} --minimize dsp --distinct`, '--distinct has no effect without --pareto'],
    [`${here} --pareto dsp --top 3`, '--top has no effect without --minimize or --maximize'],
    [`${here} --by pes`, '--by has no effect without --marginal'],
    [`${here} --sql s --columns pes`, '--columns has no effect with --sql: leave one of them out'],
    [`${here} --chart heat --columns pes`, 'with --chart heat, only with parallel'],
    ...['out', 'x', 'y', 'value', 'family'].map(
      (name) => [`${here} --${name} pes`, `--${name} has no effect without --chart`] as const,
    ),
    [`${here} --size 900x600`, '--size has no effect without --chart'],
    [`${here} --title Rev`, '--title has no effect without --chart'],
    [`${here} --svg`, '--svg has no effect without --chart'],
    [`${here} --pdf`, '--pdf has no effect without --chart'],
    [`${here} --chart heat --out ${here}/a.svg --svg`, 'which is one already'],
    [`${here} --chart heat --out ${here}/a.pdf --pdf`, 'which is one already'],
    [`${here} --chart heat --out ${here}/a.png --text paths`, '--text has no effect without an SVG'],
    [`${here} --of min`, '--of has no effect without --chart'],
    [`${here} --chart heat --family ports`, '--family has no effect with --chart heat, only with lines'],
    [`${here} --chart pareto --of min`, '--of has no effect with --chart pareto, only with heat or lines'],
  ],
  list: [['--ert asic-45nm --format json', '--format has no effect with --ert: leave one of them out']],
  reproduce: [...chartsOf('fpga19')],
  sweep: [
    ...choicesOf('clock --dry-run'),
    [`--status --out ${here} --weights m.npz`, '--weights has no effect with --status'],
    [`clock --dry-run --out ${here}/s`, '--out has no effect with --dry-run'],
    [`--status --out ${here} --budget dsp=5%`, '--budget has no effect with --status'],
    [`--status --out ${here} --jobs 2`, '--jobs has no effect with --status'],
    [`--merge --out ${here} --jobs 2`, '--jobs has no effect with --merge'],
    [`--status --out ${here} --limit 2`, '--limit has no effect with --status'],
    ['clock --dry-run --retry-failed', '--retry-failed has no effect with --dry-run'],
    [`--merge --out ${here} --format csv`, '--format has no effect with --merge'],
    ['clock --chunks 2', '--chunks has no effect without --engine slurm'],
    ['clock --max-running 2', '--max-running has no effect without --engine slurm'],
    ['clock --slurm-options -p', '--slurm-options has no effect without --engine slurm'],
  ],
  schema: [['workload --write', '--write has no effect on one kind: it writes all, leave the kind out']],
  'study banks': [
    ...chartsOf('tiny'),
    ...choicesOf('tiny'),
    ['tiny --set workload.steps=2', 'on one step: use bbsim run'],
    [`${trained} --seed 2`, '--seed has no effect with --weights: nothing is drawn by chance'],
    ['tiny --constant pes --set banks=8', '"banks=8" with --constant pes: give --banks'],
  ],
  'study baselines': [
    ...chartsOf('tiny'),
    ...choicesOf('tiny'),
    ['tiny --set workload.steps=2', 'on one step: use bbsim run'],
    [`${trained} --seed 2`, '--seed has no effect with --weights: nothing is drawn by chance'],
  ],
  'study patterns': [
    ...chartsOf('tiny'),
    ...choicesOf('tiny'),
    ['tiny --set workload.steps=2', 'on one step: use bbsim run'],
    ['tiny --set pattern=block', '"pattern=block": give --patterns'],
    [`${trained} --seed 2`, '--seed has no effect with --weights: nothing is drawn by chance'],
  ],
};

const wordsOf = (name: string, words: string) => [...name.split(' '), ...words.split(' ')];

describe('an option that is given and has no effect', () => {
  it('has a rule: every option of every command says when it has one', () => {
    for (const [name, command] of commands) {
      const options = command.options.map((option) => option.attributeName());
      expect([name, Object.keys(optionEffects[name] ?? {}).sort()]).toEqual([name, options.sort()]);
    }
    expect(Object.keys(optionEffects).sort()).toEqual([...commands.keys()].sort());
  });

  it('is shown here for every rule that ever refuses', () => {
    for (const [name, rules] of Object.entries(optionEffects)) {
      for (const [option, rule] of Object.entries(rules)) {
        const long = commands.get(name)?.options.find((one) => one.attributeName() === option)?.long;
        const cases = (idle[name] ?? []).filter(([words]) => words.split(' ').includes(String(long)));
        if (rule !== always) expect(cases, `${name} ${long}`).not.toEqual([]);
      }
    }
  });

  const lines = Object.entries(idle).flatMap(([name, cases]) =>
    cases.map(([words, says]) => ({ name, words, says })),
  );
  it.each(lines)('ends $name $words', async ({ name, words, says }) => {
    const { code, out, err } = await session(...wordsOf(name, words));
    expect(err).toContain(says);
    expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 2, out: '', lines: 2 });
  });

  it('is refused by itself where its value is empty, in every command', async () => {
    for (const [name, { options, registeredArguments }] of commands) {
      const needed = options.filter(({ mandatory }) => mandatory).flatMap(({ long }) => [String(long), '1']);
      const args = registeredArguments
        .filter(({ required }) => required)
        .map(({ argChoices }) => argChoices?.[0] ?? 'x');
      for (const option of options.filter(({ required }) => required)) {
        const { code, out, err } = await session(...name.split(' '), ...args, ...needed, `${option.long}=`);
        const isPrefix = option.long === '--prefix';
        expect([name, err]).toEqual([name, expect.stringContaining(String(option.long))]);
        if (
          !isPrefix &&
          (option.parseArg === undefined || option.long === '--set') &&
          option.argChoices === undefined
        )
          expect(err).toContain(`${option.flags}: found nothing; leave it out, or give it a value`);
        expect([name, code, out]).toEqual([name, 2, '']);
      }
    }
  });

  it('is what the first of two values is, in every command', async () => {
    const values: Readonly<Record<string, string>> = {
      sparsity: '0.5',
      chunk: '1/2',
      size: '4x4',
      banks: '2',
      patterns: 'block',
      set: 'none',
    };
    for (const [name, { options, registeredArguments }] of commands) {
      const needed = options.filter(({ mandatory }) => mandatory).flatMap(({ long }) => [String(long), '1']);
      const args = registeredArguments
        .filter(({ required }) => required)
        .map(({ argChoices }) => argChoices?.[0] ?? 'x');
      for (const option of options) {
        const key = option.attributeName();
        if (optionEffects[name][key] !== always || key === 'set' || option.mandatory) continue;
        const value = option.argChoices?.[0] ?? values[key] ?? '2';
        const words = option.required ? [String(option.long), value] : [String(option.long)];
        const { code, err } = await session(...name.split(' '), ...args, ...needed, ...words, ...words);
        expect([name, err]).toEqual([
          name,
          `bbsim: ${option.long} is given twice, and only the last has an effect: give it once\n`,
        ]);
        expect(code).toBe(2);
      }
    }
  });
});

describe('an option that has an effect', () => {
  it.each([
    ['run', 'tiny --set pes=4 --set banks=8 --seed 2 --steps 2 --sparsity 0.75'],
    ['run', 'tiny --pattern unstructured --sparsity 0.75 --accelerator csr --no-values --allow-overflow'],
    ['run', `tiny --program --vcd ${here}/p.vcd --to 9 --steps 2 --seed 3 --set pes=4 --set banks=8`],
    [
      'run',
      `tiny --program --trace ${here}/p.json --trace-limit 9 --to 9 --steps 2 --set pes=4 --set banks=8`,
    ],
    ['list', '--format json'],
    ['list', '--ert asic-45nm'],
    ['schema', 'workload'],
  ])('does not end %s %s', async (name, words) => {
    expect(await session(...wordsOf(name, words))).toMatchObject({ code: 0 });
  });

  it('is an empty prefix beside weights: that of tensors without one', async () => {
    const words = ['run', '--weights', 'examples/agreement-lm/model.npz', '--prefix', ''];
    expect((await session(...words)).err).toContain('has no LSTM or GRU under the prefix ""');
  });
});
