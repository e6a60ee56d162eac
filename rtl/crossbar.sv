// The data crossbar of a CSR PE: a lane that was granted a bank in S1 takes the word of that bank and port
// from the bank outputs, LATENCY cycles later (1, or 2 with bank output registers). REGISTER adds a register
// behind it. Run i of COPIES equal runs of lanes takes the words of copy i of the banks. docs/timing.md
// section 3, stage S2.
module crossbar #(
    parameter LANES     = 4,
    parameter BANKS     = 4,
    parameter COPIES    = 1,
    parameter BANK_BITS = 2,
    parameter PORTS     = 1,
    parameter WORD_BITS = 16,
    parameter LATENCY   = 1,
    parameter REGISTER  = 0,
    // Derived; not to be set.
    parameter PORT_BITS = PORTS > 1 ? $clog2(PORTS) : 1
) (
    input  wire                             clk,
    input  wire [      LANES*BANK_BITS-1:0] bank,
    // The port of the bank that serves the lane.
    input  wire [      LANES*PORT_BITS-1:0] port,
    input  wire [COPIES*BANKS*PORTS*WORD_BITS-1:0] data,
    output wire [      LANES*WORD_BITS-1:0] words
);
  localparam DATA_BITS = BANKS * PORTS * WORD_BITS;
  wire [LANES*BANK_BITS-1:0] bank_read;
  /* verilator lint_off UNUSEDSIGNAL */  // a bank with one port has no other
  wire [LANES*PORT_BITS-1:0] port_read;
  /* verilator lint_on UNUSEDSIGNAL */
  wire [LANES*WORD_BITS-1:0] routed;

  delay_line #(
      .WIDTH (LANES * BANK_BITS),
      .STAGES(LATENCY)
  ) bank_delay (
      .clk(clk),
      .d  (bank),
      .q  (bank_read)
  );
  delay_line #(
      .WIDTH (LANES * PORT_BITS),
      .STAGES(LATENCY)
  ) port_delay (
      .clk(clk),
      .d  (port),
      .q  (port_read)
  );

  genvar c, l;
  generate
    for (c = 0; c < COPIES; c = c + 1) begin : copy
      wire [DATA_BITS-1:0] outputs = data[c*DATA_BITS+:DATA_BITS];
      for (l = c * LANES / COPIES; l < (c + 1) * LANES / COPIES; l = l + 1) begin : lane
        wire [BANK_BITS-1:0] from_bank = bank_read[l*BANK_BITS+:BANK_BITS];
        if (PORTS == 1) begin : one_port
          assign routed[l*WORD_BITS+:WORD_BITS] = outputs[from_bank*WORD_BITS+:WORD_BITS];
        end else begin : any_port
          assign routed[l*WORD_BITS+:WORD_BITS] =
              outputs[{from_bank, port_read[l*PORT_BITS+:PORT_BITS]}*WORD_BITS+:WORD_BITS];
        end
      end
    end
  endgenerate

  delay_line #(
      .WIDTH (LANES * WORD_BITS),
      .STAGES(REGISTER)
  ) output_register (
      .clk(clk),
      .d  (routed),
      .q  (words)
  );
endmodule
