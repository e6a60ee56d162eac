// Places in front of the banks, DEPTH each: lanes of the newest beat find one at the bank that they ask for,
// in the order of their priority, as long as there are some that no request had when the cycle began.
// Combinational. docs/timing.md section 3, windowed issue.
module bank_queues #(
    parameter BANKS     = 4,
    parameter WINDOW    = 2,
    parameter SLOT_BITS = 1,
    parameter BANK_BITS = 2,
    parameter DEPTH     = 1,
    parameter ROTATING  = 0
) (
    // Lanes that wait for service, those that had a place already, and the bank of each, slot by slot.
    input  wire [          WINDOW*BANKS-1:0] pending,
    input  wire [          WINDOW*BANKS-1:0] placed,
    input  wire [WINDOW*BANKS*BANK_BITS-1:0] bank,
    input  wire [             SLOT_BITS-1:0] newest,
    /* verilator lint_off UNUSEDSIGNAL */  // a fixed priority has no first
    input  wire [                 BANKS-1:0] from_first,
    /* verilator lint_on UNUSEDSIGNAL */
    output reg  [          WINDOW*BANKS-1:0] standing
);
  localparam REQUESTERS = WINDOW * BANKS;
  integer b, r, i, places, own;
  always @* begin
    standing = placed;
    own = 0;
    for (b = 0; b < BANKS; b = b + 1) begin
      places = DEPTH;
      for (r = 0; r < REQUESTERS; r = r + 1)
        if (placed[r] && bank[r*BANK_BITS+:BANK_BITS] == b[BANK_BITS-1:0]) places = places - 1;
      // Twice over the lanes: those that go first, then the others.
      for (i = 0; i < 2 * BANKS; i = i + 1) begin
        r = i < BANKS ? i : i - BANKS;
        own = newest * BANKS + r;
        if (places > 0 && pending[own] && !standing[own] && bank[own*BANK_BITS+:BANK_BITS] == b[BANK_BITS-1:0]
            && (ROTATING == 0 || i >= BANKS || from_first[r])) begin
          standing[own] = 1'b1;
          places = places - 1;
        end
      end
    end
  end
endmodule
