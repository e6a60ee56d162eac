// All ports of one bank in one cycle, between the lanes of all beats in S1, chosen side by side: requests are
// counted inside every beat, the beats in the order of their age. They serve whom rtl/window_port.sv serves,
// port by port. Combinational. docs/timing.md section 3, windowed issue.
module window_tree #(
    parameter LANES     = 4,
    parameter WINDOW    = 2,
    parameter SLOT_BITS = 1,
    parameter PORTS     = 1,
    parameter ROTATING  = 0
) (
    // Slot by slot.
    input  wire [      WINDOW*LANES-1:0] request,
    // The slot of the beat of every age, the oldest first, and the age of every slot.
    input  wire [  WINDOW*SLOT_BITS-1:0] slot_of_age,
    input  wire [  WINDOW*SLOT_BITS-1:0] age_of_slot,
    input  wire [             LANES-1:0] from_first,
    // Port by port.
    output wire [PORTS*WINDOW*LANES-1:0] served,
    output wire [             PORTS-1:0] read
);
  localparam LANE_CODES = PORTS * LANES;
  // Slot by slot: requests before each in its own beat.
  wire [WINDOW*LANE_CODES-1:0] ahead_in_slot;
  // Of every slot, then by age: requests of the beat, and of the older ones. Codes as in rtl/count_sum.sv.
  wire [     PORTS*WINDOW-1:0] of_slot;
  wire [     PORTS*WINDOW-1:0] of_age;
  wire [     PORTS*WINDOW-1:0] older;
  wire [WINDOW*LANE_CODES-1:0] ahead;
  genvar a, k;
  generate
    for (a = 0; a < WINDOW; a = a + 1) begin : beat
      wire [ SLOT_BITS-1:0] slot = slot_of_age[a*SLOT_BITS+:SLOT_BITS];
      wire [ SLOT_BITS-1:0] age = age_of_slot[a*SLOT_BITS+:SLOT_BITS];
      wire [     PORTS-1:0] own;
      wire [LANE_CODES-1:0] older_here;
      wire [LANE_CODES-1:0] ahead_here;
      lane_counts #(
          .LANES   (LANES),
          .PORTS   (PORTS),
          .ROTATING(ROTATING)
      ) counts (
          .request   (request[a*LANES+:LANES]),
          .from_first(from_first),
          .ahead     (ahead_in_slot[a*LANE_CODES+:LANE_CODES]),
          .total     (own)
      );
      count_sum #(
          .PARTS(LANES),
          .PORTS(PORTS)
      ) behind_older (
          .a  (older_here),
          .b  (ahead_in_slot[a*LANE_CODES+:LANE_CODES]),
          .sum(ahead_here)
      );
      for (k = 0; k < PORTS; k = k + 1) begin : code
        wire [WINDOW-1:0] of_slots = of_slot[k*WINDOW+:WINDOW];
        wire [WINDOW-1:0] of_older = older[k*WINDOW+:WINDOW];
        assign of_slot[k*WINDOW+a] = own[k];
        assign of_age[k*WINDOW+a] = of_slots[slot];
        assign older_here[k*LANES+:LANES] = {LANES{of_older[age]}};
        assign ahead[(k*WINDOW+a)*LANES+:LANES] = ahead_here[k*LANES+:LANES];
      end
    end
  endgenerate
  prefix_counts #(
      .PARTS(WINDOW),
      .PORTS(PORTS)
  ) of_ages (
      .counts(of_age),
      .ahead (older),
      .total (read)
  );
  port_choice #(
      .REQUESTERS(WINDOW * LANES),
      .PORTS     (PORTS)
  ) choice (
      .request(request),
      .ahead  (ahead),
      .served (served)
  );
endmodule
