import { describe, expect, it } from 'vitest';
import type { InstructionCost } from '../../../src/hw/sequencer/instruction-cost.ts';
import type { Operands } from '../../../src/hw/sequencer/operands.ts';
import { Scoreboard } from '../../../src/hw/sequencer/scoreboard.ts';
import type { Unit } from '../../../src/hw/sequencer/timeline.ts';

const elements = (vector: number, from = 0, length = 8) => ({ vector, from, length });
const cost = (unit: Unit, occupancy: number, latency = 0): InstructionCost => ({
  unit,
  occupancy,
  latency,
  job: null,
});
const uses = (reads: Operands['reads'], writes: Operands['writes']): Operands => ({ reads, writes });

/** Expects that an instruction is blocked in cycle `open` - 1 and issues in cycle `open`. */
function expectOpen(
  board: Scoreboard,
  operands: Operands,
  { unit, occupancy, latency }: InstructionCost,
  open: number,
): void {
  const instruction = cost(unit, occupancy, latency);
  const blocked = `issue refused in cycle ${open - 1}: blocked until ${open}`;
  expect(() => board.issue(operands, instruction, open - 1)).toThrow(blocked);
  expect(board.earliestIssue(operands, instruction)).toBe(open);
  expect(board.issue(operands, instruction, open)).toBe(open + occupancy + latency);
}

/** A scoreboard that has issued one instruction, in cycle 10. */
function having(operands: Operands, instruction: InstructionCost, hasChaining = false): Scoreboard {
  const board = new Scoreboard(hasChaining);
  board.issue(operands, instruction, 10);
  return board;
}

const nothing = uses([], []);

describe('the scoreboard', () => {
  it('opens in cycle 1', () => {
    expectOpen(new Scoreboard(false), nothing, cost('load', 3), 1);
  });

  it('(a) issues one instruction per cycle: blocked in the cycle of the one before, open in the next', () => {
    expectOpen(having(nothing, cost('load', 5)), nothing, cost('spmv', 5), 11);
  });

  it('(b) blocks a unit while its last instruction occupies it, 5 cycles from cycle 10: open in 15', () => {
    expectOpen(having(nothing, cost('ewop', 5, 3)), nothing, cost('ewop', 1), 15);
  });

  it('(c) read after write: an operand written in cycle 10 + 5 + 3 is open in 19', () => {
    expectOpen(
      having(uses([], [elements(1)]), cost('ewop', 5, 3)),
      uses([elements(1)], []),
      cost('load', 1),
      19,
    );
  });

  it('(c) goes by element: a reader of other elements of the vector does not wait', () => {
    const board = having(uses([], [elements(1, 0, 8)]), cost('ewop', 5, 3));
    expectOpen(board, uses([elements(1, 8, 8)], []), cost('load', 1), 11);
    expectOpen(board, uses([elements(1, 7, 2)], []), cost('load', 1), 19);
  });

  it('(c) waits for the later of two producers', () => {
    const board = having(uses([], [elements(1)]), cost('spmv', 30));
    board.issue(uses([], [elements(2)]), cost('ewop', 5), 11);
    expectOpen(board, uses([elements(2), elements(1)], []), cost('ewop', 1), 41);
  });

  it('(d) write after read: a source that is read for 5 cycles from cycle 10 is open for writing in 15', () => {
    expectOpen(
      having(uses([elements(1)], []), cost('load', 5)),
      uses([], [elements(1, 2, 1)]),
      cost('ewop', 1),
      15,
    );
  });

  it('(d) does not block a second reader', () => {
    expectOpen(
      having(uses([elements(1)], []), cost('load', 5)),
      uses([elements(1)], []),
      cost('ewop', 1),
      11,
    );
  });

  it('(e) write after write: a destination written in cycle 10 + 5 + 3 is open for writing in 19', () => {
    expectOpen(
      having(uses([], [elements(1)]), cost('ewop', 5, 3)),
      uses([], [elements(1)]),
      cost('spmv', 4),
      19,
    );
  });

  it('remembers every access, not only the last', () => {
    const board = having(uses([], [elements(1)]), cost('spmv', 100));
    for (let cycle = 11; cycle < 20; cycle++)
      board.issue(uses([elements(3)], [elements(2)]), cost('ewop', 0), cycle);
    expectOpen(board, uses([elements(1)], []), cost('load', 1), 111);
  });
});

describe('chaining', () => {
  it('relaxes (c) for an element-wise producer with latency 3, issued in cycle 10: open in 14', () => {
    const board = having(uses([], [elements(1)]), cost('ewop', 5, 3), true);
    expectOpen(board, uses([elements(1)], []), cost('load', 1), 14);
  });

  it('still waits for the unit: an element-wise consumer is open when the producer has left, in 15', () => {
    const board = having(uses([], [elements(1)]), cost('ewop', 5, 3), true);
    expectOpen(board, uses([elements(1)], []), cost('ewop', 1), 15);
  });

  it('with two producers the later one rules', () => {
    const board = having(uses([], [elements(1)]), cost('ewop', 1, 9), true);
    board.issue(uses([], [elements(2)]), cost('ewop', 1, 2), 11);
    expectOpen(board, uses([elements(1), elements(2)], []), cost('ewop', 1), 20);
  });

  it.each(['load', 'spmv'] as const)('does not relax (c) for a result of the %s unit', (unit) => {
    const board = having(uses([], [elements(1)]), cost(unit, 5), true);
    expectOpen(board, uses([elements(1)], []), cost('ewop', 1), 16);
  });

  it('relaxes neither (d) nor (e)', () => {
    const reader = having(uses([elements(1)], []), cost('ewop', 5, 3), true);
    expectOpen(reader, uses([], [elements(1)]), cost('load', 1), 15);
    const writer = having(uses([], [elements(1)]), cost('ewop', 5, 3), true);
    expectOpen(writer, uses([], [elements(1)]), cost('load', 1), 19);
  });
});
