// One port of one bank in one cycle: it serves the first of the requests, from the requesters in
// `from_first` (ROTATING) or from requester 0 upwards. Combinational.
// docs/timing.md section 3, CSR arbitration.
module bank_port #(
    parameter REQUESTERS = 4,
    parameter ROTATING   = 0
) (
    input  wire [REQUESTERS-1:0] request,
    /* verilator lint_off UNUSEDSIGNAL */  // a fixed priority has no first
    input  wire [REQUESTERS-1:0] from_first,
    /* verilator lint_on UNUSEDSIGNAL */
    output wire [REQUESTERS-1:0] served,
    output wire                  read
);
  wire [REQUESTERS-1:0] preferred;
  generate
    if (ROTATING != 0) begin : rotating
      wire [REQUESTERS-1:0] late = request & from_first;
      assign preferred = |late ? late : request;
    end else begin : fixed
      assign preferred = request;
    end
  endgenerate

  // The lowest bit that is set.
  assign served = preferred & (~preferred + {{REQUESTERS - 1{1'b0}}, 1'b1});
  assign read   = |request;
endmodule
