// Whom the ports of all banks serve together: every requester that any port serves, and the number of that
// port in its bank. Each bit is one OR over the ports, which is built as a tree. Combinational.
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
  genvar r, s, k;
  generate
    for (r = 0; r < REQUESTERS; r = r + 1) begin : requester
      wire [BANKS*PORTS-1:0] serves;
      for (s = 0; s < BANKS * PORTS; s = s + 1) begin : any
        assign serves[s] = served[s*REQUESTERS+r];
      end
      assign grant[r] = |serves;
      for (k = 0; k < PORT_BITS; k = k + 1) begin : digit
        // The ports that have this digit in their number.
        wire [BANKS*PORTS-1:0] numbered;
        for (s = 0; s < BANKS * PORTS; s = s + 1) begin : one
          assign numbered[s] = (s % PORTS) / (1 << k) % 2 == 1;
        end
        assign port[r*PORT_BITS+k] = |(serves & numbered);
      end
    end
  endgenerate
endmodule
