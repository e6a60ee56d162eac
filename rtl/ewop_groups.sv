// The groups of a phase of a chained element-wise unit: E elements per cycle, from the cycle of its start.
// Group g is read in cycle t + g, has an operand register behind it and then DEPTH registers of the lanes,
// and is written at the edge that ends the cycle in which it is at their end; the phase is released in the
// cycle of its last write. A unit has up to two phases, each with its elements and its depth: `second` says
// at the start which of them it is. docs/timing.md section 4.
module ewop_groups #(
    parameter LANES           = 4,
    parameter ELEMENTS        = 4,
    parameter DEPTH           = 12,
    // 0 elements: there is no second phase.
    parameter SECOND_ELEMENTS = 0,
    parameter SECOND_DEPTH    = 0
) (
    input  wire        clk,
    input  wire        rst,
    input  wire        start,
    input  wire        second,
    output wire        busy,
    output wire [15:0] group,
    output wire        released,
    // What is read in this cycle: the first element of the group, and of which phase.
    output wire [31:0] first,
    output wire        is_second,
    // What is written in this cycle: the first elements, and the lanes that have one, of each phase.
    output wire [31:0] written_first,
    output wire [31:0] second_written_first,
    output wire [LANES-1:0] written,
    output wire [LANES-1:0] second_written
);
  reg         active;
  reg         held_second;
  reg  [31:0] next_group;
  wire [31:0] group_now = start ? 32'd0 : next_group;
  assign is_second = start ? second : held_second;
  assign first = group_now * LANES;
  wire [31:0] elements = is_second ? SECOND_ELEMENTS : ELEMENTS;
  wire        reads = busy && first < elements;
  wire        is_last = reads && first + LANES >= elements;
  assign busy  = start || active;
  assign group = busy ? group_now[15:0] : 16'd0;
  always @(posedge clk) begin
    active <= busy && !released && !rst;
    next_group <= group_now + 32'd1;
    if (start) held_second <= second;
  end

  // The operand register.
  reg        held;
  reg        held_last;
  reg [31:0] held_first;
  always @(posedge clk) begin
    held <= reads && !rst;
    held_last <= is_last;
    held_first <= first;
  end

  wire valid, last, second_valid, second_last;
  valid_line #(
      .STAGES(DEPTH)
  ) valids (
      .clk(clk),
      .rst(rst),
      .d  (held && !held_second),
      .q  (valid)
  );
  delay_line #(
      .WIDTH (33),
      .STAGES(DEPTH)
  ) groups (
      .clk(clk),
      .d  ({held_last, held_first}),
      .q  ({last, written_first})
  );
  valid_line #(
      .STAGES(SECOND_DEPTH)
  ) second_valids (
      .clk(clk),
      .rst(rst),
      .d  (held && held_second),
      .q  (second_valid)
  );
  delay_line #(
      .WIDTH (33),
      .STAGES(SECOND_DEPTH)
  ) second_groups (
      .clk(clk),
      .d  ({held_last, held_first}),
      .q  ({second_last, second_written_first})
  );
  assign released = (valid && last) || (second_valid && second_last);

  genvar l;
  generate
    for (l = 0; l < LANES; l = l + 1) begin : lane
      localparam [31:0] LANE = l;
      localparam [31:0] COUNT = ELEMENTS;
      localparam [31:0] SECOND_COUNT = SECOND_ELEMENTS;
      assign written[l] = valid && written_first + LANE < COUNT;
      if (SECOND_ELEMENTS != 0) begin : two_phases
        assign second_written[l] = second_valid && second_written_first + LANE < SECOND_COUNT;
      end else begin : one_phase
        assign second_written[l] = 1'b0;
      end
    end
  endgenerate
endmodule
