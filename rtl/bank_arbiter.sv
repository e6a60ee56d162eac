// The arbitration between requesters and banks in one cycle: every bank serves at most PORTS of the
// requests that are pending for it, in the order of the requesters from `first` upwards, wrapping
// (ROTATING), or from 0 (fixed). Port 0 serves the first of them, port 1 the next; PORTS is a power of two up
// to 4, ports of a memory at twice the clock counted twice. Run i of COPIES equal runs of requesters asks at
// copy i of the banks, which are counted through all copies. TREE chooses the circuit, of the same choice:
// every port behind the one before it, or all side by side. Combinational.
// docs/timing.md section 3, CSR arbitration.
module bank_arbiter #(
    parameter REQUESTERS   = 4,
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
    input  wire [             REQUESTERS-1:0] pending,
    input  wire [   REQUESTERS*BANK_BITS-1:0] bank,
    input  wire [REQUESTERS*ADDRESS_BITS-1:0] word,
    // One bit per requester, set from the requester that goes first upwards.
    /* verilator lint_off UNUSEDSIGNAL */  // a fixed priority has no first
    input  wire [             REQUESTERS-1:0] from_first,
    /* verilator lint_on UNUSEDSIGNAL */
    output wire [             REQUESTERS-1:0] grant,
    // The port that serves a granted requester, requester by requester.
    output wire [   REQUESTERS*PORT_BITS-1:0] port,
    // Whom each port of each bank serves.
    output wire [ALL_BANKS*PORTS*REQUESTERS-1:0] served,
    output wire [           ALL_BANKS*PORTS-1:0] read,
    output wire [ALL_BANKS*PORTS*ADDRESS_BITS-1:0] address
);
  genvar b, r, k;
  generate
    for (b = 0; b < ALL_BANKS; b = b + 1) begin : arbitrated
      localparam [31:0] BANK = b % BANKS;
      wire [REQUESTERS-1:0] request;
      for (r = 0; r < REQUESTERS; r = r + 1) begin : requester
        if (r * COPIES / REQUESTERS == b / BANKS) begin : reaches
          assign request[r] = pending[r] && bank[r*BANK_BITS+:BANK_BITS] == BANK[BANK_BITS-1:0];
        end else begin : elsewhere
          assign request[r] = 1'b0;
        end
      end
      if (TREE != 0) begin : tree
        wire [PORTS*REQUESTERS-1:0] all_chosen;
        bank_tree #(
            .REQUESTERS(REQUESTERS),
            .PORTS     (PORTS),
            .ROTATING  (ROTATING)
        ) choice (
            .request   (request),
            .from_first(from_first),
            .served    (all_chosen),
            .read      (read[b*PORTS+:PORTS])
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
          bank_port #(
              .REQUESTERS(REQUESTERS),
              .ROTATING  (ROTATING)
          ) choice (
              .request   (open),
              .from_first(from_first),
              .served    (chosen),
              .read      (read[b*PORTS+k])
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
