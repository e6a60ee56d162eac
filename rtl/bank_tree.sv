// All ports of one bank in one cycle, chosen side by side: every request finds out in a tree how many come
// before it, where the ports of rtl/bank_port.sv choose one behind the other. They serve the same requests.
// Combinational. docs/timing.md section 3, CSR arbitration.
module bank_tree #(
    parameter REQUESTERS = 4,
    parameter PORTS      = 1,
    parameter ROTATING   = 0
) (
    input  wire [      REQUESTERS-1:0] request,
    // One bit per requester, set from the requester that goes first upwards.
    input  wire [      REQUESTERS-1:0] from_first,
    // Port by port.
    output wire [PORTS*REQUESTERS-1:0] served,
    output wire [           PORTS-1:0] read
);
  wire [PORTS*REQUESTERS-1:0] ahead;
  // A count above k is a request for port k.
  lane_counts #(
      .LANES   (REQUESTERS),
      .PORTS   (PORTS),
      .ROTATING(ROTATING)
  ) counts (
      .request   (request),
      .from_first(from_first),
      .ahead     (ahead),
      .total     (read)
  );
  port_choice #(
      .REQUESTERS(REQUESTERS),
      .PORTS     (PORTS)
  ) choice (
      .request(request),
      .ahead  (ahead),
      .served (served)
  );
endmodule
