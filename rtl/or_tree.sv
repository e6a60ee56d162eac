// One OR over words side by side, bit by bit, in ceil(log2 WORDS) levels: words 1 apart join, then 2 apart,
// then 4. Combinational. docs/timing.md section 3, CSR arbitration.
module or_tree #(
    parameter WORDS = 4,
    parameter BITS  = 5
) (
    input  wire [WORDS*BITS-1:0] words,
    output wire [      BITS-1:0] any
);
  reg [WORDS*BITS-1:0] joined;
  integer apart, w;
  // Loops over words and not a net per bit: event-driven simulators take many times as long for those.
  always @* begin
    joined = words;
    for (apart = 1; apart < WORDS; apart = apart * 2)
      for (w = 0; w + apart < WORDS; w = w + 2 * apart)
        joined[w*BITS+:BITS] = joined[w*BITS+:BITS] | joined[(w+apart)*BITS+:BITS];
  end
  assign any = joined[0+:BITS];
endmodule
