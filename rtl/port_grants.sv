// Whom the ports of all banks serve together: every requester that any port serves, and the number of that
// port in its bank. Combinational.
module port_grants #(
    parameter REQUESTERS = 4,
    parameter BANKS      = 4,
    parameter PORTS      = 1,
    // Derived; not to be set.
    parameter PORT_BITS  = PORTS > 1 ? $clog2(PORTS) : 1
) (
    // Whom each port of each bank serves.
    input  wire [BANKS*PORTS*REQUESTERS-1:0] served,
    output wire [            REQUESTERS-1:0] grant,
    // Requester by requester.
    output wire [  REQUESTERS*PORT_BITS-1:0] port
);
  or_tree #(
      .WORDS(BANKS * PORTS),
      .BITS (REQUESTERS)
  ) granted (
      .words(served),
      .any  (grant)
  );
  genvar s, r, k;
  generate
    for (k = 0; k < PORT_BITS; k = k + 1) begin : digit
      // Whom the ports serve that have this digit in their number.
      wire [BANKS*PORTS*REQUESTERS-1:0] numbered;
      wire [            REQUESTERS-1:0] has_digit;
      for (s = 0; s < BANKS * PORTS; s = s + 1) begin : of_port
        localparam [0:0] NUMBERED = (s % PORTS) / (1 << k) % 2 == 1;
        assign numbered[s*REQUESTERS+:REQUESTERS] = {REQUESTERS{NUMBERED}};
      end
      or_tree #(
          .WORDS(BANKS * PORTS),
          .BITS (REQUESTERS)
      ) in_number (
          .words(served & numbered),
          .any  (has_digit)
      );
      for (r = 0; r < REQUESTERS; r = r + 1) begin : requester
        assign port[r*PORT_BITS+k] = has_digit[r];
      end
    end
  endgenerate
endmodule
