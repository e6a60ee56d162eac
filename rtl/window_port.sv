// One port of one bank in one cycle, between the lanes of all beats in S1: it serves the oldest beat that
// asks, slots in the order of their age from `oldest` upwards, wrapping; inside a beat the first lane, from
// those in `from_first` (ROTATING) or from lane 0 upwards. Combinational. docs/timing.md section 3, windowed
// issue.
module window_port #(
    parameter LANES        = 4,
    parameter WINDOW       = 2,
    parameter SLOT_BITS    = 1,
    parameter ADDRESS_BITS = 5,
    parameter ROTATING     = 0
) (
    input  wire [             WINDOW*LANES-1:0] request,
    input  wire [                SLOT_BITS-1:0] oldest,
    /* verilator lint_off UNUSEDSIGNAL */  // a fixed priority has no first
    input  wire [                    LANES-1:0] from_first,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [WINDOW*LANES*ADDRESS_BITS-1:0] word,
    output reg  [             WINDOW*LANES-1:0] served,
    output wire                                 read,
    output reg  [             ADDRESS_BITS-1:0] address
);
  assign read = |request;

  integer age;
  integer slot;
  reg taken;
  reg [LANES-1:0] asking;
  reg [LANES-1:0] late;
  always @* begin
    served = {WINDOW * LANES{1'b0}};
    taken  = 1'b0;
    slot   = {{32 - SLOT_BITS{1'b0}}, oldest};
    asking = {LANES{1'b0}};
    late   = {LANES{1'b0}};
    for (age = 0; age < WINDOW; age = age + 1) begin
      asking = request[slot*LANES+:LANES] & {LANES{!taken}};
      late   = ROTATING != 0 ? asking & from_first : {LANES{1'b0}};
      taken  = taken || |asking;
      if (|late) asking = late;
      // The lowest bit that is set.
      served[slot*LANES+:LANES] = asking & (~asking + {{LANES - 1{1'b0}}, 1'b1});
      slot = slot == WINDOW - 1 ? 0 : slot + 1;
    end
  end

  integer r;
  always @* begin
    address = {ADDRESS_BITS{1'b0}};
    for (r = 0; r < WINDOW * LANES; r = r + 1)
      address = address | (word[r*ADDRESS_BITS+:ADDRESS_BITS] & {ADDRESS_BITS{served[r]}});
  end
endmodule
