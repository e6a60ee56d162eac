// Whom the ports of one bank serve: port k the request that has exactly k before it. Combinational.
// docs/timing.md section 3, CSR arbitration.
module port_choice #(
    parameter REQUESTERS = 4,
    parameter PORTS      = 1
) (
    input  wire [      REQUESTERS-1:0] request,
    // How many requests come before each, thermometer codes as in rtl/count_sum.sv.
    input  wire [PORTS*REQUESTERS-1:0] ahead,
    // Port by port.
    output wire [PORTS*REQUESTERS-1:0] served
);
  genvar k;
  generate
    for (k = 0; k < PORTS; k = k + 1) begin : port
      if (k == 0) begin : first
        assign served[0+:REQUESTERS] = request & ~ahead[0+:REQUESTERS];
      end else begin : next
        assign served[k*REQUESTERS+:REQUESTERS] =
            request & ahead[(k-1)*REQUESTERS+:REQUESTERS] & ~ahead[k*REQUESTERS+:REQUESTERS];
      end
    end
  endgenerate
endmodule
