import { describe, expect, it } from 'vitest';
import { lowerLayer } from '../../../src/lstm/lower-layer.ts';
import { formatProgram } from '../../../src/lstm/program/print-program.ts';

describe('the program listing', () => {
  it('shows the chained style with all its operands', () => {
    const shape = {
      kind: 'lstm' as const,
      inputs: 24,
      hidden: 32,
      projection: 16,
      peepholes: true,
      biases: true,
    };
    const program = lowerLayer(shape, { style: 'chained', gateMatrix: 'separate', spmvSlices: 'matrix' });
    expect(`\n${formatProgram(program)}`).toMatchInlineSnapshot(`
      "
      #  opcode     destination          operands                                                                   elements  phase
      0  load       @x[0..23]            x[0..23]                                                                         24  load
      1  load       @h[0..15]            h[0..15]                                                                         16  load
      2  spmv       gates[0..127]        weight_ih_l0[0..127] * @x[0..23]                                                128  spmv
      3  spmv.add   gates[0..127]        weight_hh_l0[0..127] * @h[0..15]                                                128  spmv
      4  cell       c[0..31], hp[0..31]  gates[0..127], c[0..31], bias[0..127], p_i[0..31], p_f[0..31], p_o[0..31]        32  ewop
      5  load       @hp[0..31]           hp[0..31]                                                                        32  projection
      6  spmv       projection[0..15]    weight_hr_l0[0..15] * @hp[0..31]                                                 16  projection
      7  writeBack  h[0..15]             projection[0..15]                                                                16  projection
      "
    `);
  });

  it('shows vector instructions with ranges, and how an add ends', () => {
    const shape = {
      kind: 'lstm' as const,
      inputs: 24,
      hidden: 32,
      projection: null,
      peepholes: true,
      biases: true,
    };
    const program = lowerLayer(shape, { style: 'instruction', gateMatrix: 'combined', spmvSlices: 'gate' });
    expect(`\n${formatProgram(program)}`).toMatchInlineSnapshot(`
      "
       #  opcode        destination     operands                                            elements  phase
       0  multiply      pc[32..63]      p_f[0..31], c[0..31]                                      32  ewop
       1  load          @xh[0..55]      x[0..23], h[0..31]                                        56  load
       2  spmv          gates[32..63]   [weight_ih_l0, weight_hh_l0][32..63] * @xh[0..55]         32  spmv
       3  multiply      pc[0..31]       p_i[0..31], c[0..31]                                      32  ewop
       4  add.exact     pc[32..63]      pc[32..63], bias[32..63]                                  32  ewop
       5  spmv          gates[0..31]    [weight_ih_l0, weight_hh_l0][0..31] * @xh[0..55]          32  spmv
       6  add.exact     pc[0..31]       pc[0..31], bias[0..31]                                    32  ewop
       7  add.exact     gates[32..63]   gates[32..63], pc[32..63]                                 32  ewop
       8  spmv          gates[64..95]   [weight_ih_l0, weight_hh_l0][64..95] * @xh[0..55]         32  spmv
       9  add.exact     gates[0..31]    gates[0..31], pc[0..31]                                   32  ewop
      10  sigmoid       f[0..31]        gates[32..63]                                             32  ewop
      11  spmv          gates[96..127]  [weight_ih_l0, weight_hh_l0][96..127] * @xh[0..55]        32  spmv
      12  add.exact     gates[64..95]   gates[64..95], bias[64..95]                               32  ewop
      13  sigmoid       i[0..31]        gates[0..31]                                              32  ewop
      14  tanh          g[0..31]        gates[64..95]                                             32  ewop
      15  multiply      fc[0..31]       f[0..31], c[0..31]                                        32  ewop
      16  multiply      ig[0..31]       i[0..31], g[0..31]                                        32  ewop
      17  add.exact     gates[96..127]  gates[96..127], bias[96..127]                             32  ewop
      18  add.saturate  c[0..31]        fc[0..31], ig[0..31]                                      32  ewop
      19  multiply      pc[64..95]      p_o[0..31], c[0..31]                                      32  ewop
      20  tanh          tc[0..31]       c[0..31]                                                  32  ewop
      21  add.exact     gates[96..127]  gates[96..127], pc[64..95]                                32  ewop
      22  sigmoid       o[0..31]        gates[96..127]                                            32  ewop
      23  multiply      h[0..31]        o[0..31], tc[0..31]                                       32  ewop
      "
    `);
  });

  it('shows the phases of a GRU, with r h loaded beside x where its candidate waits for it', () => {
    const shape = {
      kind: 'gru' as const,
      inputs: 24,
      hidden: 32,
      resetAfter: false,
      biases: true,
      projection: null,
      peepholes: false as const,
    };
    const program = lowerLayer(shape, { style: 'chained', gateMatrix: 'combined', spmvSlices: 'matrix' });
    expect(`\n${formatProgram(program)}`).toMatchInlineSnapshot(`
      "
      #  opcode    destination    operands                                                  elements  phase
      0  load      @xh[0..55]     x[0..23], h[0..31]                                              56  load
      1  spmv      gates[0..63]   [weight_ih_l0[rz], weight_hh_l0[rz]][0..63] * @xh[0..55]        64  spmv
      2  gruReset  rh[0..31]      gates[0..31], h[0..31], bias[0..31]                             32  ewop
      3  load      @xrh[0..55]    x[0..23], rh[0..31]                                             56  load
      4  spmv      gates[64..95]  [weight_ih_l0[n], weight_hh_l0[n]][0..31] * @xrh[0..55]         32  spmv
      5  gruCell   h[0..31]       gates[32..95], h[0..31], bias[32..95]                           32  ewop
      "
    `);
    const after = lowerLayer(
      { ...shape, resetAfter: true, biases: false },
      { style: 'chained', gateMatrix: 'combined', spmvSlices: 'matrix' },
    );
    expect(`\n${formatProgram(after)}`).toMatchInlineSnapshot(`
      "
      #  opcode   destination     operands                                  elements  phase
      0  load     @x[0..23]       x[0..23]                                        24  load
      1  load     @h[0..31]       h[0..31]                                        32  load
      2  spmv     gates_x[0..95]  weight_ih_l0[0..95] * @x[0..23]                 96  spmv
      3  spmv     gates_h[0..95]  weight_hh_l0[0..95] * @h[0..31]                 96  spmv
      4  gruCell  h[0..31]        gates_x[0..95], gates_h[0..95], h[0..31]        32  ewop
      "
    `);
  });
});
