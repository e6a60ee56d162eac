// The arbiter of one CSR PE with a private vector buffer: its N lanes ask for its N banks. With a rotating
// priority lane t mod N goes first in cycle t, counted from the start pulse. docs/timing.md section 3.
module csr_arbiter #(
    parameter BANKS        = 4,
    parameter BANK_BITS    = 2,
    parameter ADDRESS_BITS = 5,
    parameter PORTS        = 1,
    parameter ROTATING     = 0
) (
    input  wire                                clk,
    input  wire                                start,
    input  wire [                   BANKS-1:0] pending,
    input  wire [         BANKS*BANK_BITS-1:0] bank,
    input  wire [      BANKS*ADDRESS_BITS-1:0] word,
    output wire [                   BANKS-1:0] grant,
    output wire [                   BANKS-1:0] second,
    output wire [             BANKS*PORTS-1:0] read,
    output wire [BANKS*PORTS*ADDRESS_BITS-1:0] address
);
  wire [BANKS-1:0] from_first;
  lane_rotation #(
      .LANES(BANKS)
  ) rotation (
      .clk       (clk),
      .start     (start),
      .from_first(from_first)
  );

  bank_arbiter #(
      .REQUESTERS  (BANKS),
      .BANKS       (BANKS),
      .BANK_BITS   (BANK_BITS),
      .ADDRESS_BITS(ADDRESS_BITS),
      .PORTS       (PORTS),
      .ROTATING    (ROTATING)
  ) core (
      .pending   (pending),
      .bank      (bank),
      .word      (word),
      .from_first(from_first),
      .grant     (grant),
      .second    (second),
      /* verilator lint_off PINCONNECTEMPTY */  // one PE: every read is its own
      .served    (),
      /* verilator lint_on PINCONNECTEMPTY */
      .read      (read),
      .address   (address)
  );
endmodule
