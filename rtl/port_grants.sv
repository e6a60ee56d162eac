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
    output reg  [            REQUESTERS-1:0] grant,
    // Requester by requester.
    output wire [  REQUESTERS*PORT_BITS-1:0] port
);
  // By bit of the port's number: the requesters that are served by ports in which it is set.
  reg [PORT_BITS*REQUESTERS-1:0] port_bits;
  integer s, q;
  always @* begin
    grant     = {REQUESTERS{1'b0}};
    port_bits = {PORT_BITS * REQUESTERS{1'b0}};
    for (s = 0; s < BANKS * PORTS; s = s + 1) begin
      grant = grant | served[s*REQUESTERS+:REQUESTERS];
      for (q = 0; q < PORT_BITS; q = q + 1)
        if ((s % PORTS) / (1 << q) % 2 == 1)
          port_bits[q*REQUESTERS+:REQUESTERS] = port_bits[q*REQUESTERS+:REQUESTERS] | served[s*REQUESTERS+:REQUESTERS];
    end
  end
  genvar r, k;
  generate
    for (r = 0; r < REQUESTERS; r = r + 1) begin : numbered
      for (k = 0; k < PORT_BITS; k = k + 1) begin : digit
        assign port[r*PORT_BITS+k] = port_bits[k*REQUESTERS+r];
      end
    end
  endgenerate
endmodule
