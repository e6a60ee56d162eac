import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadChosen, prunesModel } from '../../src/cli/chosen-model.ts';
import { folder, put, session } from './session.ts';

const here = folder();
const none = join(here, 'none.npz');
const text = put(here, 'text.npz', 'not a zip file');
const trained = 'examples/agreement-lm/model.npz';

/** The commands that take a workload or weights, each with what it cannot do without. */
const commands = {
  run: ['run'],
  compare: ['compare', '--accelerators', 'bbs'],
  cosim: ['cosim'],
  rtl: ['rtl', '--out', join(here, 'rtl')],
  'study banks': ['study', 'banks'],
} as const;
const names = Object.keys(commands) as (keyof typeof commands)[];

/** What cannot be used, as words of a command line and as the fields of a workload in a sweep. */
const faults = [
  {
    what: 'a file of weights that is not there',
    words: ['--weights', none],
    entry: { use: 'tiny', weights: none },
    says: `weights: cannot read ${none}: no such file or directory`,
  },
  {
    what: 'a folder in place of weights',
    words: ['--weights', here],
    entry: { use: 'tiny', weights: here },
    says: `weights: cannot read ${here}: it is not a regular file`,
  },
  {
    what: 'weights in a file of no format that is read',
    words: ['--weights', text],
    entry: { use: 'tiny', weights: text },
    says: `${text}: is none of the files of weights that are read: `,
  },
  {
    what: 'weights of another shape than the workload',
    words: ['tiny', '--weights', trained],
    entry: { use: 'tiny', weights: join(process.cwd(), trained) },
    says: 'model.npz: layer 0 has inputs',
  },
  {
    what: 'a prefix without weights',
    words: ['tiny', '--prefix', 'encoder'],
    entry: { use: 'tiny', prefix: 'encoder' },
    says: 'prefix has no effect without',
  },
  {
    what: 'a model without weights',
    words: ['tiny', '--model', 'encoder'],
    entry: { use: 'tiny', model: 'encoder' },
    says: 'model has no effect without',
  },
  {
    what: 'a direction without weights',
    words: ['tiny', '--direction', 'reverse'],
    entry: { use: 'tiny', direction: 'reverse' },
    says: 'direction has no effect without',
  },
  {
    what: 'a model that the file does not have',
    words: ['--weights', trained, '--model', 'encoder'],
    entry: { use: 'tiny', weights: join(process.cwd(), trained), model: 'encoder' },
    says: 'model.npz: has no model "encoder"; found "lstm"',
  },
  {
    what: 'a direction that the model does not have',
    words: ['--weights', trained, '--direction', 'both'],
    entry: { use: 'tiny', weights: join(process.cwd(), trained), direction: 'both' },
    says: 'model.npz: the LSTM runs forward alone, found direction both',
  },
  {
    what: 'a workload that there is not',
    words: ['timt'],
    entry: { use: 'timt' },
    says: 'unknown workload "timt", did you mean `timit`?',
  },
];

describe('what a command is to run', () => {
  describe.each(faults)('is refused where it is $what', ({ words, entry, says }) => {
    it.each(names)('by %s', async (name) => {
      const { code, out, err } = await session(...commands[name], ...words);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(says);
    });

    it('by sweep', async () => {
      const spec = { name: 'small', accelerators: ['bbs'], workloads: [entry], axes: [] };
      const { code, err } = await session(
        'sweep',
        put(here, 'small.yaml', JSON.stringify(spec)),
        '--dry-run',
      );
      expect(code).toBe(2);
      expect(err).toContain(`workloads.0: ${says.startsWith('model.npz') ? '' : says}`);
      expect(err).toContain(says);
    });
  });
});

describe('the model of a command', () => {
  const nothing = { set: [], seed: '1' };
  let chosen: (workload: string | undefined, weights?: string) => ReturnType<typeof loadChosen>;
  beforeAll(() => {
    chosen = (workload, weights) => loadChosen({ note() {} }, workload, { ...nothing, weights });
  });

  it('is that of the workload, or of the weights under their own name', async () => {
    expect(await chosen('tiny')).toMatchObject({ name: 'tiny', hasMasks: false });
    expect(await chosen(undefined, trained)).toMatchObject({ name: 'model', sparsity: 0.875, steps: 1 });
  });

  it('is the LSTM of TIMIT when nobody says anything', async () => {
    expect((await chosen(undefined)).name).toBe('timit');
  });

  it('takes an empty name of a file for a name', async () => {
    await expect(chosen(undefined, '')).rejects.toThrow(/^--weights: cannot read /);
  });
});

describe('masks of a file', () => {
  const masked = { hasMasks: true };

  it('say what is stored, unless the command names a pattern, a sparsity or a field of the pattern', () => {
    const choice = (options: object) => prunesModel({ set: [], ...options }, masked);
    expect(choice({})).toBe(false);
    expect(choice({ set: ['pes=4'] })).toBe(false);
    for (const asked of [{ pattern: 'block' }, { sparsity: 0.5 }, { set: ['pattern=block'] }])
      expect(choice(asked)).toBe(true);
  });

  it('are not asked for where there are none; none as a pattern takes the non-zeros', () => {
    expect(prunesModel({ set: [] }, { hasMasks: false })).toBe(true);
    expect(prunesModel({ set: [], pattern: 'none' }, { hasMasks: false })).toBe(false);
  });
});
