// The state of what drives a step, under the names that a waveform shows.
module controller_view (
    /* verilator lint_off UNUSEDSIGNAL */  // read by no one but the viewer
    input wire       running,
    input wire       issue,
    input wire [7:0] pc
);
  wire waiting = running && !issue;
  /* verilator lint_on UNUSEDSIGNAL */
endmodule
