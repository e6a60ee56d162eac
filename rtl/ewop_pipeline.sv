// One kind of operation of the vector-instruction unit: what travels beside E results for LATENCY registers,
// and when it is `ready` for a consumer that is chained to it. A group enters with `valid`; it is written at
// the edge that ends the cycle in which it is at the end. docs/timing.md section 5.
module ewop_pipeline #(
    parameter LANES        = 4,
    parameter ELEMENT_BITS = 51,
    parameter SOURCE_BITS  = 16,
    parameter LATENCY      = 1
) (
    input  wire                          clk,
    input  wire                          rst,
    // The issue of an instruction: a chained consumer may issue LATENCY + 1 cycles later.
    input  wire                          start,
    input  wire [                   7:0] start_index,
    output wire                          ready,
    output wire [                   7:0] ready_index,
    input  wire                          valid,
    input  wire                          last,
    input  wire [                   7:0] index,
    input  wire [             LANES-1:0] lanes,
    input  wire [       SOURCE_BITS-1:0] to,
    input  wire [LANES*ELEMENT_BITS-1:0] results,
    output wire                          written,
    output wire [                   7:0] written_index,
    output wire [             LANES-1:0] write,
    output wire [       SOURCE_BITS-1:0] write_to,
    output wire [LANES*ELEMENT_BITS-1:0] write_data
);
  wire at_end;
  wire last_at_end;
  wire [LANES-1:0] lanes_at_end;
  valid_line #(
      .STAGES(LATENCY)
  ) readiness (
      .clk(clk),
      .rst(rst),
      .d  (start),
      .q  (ready)
  );
  delay_line #(
      .WIDTH (8),
      .STAGES(LATENCY)
  ) ready_indices (
      .clk(clk),
      .d  (start_index),
      .q  (ready_index)
  );
  valid_line #(
      .STAGES(LATENCY)
  ) valids (
      .clk(clk),
      .rst(rst),
      .d  (valid),
      .q  (at_end)
  );
  delay_line #(
      .WIDTH (1 + 8 + LANES + SOURCE_BITS + LANES * ELEMENT_BITS),
      .STAGES(LATENCY)
  ) groups (
      .clk(clk),
      .d  ({last, index, lanes, to, results}),
      .q  ({last_at_end, written_index, lanes_at_end, write_to, write_data})
  );
  assign written = at_end && last_at_end;
  assign write   = lanes_at_end & {LANES{at_end}};
endmodule
