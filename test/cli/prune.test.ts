import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patternKinds } from '../../src/bbs/patterns/named-pattern.ts';
import { RunResultSchema } from '../../src/run/result.ts';
import { PruneResultSchema } from '../../src/study/prune/prune-result.ts';
import { openNpz } from '../../src/tensors/npy/npz.ts';
import { openTensors } from '../../src/tensors/open.ts';
import { twoLayers } from '../study/prune/files.ts';
import { folder, put, session, smallBbs } from './session.ts';

const here = folder();
const model = put(here, 'model.npz', twoLayers().bytes);
const array = put(here, 'array.yaml', smallBbs);
const at = (name: string) => join(here, name);

async function prune(...words: string[]) {
  const { code, out, err } = await session('prune', ...words, '--accelerator', array, '--format', 'json');
  expect(code, err).toBe(0);
  return PruneResultSchema.parse(JSON.parse(out));
}

async function run(...words: string[]) {
  const saved = at('outputs.npz');
  const options = ['--accelerator', array, '--steps', '3', '--save-outputs', saved, '--format', 'json'];
  const { code, out, err } = await session('run', ...words, ...options);
  expect(code, err).toBe(0);
  const file = openNpz(readFileSync(saved), saved);
  return { ...RunResultSchema.parse(JSON.parse(out)), outputs: [file.read('h'), file.read('c')] };
}

describe('bbsim prune', () => {
  const patterns = [
    ...patternKinds.map((kind) => ['--pattern', kind]),
    ['--pattern', 'bank-balanced', '--set', 'gateMatrix=combined'],
    ['--pattern', 'regroup', '--set', 'gateMatrix=combined'],
    ['--pattern', 'unstructured', '--sparsity', '0.5'],
    ['--pattern', 'row-balanced', '--sparsity', '0.75'],
    ['--sparsity', '0.6'],
    [],
  ];

  it.each(patterns.map((words) => [words.join(' '), words] as const))(
    'makes a file whose run takes the cycles and keeps the weights of a run with %s',
    async (_, words) => {
      const out = at('pruned.npz');
      const { kept, sparsity } = await prune(model, ...words, '--out', out);
      const sets = words.includes('gateMatrix=combined') ? words.slice(-2) : [];
      const free =
        words.includes('bank-balanced') || !words.includes('--pattern') ? [] : ['--set', 'kind=csr'];
      const [before, after] = [
        await run('--weights', model, ...words, ...free),
        await run('--weights', out, ...sets, ...free),
      ];
      expect(after.cycles).toEqual(before.cycles);
      expect(after.weights.kept).toBe(before.weights.kept);
      expect([kept, sparsity]).toEqual([before.weights.kept, before.weights.achievedSparsity]);
      expect(after.outputs).toEqual(before.outputs);
    },
  );

  it.each([
    ['row', 'separate'],
    ['row', 'combined'],
    ['tensor', 'separate'],
    ['tensor', 'combined'],
  ])(
    'makes int8 codes whose run has the outputs of int8 weights to the bit: a scale for every %s, %s',
    async (scale, gates) => {
      const out = at('int8.npz');
      const sets = ['--set', `gateMatrix=${gates}`];
      const int8 = [...sets, '--set', 'number.weightBits=8', '--set', `number.weightScale=${scale}`];
      await prune(
        model,
        ...sets,
        '--sparsity',
        '0.5',
        '--weight-bits',
        '8',
        '--weight-scale',
        scale,
        '--out',
        out,
      );
      const [before, after] = [
        await run('--weights', model, '--sparsity', '0.5', ...int8),
        await run('--weights', out, ...int8),
      ];
      expect(after.outputs).toEqual(before.outputs);
      expect(after.cycles).toEqual(before.cycles);
      expect(after.weights.requantised).toBe(0);
      const [wide] = [await run('--weights', model, '--sparsity', '0.5', ...sets)];
      expect(wide.outputs).not.toEqual(before.outputs);
    },
  );

  it('makes int8 codes of weights as they are', async () => {
    const out = at('codes.npz');
    const { pattern, kept, weights, requestedSparsity } = await prune(
      ...[model, '--pattern', 'none', '--weight-bits', '8', '--out', out],
    );
    expect([pattern, kept, requestedSparsity]).toEqual([{ kind: 'none' }, weights, null]);
    const int8 = ['--set', 'number.weightBits=8', '--pattern', 'none'];
    const [before, after] = [await run('--weights', model, ...int8), await run('--weights', out, ...int8)];
    expect(after.outputs).toEqual(before.outputs);
  });

  it('takes banks and fields of a pattern, of the array or by name', async () => {
    const patternOf = async (...words: string[]) =>
      (await prune(model, ...words, '--out', at('p.npz'))).pattern;
    const balanced = { kind: 'bank-balanced', placement: 'even' };
    expect(await patternOf()).toEqual({ ...balanced, banks: 4 });
    expect(await patternOf('--banks', '2')).toEqual({ ...balanced, banks: 2 });
    expect(await patternOf('--set', 'pattern.placement=blocked')).toMatchObject({
      banks: 4,
      placement: 'blocked',
    });
    expect(await patternOf('--set', 'banks=8')).toEqual({ ...balanced, banks: 8 });
    const block = ['--pattern', 'block', '--set', 'pattern.blockRows=2', '--set', 'pattern.blockCols=1'];
    expect(await patternOf(...block)).toMatchObject({ kind: 'block', blockRows: 2, blockCols: 1 });
  });

  it('prints tables, and takes the file by --weights too', async () => {
    const out = at('t.npz');
    const { code, out: text } = await session(
      'prune',
      '--weights',
      model,
      '--accelerator',
      array,
      '--out',
      out,
    );
    expect(code).toBe(0);
    expect(text).toContain(`LSTM lstm of ${model}: bank-balanced, banks 4, placement even, as array has it`);
    expect(text).toMatch(/weight_hh_l1 .*\n *all /);
    expect(text).toContain(out);
    const { out: csv } = await session('prune', model, '--out', out, '--format', 'csv');
    expect(csv.split('\r\n')[0]).toBe(
      'tensor,rows,cols,kept weights,sparsity,kept share of squared magnitude',
    );
  });

  it('says where a pattern cannot be as sparse as it was asked to be', async () => {
    const remarksAt = async (sparsity: string) =>
      (await prune(model, '--banks', '2', '--sparsity', sparsity, '--out', at('f.npz'))).remarks;
    expect(await remarksAt('0.95')).toEqual([
      expect.stringMatching(
        /model\.npz: at 95\.0 % sparsity bank-balanced reaches \d\d\.\d %: what a pattern keeps/,
      ),
    ]);
    expect(await remarksAt('0.5')).toEqual([]);
  });

  it('says what it wrote: bytes and digest', async () => {
    const out = at('d.npz');
    const { files } = await prune(model, '--out', out);
    const { createHash } = await import('node:crypto');
    const bytes = readFileSync(out);
    expect(files).toEqual([
      { path: out, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') },
    ]);
  });
});

describe('a file that others belong to', () => {
  const models = 'test/fixtures/models';
  const index = `${models}/safetensors/sharded.safetensors.index.json`;
  const shards = ['sharded-00001-of-00002.safetensors', 'sharded-00002-of-00002.safetensors'];
  const words = ['prune', index, '--banks', '2', '--out'];

  it('is written with them into another folder, and again over itself', async () => {
    const out = at('shards/pruned.safetensors.index.json');
    const { files } = await prune(index, '--banks', '2', '--out', out);
    expect(readdirSync(at('shards')).sort()).toEqual(['pruned.safetensors.index.json', ...shards].sort());
    expect(files.map(({ path }) => path)).toEqual([out, ...shards.map((shard) => at(`shards/${shard}`))]);
    expect((await prune(index, '--banks', '2', '--out', out)).files).toEqual(files);
    expect((await session('inspect', out)).code).toBe(0);
  });

  it('takes the place of none that was read, and of none that belongs to another file', async () => {
    const beside = await session(...words, `${models}/safetensors/pruned.safetensors.index.json`);
    expect([beside.code, beside.err]).toEqual([
      2,
      `bbsim: --out: ${models}/safetensors/${shards[0]} would take the place of ${models}/safetensors/${shards[0]}, which is read; expected another folder\n`,
    ]);
    mkdirSync(at('taken'));
    put(at('taken'), shards[1], 'of another model');
    const taken = await session(...words, at('taken/pruned.safetensors.index.json'));
    expect([taken.code, taken.err]).toEqual([
      2,
      expect.stringContaining(`${at('taken')}/${shards[1]} would be written too, and is there already`),
    ]);
    expect(readdirSync(at('taken'))).toEqual([shards[1]]);
  });

  it('is gone before its shards change: one that is cut off half-way is no mix of two models', async () => {
    const out = at('cut/pruned.safetensors.index.json');
    expect((await session(...words, out)).code).toBe(0);
    // The second shard cannot be written, as if the command had been stopped there.
    rmSync(at(join('cut', shards[1])));
    mkdirSync(at(join('cut', shards[1])));
    const cut = await session(...words, out);
    expect([cut.code, cut.err]).toEqual([2, expect.stringContaining(`${shards[1]}: it is a directory`)]);
    expect(existsSync(out)).toBe(false);
  });

  it('keeps its kind: an index stays one', async () => {
    const { code, err } = await session(...words, at('m.safetensors'));
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('a name that ends in .safetensors.index.json: '),
    ]);
  });
});

describe('a state dict of PyTorch', () => {
  it('has masks of floats, as torch.nn.utils.prune has them', async () => {
    const { files } = await prune(
      ...['test/fixtures/models/pytorch/lstm.pt', '--banks', '2', '--out', at('masks.pt')],
    );
    const { path, bytes } = { path: files[0].path, bytes: readFileSync(files[0].path) };
    expect(openTensors(bytes, path)?.read('weight_ih_l0_mask').dtype).toBe('float32');
  });
});

describe('models of ONNX', () => {
  const onnx = 'test/fixtures/models/onnx-recurrent';

  it('say which tensors are pruned for another of them too', async () => {
    const { remarks } = await prune(
      `${onnx}/shared.onnx`,
      '--model',
      'one',
      '--banks',
      '2',
      '--out',
      at('s.onnx'),
    );
    expect(remarks).toContainEqual(
      expect.stringMatching(/shared\.onnx: tensor W is pruned for two too, which has it in common$/),
    );
  });

  it('are pruned in the direction that is asked for, in tensors that hold both', async () => {
    const model = `${onnx}/torch-lstm-bidirectional.onnx`;
    const { tensors } = await prune(model, '--direction', 'forward', '--banks', '2', '--out', at('b.onnx'));
    expect(tensors.length).toBe(2);
    const words = ['--accelerator', array, '--pattern', 'none', '--allow-overflow', '--format', 'json'];
    const keptIn = async (direction: string) => {
      const more = ['--direction', direction, '--set', 'kind=csr', '--no-values'];
      const { out } = await session('run', '--weights', at('b.onnx'), ...more, ...words);
      return RunResultSchema.parse(JSON.parse(out)).weights;
    };
    expect((await keptIn('forward')).kept).toBe(tensors.reduce((sum, { kept }) => sum + kept, 0));
    expect((await keptIn('reverse')).achievedSparsity).toBe(0);
  });

  it('have no int8 codes', async () => {
    const model = `${onnx}/lstm-reverse.onnx`;
    const { code, err } = await session('prune', model, '--weight-bits', '8', '--out', at('i.onnx'));
    expect([code, err]).toEqual([
      2,
      `bbsim: ${model}: int8 codes with scales have no place in an ONNX model, expected tensors under PyTorch's names\n`,
    ]);
  });
});

describe('bbsim prune refuses', () => {
  const out = at('no.npz');
  const text = put(here, 'text.npz', 'not a zip file');
  mkdirSync(at('links'));
  linkSync(model, at('links/hard.npz'));
  symlinkSync(model, at('links/soft.npz'));

  it.each([
    ['no file', ['--out', out], 'prune: expected a file of weights'],
    ['no name to write to', [model], "required option '--out <file>' not specified"],
    [
      'a file that is not there',
      [at('none.npz'), '--out', out],
      `[file]: cannot read ${at('none.npz')}: no such file`,
    ],
    ['weights that are not there', ['--weights', at('none.npz'), '--out', out], '--weights: cannot read'],
    ['what is no file of weights', [text, '--out', out], `${text}: `],
    ['a pattern that there is not', [model, '--pattern', 'none-such', '--out', out], 'none-such'],
    [
      'nothing to do',
      [model, '--pattern', 'none', '--out', out],
      '--pattern none changes nothing without --weight-bits 8',
    ],
    [
      'a field that the pattern has not',
      [model, '--pattern', 'unstructured', '--banks', '4', '--out', out],
      'banks',
    ],
    [
      'the file itself',
      [model, '--out', model],
      `--out: ${model} is the file that is pruned, expected another name`,
    ],
    ['a hard link to it', [model, '--out', at('links/hard.npz')], 'is the file that is pruned'],
    ['a link to it', [model, '--out', at('links/soft.npz')], 'is the file that is pruned'],
    [
      'a name of another format',
      [model, '--out', at('m.safetensors')],
      `--out: found ${at('m.safetensors')}, expected a name that ends in .npz: the format stays that of ${model}`,
    ],
    [
      'a model that is not there',
      [model, '--model', 'decoder', '--out', out],
      'has no model "decoder"; found "lstm"',
    ],
    [
      'a direction that it has not',
      [model, '--direction', 'reverse', '--out', out],
      'has no reverse pass, found forward alone',
    ],
    ['seven bits', [model, '--weight-bits', '7', '--out', out], 'Allowed choices are 8'],
    ['a folder that cannot be made', [model, '--out', '/proc/none/p.npz'], '/proc/none'],
  ])('%s', async (_, words, says) => {
    const { code, out: printed, err } = await session('prune', ...words);
    expect(err).toContain(says);
    expect([code, printed, existsSync(out)]).toEqual([2, '', false]);
    expect(readdirSync(here).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
