// Places in front of the banks, DEPTH each: lanes of the newest beat find one at the bank that they ask for,
// in the order of their priority, as long as there are some that no request had when the cycle began. Run i
// of COPIES equal runs of lanes asks at copy i of the banks. Combinational. docs/timing.md section 3,
// windowed issue.
module bank_queues #(
    parameter LANES     = 4,
    parameter BANKS     = 4,
    parameter COPIES    = 1,
    parameter WINDOW    = 2,
    parameter BANK_BITS = 2,
    parameter DEPTH     = 1,
    parameter ROTATING  = 0
) (
    // Lanes that had a place when the cycle began, and the bank of each, slot by slot.
    input  wire [          WINDOW*LANES-1:0] placed,
    input  wire [WINDOW*LANES*BANK_BITS-1:0] bank,
    // Lanes of the newest beat that look for a place, and the bank of each.
    input  wire [                 LANES-1:0] looking,
    input  wire [       LANES*BANK_BITS-1:0] own_bank,
    /* verilator lint_off UNUSEDSIGNAL */  // a fixed priority has no first
    input  wire [                 LANES-1:0] from_first,
    /* verilator lint_on UNUSEDSIGNAL */
    output reg  [                 LANES-1:0] found
);
  localparam PLACE_BITS = $clog2(DEPTH + 1);
  localparam [31:0] PLACES = DEPTH;
  wire [COPIES*BANKS*LANES-1:0] found_at;

  genvar b;
  generate
    for (b = 0; b < COPIES * BANKS; b = b + 1) begin : queue
      localparam [31:0] BANK = b % BANKS;
      localparam COPY = b / BANKS;
      reg [PLACE_BITS-1:0] free;
      reg [     LANES-1:0] finds;
      integer r, i;
      always @* begin
        free  = PLACES[PLACE_BITS-1:0];
        finds = {LANES{1'b0}};
        for (r = 0; r < WINDOW * LANES; r = r + 1)
          if (r % LANES * COPIES / LANES == COPY)
            if (placed[r] && bank[r*BANK_BITS+:BANK_BITS] == BANK[BANK_BITS-1:0]) free = free - 1'b1;
        // Those that go first, then the others.
        for (i = COPY * LANES / COPIES; i < (COPY + 1) * LANES / COPIES; i = i + 1)
          if (free != {PLACE_BITS{1'b0}} && looking[i] && own_bank[i*BANK_BITS+:BANK_BITS] == BANK[BANK_BITS-1:0]
              && (ROTATING == 0 || from_first[i])) begin
            finds[i] = 1'b1;
            free     = free - 1'b1;
          end
        for (i = COPY * LANES / COPIES; i < (COPY + 1) * LANES / COPIES; i = i + 1)
          if (free != {PLACE_BITS{1'b0}} && looking[i] && own_bank[i*BANK_BITS+:BANK_BITS] == BANK[BANK_BITS-1:0]
              && ROTATING != 0 && !from_first[i]) begin
            finds[i] = 1'b1;
            free     = free - 1'b1;
          end
      end
      assign found_at[b*LANES+:LANES] = finds;
    end
  endgenerate

  integer q;
  always @* begin
    found = {LANES{1'b0}};
    for (q = 0; q < COPIES * BANKS; q = q + 1) found = found | found_at[q*LANES+:LANES];
  end
endmodule
