// The state of a unit of a step, under the names that a waveform shows: the load path counts
// words, the element-wise unit groups.
module unit_view (
    /* verilator lint_off UNUSEDSIGNAL */  // read by no one but the viewer
    input wire        busy,
    input wire [15:0] word,
    input wire [15:0] group,
    input wire [ 7:0] instruction
);
  wire idle = !busy;
  /* verilator lint_on UNUSEDSIGNAL */
endmodule
