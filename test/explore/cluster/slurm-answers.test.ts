import { describe, expect, it } from 'vitest';
import { cpusOf, jobIdOf, queueStateOf } from '../../../src/explore/cluster/slurm-answers.ts';

const name = 'bbsim-small-0123456789ab';
const state = (...lines: readonly string[]) => queueStateOf(`${lines.join('\n')}\n`, name, '13');

describe('what squeue prints', () => {
  it('counts the tasks that run and wait', () => {
    const found = state(
      `12_4|${name}|PENDING|JobArrayTaskLimit`,
      `12_5|${name}|PENDING|JobArrayTaskLimit`,
      `13|${name}|PENDING|Dependency`,
      `12_1|${name}|COMPLETED|None`,
      `12_2|${name}|RUNNING|None`,
      `12_3|${name}|COMPLETING|None`,
    );
    expect(found).toEqual({
      running: 2,
      waiting: 2,
      reason: 'JobArrayTaskLimit',
      isMerging: false,
      isOver: false,
      isCancelled: false,
    });
  });

  it('tells that only the merge is left', () => {
    const found = state(`13|${name}|RUNNING|None`, `12_1|${name}|FAILED|NonZeroExitCode`);
    expect(found).toMatchObject({
      running: 0,
      waiting: 0,
      isMerging: true,
      isOver: false,
      isCancelled: false,
    });
  });

  it('tells that parts were cancelled, which a merge may be', () => {
    expect(state(`12_[4-9]|${name}|CANCELLED|None`).isCancelled).toBe(true);
    expect(state(`13|${name}|CANCELLED|None`).isCancelled).toBe(false);
  });

  it('has an end of all jobs, also of those whose node was lost', () => {
    const ends = ['COMPLETED', 'FAILED', 'TIMEOUT', 'NODE_FAIL', 'OUT_OF_MEMORY'];
    const found = state(...ends.map((end, i) => `12_${i}|${name}|${end}|None`));
    expect(found).toMatchObject({ running: 0, waiting: 0, isOver: true });
  });

  it('may be about a job of somebody else, whose number was given again', () => {
    expect(state('12|his|RUNNING|None').isOver).toBe(true);
    expect(state('').isOver).toBe(true);
  });

  it.each(['REQUEUED', 'REQUEUE_HOLD', 'SUSPENDED', 'CONFIGURING'])('%s is not the end of a task', (one) => {
    expect(state(`12_1|${name}|${one}|None`)).toMatchObject({ running: 0, waiting: 1, isOver: false });
  });
});

it.each([
  ['12\n', '12'],
  ['12;cluster\n', '12'],
  ['Some site says hello\n12\n', '12'],
  ['Submitted batch job 12\n', null],
  ['', null],
])('sbatch says %j', (printed, id) => expect(jobIdOf(printed)).toBe(id));

it('sinfo says how many CPUs a partition has', () => {
  const printed = 'short|0/4/0/4\nlong*|10/50/4/64\n';
  expect(cpusOf(printed, null)).toBe(64);
  expect(cpusOf(printed, 'long')).toBe(64);
  expect(cpusOf(printed, 'short')).toBe(4);
  expect(cpusOf(printed, 'none')).toBeNull();
  expect(cpusOf('', null)).toBeNull();
});
