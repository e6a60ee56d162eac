// The arbiter of a PE with several beats in S1: the lanes of all of them ask for its banks, slot by slot.
// Every bank serves at most PORTS of them, the oldest beat first; port 0 the first, port 1 the next.
// Combinational. docs/timing.md section 3, windowed issue.
module window_arbiter #(
    parameter BANKS        = 4,
    parameter WINDOW       = 2,
    parameter SLOT_BITS    = 1,
    parameter BANK_BITS    = 2,
    parameter ADDRESS_BITS = 5,
    parameter PORTS        = 1,
    parameter ROTATING     = 0
) (
    // Lanes that stand at their banks.
    input  wire [             WINDOW*BANKS-1:0] standing,
    input  wire [   WINDOW*BANKS*BANK_BITS-1:0] bank,
    input  wire [WINDOW*BANKS*ADDRESS_BITS-1:0] word,
    // The slot of the beat of every age, the oldest first, and the age of every slot.
    input  wire [         WINDOW*SLOT_BITS-1:0] slot_of_age,
    input  wire [         WINDOW*SLOT_BITS-1:0] age_of_slot,
    input  wire [                    BANKS-1:0] from_first,
    output reg  [             WINDOW*BANKS-1:0] grant,
    // Whether the second port serves a granted lane.
    output reg  [             WINDOW*BANKS-1:0] second,
    output wire [              BANKS*PORTS-1:0] read,
    output wire [ BANKS*PORTS*ADDRESS_BITS-1:0] address
);
  localparam REQUESTERS = WINDOW * BANKS;
  wire [BANKS*PORTS*REQUESTERS-1:0] served;

  genvar b, r, k;
  generate
    for (b = 0; b < BANKS; b = b + 1) begin : arbitrated
      wire [REQUESTERS-1:0] request;
      for (r = 0; r < REQUESTERS; r = r + 1) begin : requester
        assign request[r] = standing[r] && bank[r*BANK_BITS+:BANK_BITS] == b[BANK_BITS-1:0];
      end
      for (k = 0; k < PORTS; k = k + 1) begin : port
        wire [REQUESTERS-1:0] open;
        if (k == 0) begin : all
          assign open = request;
        end else begin : rest
          assign open = request & ~served[b*PORTS*REQUESTERS+:REQUESTERS];
        end
        window_port #(
            .LANES       (BANKS),
            .WINDOW      (WINDOW),
            .SLOT_BITS   (SLOT_BITS),
            .ADDRESS_BITS(ADDRESS_BITS),
            .ROTATING    (ROTATING)
        ) choice (
            .request    (open),
            .slot_of_age(slot_of_age),
            .age_of_slot(age_of_slot),
            .from_first (from_first),
            .word       (word),
            .served     (served[(b*PORTS+k)*REQUESTERS+:REQUESTERS]),
            .read       (read[b*PORTS+k]),
            .address    (address[(b*PORTS+k)*ADDRESS_BITS+:ADDRESS_BITS])
        );
      end
    end
  endgenerate

  integer s;
  always @* begin
    grant  = {REQUESTERS{1'b0}};
    second = {REQUESTERS{1'b0}};
    for (s = 0; s < BANKS * PORTS; s = s + 1) begin
      grant = grant | served[s*REQUESTERS+:REQUESTERS];
      if (s % PORTS == 1) second = second | served[s*REQUESTERS+:REQUESTERS];
    end
  end
endmodule
