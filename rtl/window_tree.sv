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
  localparam SLOT_COUNTS = LANES * PORTS;
  // Slot by slot: requests before each in its own beat, and of the whole beat.
  wire [WINDOW*SLOT_COUNTS-1:0] before_in_slot;
  wire [      WINDOW*PORTS-1:0] of_slot;
  // By age: requests of the beat, and of the older ones.
  wire [      WINDOW*PORTS-1:0] of_age;
  wire [      WINDOW*PORTS-1:0] older;
  wire [WINDOW*SLOT_COUNTS-1:0] ahead;
  genvar a, l;
  generate
    for (a = 0; a < WINDOW; a = a + 1) begin : beat
      wire [SLOT_BITS-1:0] slot = slot_of_age[a*SLOT_BITS+:SLOT_BITS];
      wire [SLOT_BITS-1:0] age = age_of_slot[a*SLOT_BITS+:SLOT_BITS];
      wire [    PORTS-1:0] older_here = older[age*PORTS+:PORTS];
      lane_counts #(
          .LANES   (LANES),
          .PORTS   (PORTS),
          .ROTATING(ROTATING)
      ) counts (
          .request   (request[a*LANES+:LANES]),
          .from_first(from_first),
          .ahead     (before_in_slot[a*SLOT_COUNTS+:SLOT_COUNTS]),
          .total     (of_slot[a*PORTS+:PORTS])
      );
      assign of_age[a*PORTS+:PORTS] = of_slot[slot*PORTS+:PORTS];
      for (l = 0; l < LANES; l = l + 1) begin : lane
        count_sum #(
            .PORTS(PORTS)
        ) behind_older (
            .a  (older_here),
            .b  (before_in_slot[a*SLOT_COUNTS+l*PORTS+:PORTS]),
            .sum(ahead[a*SLOT_COUNTS+l*PORTS+:PORTS])
        );
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
