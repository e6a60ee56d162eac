// The arbiter of one CSR PE with a private vector buffer: its N lanes ask for its banks, each for those of
// its copy. With a rotating priority lane t mod N goes first in cycle t, counted from the start pulse.
// docs/timing.md section 3.
module csr_arbiter #(
    parameter LANES        = 4,
    parameter BANKS        = 4,
    parameter COPIES       = 1,
    parameter BANK_BITS    = 2,
    parameter ADDRESS_BITS = 5,
    parameter PORTS        = 1,
    parameter ROTATING     = 0,
    parameter TREE         = 0,
    // Derived; not to be set.
    parameter ALL_BANKS    = COPIES * BANKS,
    parameter PORT_BITS    = PORTS > 1 ? $clog2(PORTS) : 1
) (
    input  wire                                clk,
    input  wire                                start,
    input  wire [                   LANES-1:0] pending,
    input  wire [         LANES*BANK_BITS-1:0] bank,
    input  wire [      LANES*ADDRESS_BITS-1:0] word,
    output wire [                   LANES-1:0] grant,
    output wire [         LANES*PORT_BITS-1:0] port,
    output wire [         ALL_BANKS*PORTS-1:0] read,
    output wire [ALL_BANKS*PORTS*ADDRESS_BITS-1:0] address
);
  wire [LANES-1:0] from_first;
  lane_rotation #(
      .LANES(LANES)
  ) rotation (
      .clk       (clk),
      .start     (start),
      .from_first(from_first)
  );

  bank_arbiter #(
      .REQUESTERS  (LANES),
      .BANKS       (BANKS),
      .COPIES      (COPIES),
      .BANK_BITS   (BANK_BITS),
      .ADDRESS_BITS(ADDRESS_BITS),
      .PORTS       (PORTS),
      .ROTATING    (ROTATING),
      .TREE        (TREE)
  ) core (
      .pending   (pending),
      .bank      (bank),
      .word      (word),
      .from_first(from_first),
      .grant     (grant),
      .port      (port),
      /* verilator lint_off PINCONNECTEMPTY */  // one PE: every read is its own
      .served    (),
      /* verilator lint_on PINCONNECTEMPTY */
      .read      (read),
      .address   (address)
  );
endmodule
