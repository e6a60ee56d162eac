// The arbitration between requesters and banks in one cycle: every bank serves at most PORTS of the
// requests that are pending for it, in the order of the requesters from `first` upwards, wrapping
// (ROTATING), or from 0 (fixed). Port 0 serves the first of them, port 1 the next. Combinational.
// docs/timing.md section 3, CSR arbitration.
module bank_arbiter #(
    parameter REQUESTERS   = 4,
    parameter BANKS        = 4,
    parameter BANK_BITS    = 2,
    parameter ADDRESS_BITS = 5,
    parameter PORTS        = 1,
    parameter ROTATING     = 0
) (
    input  wire [             REQUESTERS-1:0] pending,
    input  wire [   REQUESTERS*BANK_BITS-1:0] bank,
    input  wire [REQUESTERS*ADDRESS_BITS-1:0] word,
    // One bit per requester, set from the requester that goes first upwards.
    /* verilator lint_off UNUSEDSIGNAL */  // a fixed priority has no first
    input  wire [             REQUESTERS-1:0] from_first,
    /* verilator lint_on UNUSEDSIGNAL */
    output reg  [             REQUESTERS-1:0] grant,
    // Whether the second port serves a granted requester.
    output reg  [             REQUESTERS-1:0] second,
    // Whom each port of each bank serves.
    output wire [BANKS*PORTS*REQUESTERS-1:0]  served,
    output wire [            BANKS*PORTS-1:0] read,
    output wire [BANKS*PORTS*ADDRESS_BITS-1:0] address
);
  genvar b, r;
  generate
    for (b = 0; b < BANKS; b = b + 1) begin : arbitrated
      wire [REQUESTERS-1:0] request;
      wire [REQUESTERS-1:0] first_served;
      for (r = 0; r < REQUESTERS; r = r + 1) begin : requester
        assign request[r] = pending[r] && bank[r*BANK_BITS+:BANK_BITS] == b[BANK_BITS-1:0];
      end
      bank_port #(
          .REQUESTERS  (REQUESTERS),
          .ADDRESS_BITS(ADDRESS_BITS),
          .ROTATING    (ROTATING)
      ) first_port (
          .request   (request),
          .from_first(from_first),
          .word      (word),
          .served    (first_served),
          .read      (read[b*PORTS]),
          .address   (address[b*PORTS*ADDRESS_BITS+:ADDRESS_BITS])
      );
      assign served[b*PORTS*REQUESTERS+:REQUESTERS] = first_served;
      if (PORTS == 2) begin : dual
        bank_port #(
            .REQUESTERS  (REQUESTERS),
            .ADDRESS_BITS(ADDRESS_BITS),
            .ROTATING    (ROTATING)
        ) second_port (
            .request   (request & ~first_served),
            .from_first(from_first),
            .word      (word),
            .served    (served[(b*PORTS+1)*REQUESTERS+:REQUESTERS]),
            .read      (read[b*PORTS+1]),
            .address   (address[(b*PORTS+1)*ADDRESS_BITS+:ADDRESS_BITS])
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
