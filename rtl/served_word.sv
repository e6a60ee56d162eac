// The word that a port reads: the one that is asked for by whom it serves, if it serves anybody.
// Combinational. docs/timing.md section 3, CSR arbitration.
module served_word #(
    parameter REQUESTERS   = 4,
    parameter ADDRESS_BITS = 5
) (
    input  wire [             REQUESTERS-1:0] served,
    input  wire [REQUESTERS*ADDRESS_BITS-1:0] word,
    output wire [           ADDRESS_BITS-1:0] address
);
  reg [REQUESTERS*ADDRESS_BITS-1:0] asked;
  integer r;
  always @* begin
    asked = word;
    for (r = 0; r < REQUESTERS; r = r + 1)
      if (!served[r]) asked[r*ADDRESS_BITS+:ADDRESS_BITS] = {ADDRESS_BITS{1'b0}};
  end
  or_tree #(
      .WORDS(REQUESTERS),
      .BITS (ADDRESS_BITS)
  ) tree (
      .words(asked),
      .any  (address)
  );
endmodule
