// Whom the ports of one bank serve: port k the request that has exactly k before it. Combinational.
// docs/timing.md section 3, CSR arbitration.
module port_choice #(
    parameter REQUESTERS = 4,
    parameter PORTS      = 1
) (
    input  wire [      REQUESTERS-1:0] request,
    // How many requests come before each, thermometer codes.
    input  wire [REQUESTERS*PORTS-1:0] ahead,
    // Port by port.
    output wire [PORTS*REQUESTERS-1:0] served
);
  genvar r, k;
  generate
    for (r = 0; r < REQUESTERS; r = r + 1) begin : requester
      for (k = 0; k < PORTS; k = k + 1) begin : port
        if (k == 0) begin : first
          assign served[r] = request[r] && !ahead[r*PORTS];
        end else begin : next
          assign served[k*REQUESTERS+r] = request[r] && ahead[r*PORTS+k-1] && !ahead[r*PORTS+k];
        end
      end
    end
  endgenerate
endmodule
