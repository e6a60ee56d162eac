import type { Program, SpmvInstruction } from '../../lstm/program/program.ts';
import type { FixedState } from '../../lstm/state.ts';
import type { NumberFormat, Saturations } from '../../num/fixed.ts';
import type { RowScales } from '../../num/row-scale.ts';
import { addToggles, noToggles } from '../../num/toggled-bits.ts';
import type { BeatMatrix } from '../array/beat-matrix.ts';
import { holdSum } from '../array/hold-sum.ts';
import { multiplyRows } from '../array/multiply.ts';
import { type RowSample, sampleOf, wordToggles } from '../array/operand-toggles.ts';
import { rescaleRows } from '../array/rescale-rows.ts';
import type { EncodedMatrix } from '../array/spmv-array.ts';
import { loadElements, type VectorBuffer, vectorBuffer } from '../array/vector-buffer.ts';
import { type ElementUnit, elementUnit } from '../element-wise/element-unit.ts';
import { executeCell, executeElement, executeWriteBack } from '../element-wise/element-wise.ts';
import { executeGruCell, executeGruReset } from '../element-wise/execute-gru.ts';
import {
  accumulatorSlice,
  lostSlice,
  type RegisterFile,
  registerFile,
  wordSlice,
} from '../element-wise/register-file.ts';

/** Constant vectors of a layer, as codes. */
export interface LayerConstants {
  readonly bias: Int16Array | null;
  readonly peepholes: { readonly i: Int16Array; readonly f: Int16Array; readonly o: Int16Array } | null;
}

/** Successions of vector words that are looked at in a step of a layer, about. */
const WORD_PAIRS = 2048;

/**
 * The values of one layer as the hardware computes them: registers, vector buffers and weight memories of a
 * program. Time plays no part: the hazard rules make every issue order equal to program order, and
 * arbitration changes when, not what.
 */
export class Datapath {
  /** Bits of the vector words that lanes read one after the other, in a sample of the rows of every SpMV. */
  readonly wordToggles = noToggles();
  private readonly program: Program;
  private readonly matrices: readonly EncodedMatrix[];
  private readonly format: NumberFormat;
  private readonly saturations: Saturations;
  private readonly registers: RegisterFile;
  private readonly buffers: readonly VectorBuffer[];
  private readonly unit: ElementUnit;
  private readonly sample: RowSample;

  constructor(
    program: Program,
    matrices: readonly EncodedMatrix[],
    constants: LayerConstants,
    format: NumberFormat,
    saturations: Saturations,
  ) {
    this.program = program;
    this.matrices = matrices;
    this.format = format;
    this.saturations = saturations;
    this.registers = registerFile(program.vectors);
    this.unit = elementUnit(format, saturations);
    this.buffers = program.regions.map((_, index) => {
      const matrix = program.matrices.findIndex(({ region }) => region === index);
      return vectorBuffer(matrices[matrix].beats.placement);
    });
    const entries = matrices.reduce((sum, { beats }) => sum + beats.values.length, 0);
    this.sample = sampleOf(entries, WORD_PAIRS);
    const { bias, peepholes } = program.constants;
    if (bias !== null && constants.bias) this.whole(bias).set(constants.bias);
    if (peepholes && constants.peepholes) {
      for (const gate of ['i', 'f', 'o'] as const) this.whole(peepholes[gate]).set(constants.peepholes[gate]);
    }
  }

  /** Executes one time step from a state and returns the next. */
  step(x: Int16Array, state: FixedState): FixedState {
    const { program } = this;
    this.whole(program.x).set(x);
    this.whole(program.h).set(state.h);
    if (program.c !== null) this.whole(program.c).set(state.c);
    for (const instruction of program.instructions) this.execute(instruction);
    const c = program.c === null ? new Int16Array(0) : this.whole(program.c).slice();
    return { h: this.whole(program.h).slice(), c };
  }

  private whole(vector: number): Int16Array {
    return wordSlice(this.registers, { vector, from: 0, length: this.program.vectors[vector].length });
  }

  private execute(instruction: Program['instructions'][number]): void {
    const { registers, unit } = this;
    switch (instruction.op) {
      case 'load': {
        let { from } = instruction;
        for (const source of instruction.sources) {
          loadElements(this.buffers[instruction.region], wordSlice(registers, source), from);
          from += source.length;
        }
        return;
      }
      case 'spmv': {
        const { matrix, rowFrom, rows, accumulate, destination } = instruction;
        const buffer = this.buffers[this.program.matrices[matrix].region];
        const out = accumulatorSlice(registers, destination);
        const lost = lostSlice(registers, destination);
        const { beats } = this.matrices[matrix];
        const { accumulatorBits, bits } = this.format;
        addToggles(this.wordToggles, wordToggles(beats, buffer.words, bits, this.sample, rowFrom, rows));
        if (beats.scales) this.multiplyScaled(beats, beats.scales, instruction, buffer, out, lost);
        else multiplyRows(beats, buffer, accumulatorBits, rowFrom, rows, accumulate, out, 0, lost);
        return;
      }
      case 'cell':
        executeCell(unit, registers, instruction);
        return;
      case 'gruReset':
        executeGruReset(unit, registers, instruction);
        return;
      case 'gruCell':
        executeGruCell(unit, registers, instruction);
        return;
      case 'writeBack':
        executeWriteBack(unit, registers, instruction);
        return;
      default:
        executeElement(unit, registers, instruction);
    }
  }
  /** Sums of int8 weights are rescaled on their way to the registers, and may wrap before and after. */
  private multiplyScaled(
    beats: BeatMatrix,
    scales: RowScales,
    { rowFrom, rows, accumulate }: SpmvInstruction,
    buffer: VectorBuffer,
    out: Float64Array,
    lost: Float64Array,
  ): void {
    const { accumulatorBits } = this.format;
    const sums = new Float64Array(rows);
    const lostOfSums = new Float64Array(rows);
    multiplyRows(beats, buffer, accumulatorBits, rowFrom, rows, false, sums, 0, lostOfSums);
    this.saturations.wrappedAccumulators += rescaleRows(scales, accumulatorBits, rowFrom, sums, lostOfSums);
    for (let i = 0; i < rows; i++) holdSum(sums[i], accumulatorBits, accumulate, out, i, lost);
  }
}
