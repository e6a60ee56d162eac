// The word that a port reads: the one that is asked for by whom it serves, if it serves anybody. Each bit is
// one OR over all requesters, which is built as a tree. Combinational. docs/timing.md section 3, CSR
// arbitration.
module served_word #(
    parameter REQUESTERS   = 4,
    parameter ADDRESS_BITS = 5
) (
    input  wire [             REQUESTERS-1:0] served,
    input  wire [REQUESTERS*ADDRESS_BITS-1:0] word,
    output wire [           ADDRESS_BITS-1:0] address
);
  genvar a, r;
  generate
    for (a = 0; a < ADDRESS_BITS; a = a + 1) begin : digit
      wire [REQUESTERS-1:0] asked;
      for (r = 0; r < REQUESTERS; r = r + 1) begin : requester
        assign asked[r] = word[r*ADDRESS_BITS+a];
      end
      assign address[a] = |(asked & served);
    end
  endgenerate
endmodule
