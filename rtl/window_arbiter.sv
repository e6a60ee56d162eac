// The arbiter of a PE with several beats in S1: the lanes of all of them ask for its banks, slot by slot.
// Every bank serves at most PORTS of them, the oldest beat first; port 0 the first, port 1 the next. Run i of
// COPIES equal runs of lanes asks at copy i of the banks, which are counted through all copies.
// TREE chooses the circuit, of the same choice: every port behind the one before it, or all side by side.
// Combinational. docs/timing.md section 3, windowed issue.
module window_arbiter #(
    parameter LANES        = 4,
    parameter BANKS        = 4,
    parameter COPIES       = 1,
    parameter WINDOW       = 2,
    parameter SLOT_BITS    = 1,
    parameter BANK_BITS    = 2,
    parameter ADDRESS_BITS = 5,
    parameter PORTS        = 1,
    parameter ROTATING     = 0,
    parameter TREE         = 0,
    // Derived; not to be set.
    parameter ALL_BANKS    = COPIES * BANKS,
    parameter PORT_BITS    = PORTS > 1 ? $clog2(PORTS) : 1
) (
    // Lanes that stand at their banks.
    input  wire [             WINDOW*LANES-1:0] standing,
    input  wire [   WINDOW*LANES*BANK_BITS-1:0] bank,
    input  wire [WINDOW*LANES*ADDRESS_BITS-1:0] word,
    // The slot of the beat of every age, the oldest first, and the age of every slot.
    input  wire [         WINDOW*SLOT_BITS-1:0] slot_of_age,
    input  wire [         WINDOW*SLOT_BITS-1:0] age_of_slot,
    input  wire [                    LANES-1:0] from_first,
    output wire [             WINDOW*LANES-1:0] grant,
    // The port that serves a granted lane, lane by lane.
    output wire [   WINDOW*LANES*PORT_BITS-1:0] port,
    output wire [          ALL_BANKS*PORTS-1:0] read,
    output wire [ALL_BANKS*PORTS*ADDRESS_BITS-1:0] address
);
  localparam REQUESTERS = WINDOW * LANES;
  wire [ALL_BANKS*PORTS*REQUESTERS-1:0] served;

  genvar b, r, k;
  generate
    for (b = 0; b < ALL_BANKS; b = b + 1) begin : arbitrated
      localparam [31:0] BANK = b % BANKS;
      wire [REQUESTERS-1:0] request;
      for (r = 0; r < REQUESTERS; r = r + 1) begin : requester
        if (r % LANES * COPIES / LANES == b / BANKS) begin : reaches
          assign request[r] = standing[r] && bank[r*BANK_BITS+:BANK_BITS] == BANK[BANK_BITS-1:0];
        end else begin : elsewhere
          assign request[r] = 1'b0;
        end
      end
      if (TREE != 0) begin : tree
        wire [PORTS*REQUESTERS-1:0] all_chosen;
        window_tree #(
            .LANES    (LANES),
            .WINDOW   (WINDOW),
            .SLOT_BITS(SLOT_BITS),
            .PORTS    (PORTS),
            .ROTATING (ROTATING)
        ) choice (
            .request    (request),
            .slot_of_age(slot_of_age),
            .age_of_slot(age_of_slot),
            .from_first (from_first),
            .served     (all_chosen),
            .read       (read[b*PORTS+:PORTS])
        );
      end
      for (k = 0; k < PORTS; k = k + 1) begin : port_of_bank
        wire [REQUESTERS-1:0] chosen;
        assign served[(b*PORTS+k)*REQUESTERS+:REQUESTERS] = chosen;
        if (TREE == 0) begin : chain
          wire [REQUESTERS-1:0] open;
          if (k == 0) begin : all
            assign open = request;
          end else begin : rest
            assign open = port_of_bank[k-1].chain.open & ~port_of_bank[k-1].chosen;
          end
          window_port #(
              .LANES    (LANES),
              .WINDOW   (WINDOW),
              .SLOT_BITS(SLOT_BITS),
              .ROTATING (ROTATING)
          ) choice (
              .request    (open),
              .slot_of_age(slot_of_age),
              .age_of_slot(age_of_slot),
              .from_first (from_first),
              .served     (chosen),
              .read       (read[b*PORTS+k])
          );
        end else begin : side_by_side
          assign chosen = tree.all_chosen[k*REQUESTERS+:REQUESTERS];
        end
        served_word #(
            .REQUESTERS  (REQUESTERS),
            .ADDRESS_BITS(ADDRESS_BITS)
        ) word_of_port (
            .served (chosen),
            .word   (word),
            .address(address[(b*PORTS+k)*ADDRESS_BITS+:ADDRESS_BITS])
        );
      end
    end
  endgenerate

  port_grants #(
      .REQUESTERS(REQUESTERS),
      .BANKS     (ALL_BANKS),
      .PORTS     (PORTS)
  ) grants (
      .served(served),
      .grant (grant),
      .port  (port)
  );
endmodule
