// The arbiter of the shared vector memory: the lanes of all PEs ask for the banks of one buffer, PE by PE,
// lanes in ascending order. With a rotating priority PE t mod M goes first in cycle t, counted from the start
// pulse. docs/timing.md section 3, shared vector memory.
module shared_arbiter #(
    parameter PES          = 2,
    parameter LANES        = 4,
    parameter BANKS        = 4,
    parameter BANK_BITS    = 2,
    parameter ADDRESS_BITS = 5,
    parameter PORTS        = 1,
    parameter ROTATING     = 0,
    parameter TREE         = 0,
    // Derived; not to be set.
    parameter PORT_BITS    = PORTS > 1 ? $clog2(PORTS) : 1
) (
    input  wire                                clk,
    input  wire                                start,
    input  wire [               PES*LANES-1:0] pending,
    input  wire [     PES*LANES*BANK_BITS-1:0] bank,
    input  wire [  PES*LANES*ADDRESS_BITS-1:0] word,
    output wire [               PES*LANES-1:0] grant,
    output wire [     PES*LANES*PORT_BITS-1:0] port,
    // Whom each port of each bank serves.
    output wire [   BANKS*PORTS*PES*LANES-1:0] served,
    output wire [             BANKS*PORTS-1:0] read,
    output wire [BANKS*PORTS*ADDRESS_BITS-1:0] address
);
  localparam REQUESTERS = PES * LANES;
  localparam [REQUESTERS-1:0] ALL = {REQUESTERS{1'b1}};

  // The lanes from the first PE upwards: shifted by a PE in each cycle, all lanes
  // when the rotation comes round.
  reg  [REQUESTERS-1:0] from_first;
  wire [REQUESTERS-1:0] shifted = (start ? ALL : from_first) << LANES;
  always @(posedge clk) from_first <= |shifted ? shifted : ALL;

  bank_arbiter #(
      .REQUESTERS  (REQUESTERS),
      .BANKS       (BANKS),
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
      .served    (served),
      .read      (read),
      .address   (address)
  );
endmodule
