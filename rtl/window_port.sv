// One port of one bank in one cycle, between the lanes of all beats in S1: it serves the oldest beat that
// asks, inside it the first lane, from those in `from_first` (ROTATING) or from lane 0 upwards.
// Combinational. docs/timing.md section 3, windowed issue.
module window_port #(
    parameter LANES     = 4,
    parameter WINDOW    = 2,
    parameter SLOT_BITS = 1,
    parameter ROTATING  = 0
) (
    // Slot by slot.
    input  wire [    WINDOW*LANES-1:0] request,
    // The slot of the beat of every age, the oldest first, and the age of every slot.
    input  wire [WINDOW*SLOT_BITS-1:0] slot_of_age,
    input  wire [WINDOW*SLOT_BITS-1:0] age_of_slot,
    /* verilator lint_off UNUSEDSIGNAL */  // a fixed priority has no first
    input  wire [           LANES-1:0] from_first,
    /* verilator lint_on UNUSEDSIGNAL */
    output wire [    WINDOW*LANES-1:0] served,
    output wire                        read
);
  assign read = |request;

  // By age: whether an older beat asks, and the lane that is served unless one does.
  wire [    WINDOW*LANES-1:0] served_of_age;
  /* verilator lint_off UNUSEDSIGNAL */  // no beat is younger than the youngest
  wire [          WINDOW-1:0] asks;
  /* verilator lint_on UNUSEDSIGNAL */
  genvar a;
  generate
    for (a = 0; a < WINDOW; a = a + 1) begin : age
      wire [SLOT_BITS-1:0] slot = slot_of_age[a*SLOT_BITS+:SLOT_BITS];
      wire [    LANES-1:0] asking = request[slot*LANES+:LANES];
      wire [    LANES-1:0] preferred;
      wire                 is_first;
      assign asks[a] = |asking;
      if (a == 0) begin : oldest
        assign is_first = 1'b1;
      end else begin : younger
        assign is_first = !(|asks[a-1:0]);
      end
      if (ROTATING != 0) begin : rotating
        wire [LANES-1:0] late = asking & from_first;
        assign preferred = |late ? late : asking;
      end else begin : fixed
        assign preferred = asking;
      end
      // The lowest bit that is set.
      assign served_of_age[a*LANES+:LANES] =
          preferred & (~preferred + {{LANES - 1{1'b0}}, 1'b1}) & {LANES{is_first}};
    end
    for (a = 0; a < WINDOW; a = a + 1) begin : slot
      wire [SLOT_BITS-1:0] age_here = age_of_slot[a*SLOT_BITS+:SLOT_BITS];
      assign served[a*LANES+:LANES] = served_of_age[age_here*LANES+:LANES];
    end
  endgenerate
endmodule
