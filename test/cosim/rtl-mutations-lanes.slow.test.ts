import { describeMutations, type Mutation } from './mutated-copy.ts';

/** Deliberate errors of one line in the RTL that show where N is no power of two. */
const mutations: readonly Mutation[] = [
  {
    error: 'levels of the adder tree that are rounded down',
    kind: 'bbs',
    file: 'rtl/mac_pipeline.sv',
    from: 'localparam LEVELS = $clog2(LANES);',
    to: 'localparam LEVELS = $clog2(LANES + 1) - 1;',
  },
  {
    error: 'nodes of a level of the adder tree that are rounded down',
    kind: 'bbs',
    file: 'rtl/mac_pipeline.sv',
    from: 'for (n = 0; n <= (LANES - 1) >> v; n = n + 1)',
    to: 'for (n = 0; n < LANES >> v; n = n + 1)',
  },
  {
    error: 'a product without a partner that is lost',
    kind: 'dense',
    file: 'rtl/mac_pipeline.sv',
    from: 'else sums[n] = {{LEVELS{products[LAST_STAGE+2*n][PRODUCT_BITS-1]}}, products[LAST_STAGE+2*n]};',
    to: "else sums[n] = {SUM_BITS{1'b0}};",
  },
  {
    error: 'a sum of lanes without a partner that is lost',
    kind: 'banked-decoupled',
    file: 'rtl/sum_tree.sv',
    from: 'always @(posedge clk) stage <= level[v-1].parts[2*n*TREE_BITS+:TREE_BITS];',
    to: "always @(posedge clk) stage <= {TREE_BITS{1'b0}};",
  },
  {
    error: 'levels of the tree of partial sums that are rounded down',
    kind: 'csr-shuffle',
    file: 'rtl/sum_tree.sv',
    from: 'localparam LEVELS = $clog2(LANES);',
    to: 'localparam LEVELS = $clog2(LANES + 1) - 1;',
  },
  {
    error: 'a node without a partner that readers pass by and the accumulator loses',
    kind: 'csr',
    file: 'rtl/packed_mac.sv',
    from: 'always @(posedge clk) stage <= level[v-1].sums[2*n*SUM_BITS+:SUM_BITS];',
    to: "always @(posedge clk) stage <= {SUM_BITS{1'b0}};",
  },
  {
    error: 'a row that ends with the last lane and has no bit of its own, cut off at the power of two below',
    kind: 'csr',
    file: 'rtl/packed_mac.sv',
    from: 'if (END_BITS > LEVELS) begin : whole',
    to: 'if (END_BITS > 0) begin : whole',
  },
  {
    error: 'a rotation that comes round at the power of two',
    kind: 'csr-shuffle',
    file: 'rtl/pe_shuffle.sv',
    from: 'lane_rotation #(\n      .LANES(LANES),',
    to: 'lane_rotation #(\n      .LANES(1 << $clog2(LANES)),',
  },
  {
    error: 'entries of a lane that are numbered as if lanes were a power of two',
    kind: 'csr-shuffle',
    file: 'rtl/shuffle_lane.sv',
    from: 'STRIDE = LANES;',
    to: 'STRIDE = 1 << $clog2(LANES);',
  },
  {
    error: 'words for each lane that are counted as if lanes were a power of two',
    kind: 'banked-decoupled',
    file: 'rtl/issue_meter.sv',
    from: 'WHOLE = LANES;',
    to: 'WHOLE = 1 << $clog2(LANES);',
  },
  {
    error: 'a LOAD that ends with the last word that all banks have',
    kind: 'dense',
    file: 'rtl/vector_loader.sv',
    from: "assign depths[r*32+:32] = (REGION_LENGTHS[r*32+:32] + N - 32'd1) / N;",
    to: 'assign depths[r*32+:32] = REGION_LENGTHS[r*32+:32] < N ? 1 : REGION_LENGTHS[r*32+:32] / N;',
  },
  {
    error: 'blocked columns by words that are rounded down',
    kind: 'dense',
    file: 'rtl/vector_loader.sv',
    from: "localparam [31:0] DEPTH = (LENGTH + N - 32'd1) / N;",
    to: 'localparam [31:0] DEPTH = LENGTH / N;',
  },
  {
    error: 'even columns whose banks begin at what is rounded up',
    kind: 'bbs',
    file: 'rtl/vector_loader.sv',
    from: 'assign from[r*32+:32] = BANK * LENGTH / N;',
    to: "assign from[r*32+:32] = (BANK * LENGTH + N - 32'd1) / N;",
  },
  {
    error: 'cyclic columns that go on by the power of two',
    kind: 'csr',
    file: 'rtl/vector_loader.sv',
    from: 'next_column  <= column_now + N;',
    to: "next_column  <= column_now + (32'd1 << $clog2(BANKS));",
  },
  {
    error: 'banks of copies that are counted by powers of two',
    kind: 'csr',
    file: 'rtl/crossbar.sv',
    from: 'wire [DATA_BITS-1:0] outputs = data[c*DATA_BITS+:DATA_BITS];',
    to: 'wire [DATA_BITS-1:0] outputs = data[c*(1<<BANK_BITS)*PORTS*WORD_BITS+:DATA_BITS];',
  },
];

describeMutations('the co-simulation of any number of lanes', mutations);
