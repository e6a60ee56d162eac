// The element-wise unit of vector instructions: E elements of one instruction per cycle. Issued in cycle t,
// group g is read from the register file in cycle t + g + 1 and written at the edge that ends cycle
// t + g + 1 + latency(op); the unit is occupied in cycles t .. t + ceil(n/E) - 1. Every kind of operation has
// its own pipeline and write port, so a short one can overtake a long one. docs/timing.md sections 5 and 6.
//
// Operations: 2 add, 3 multiply, 4 sigmoid, 5 tanh, 6 copy, 9 complement (1 - a of a gate, in the adder: it
// fits a word). Flags: 0 the destination is an accumulator, 1 operand a is, 2 operand b is; 4..3 kind of a
// sum: 0 wraps to the accumulator, 1 exact, 2 saturates words.
module ewop_vector #(
    parameter LANES              = 4,
    parameter WORD_BITS          = 16,
    parameter FRACTION_BITS      = 12,
    parameter ACC_BITS           = 48,
    parameter ELEMENT_BITS       = 51,
    parameter SOURCE_BITS        = 16,
    parameter ADD_LATENCY        = 1,
    parameter ACTIVATION_LATENCY = 2,
    parameter MULTIPLY_LATENCY   = 3,
    parameter RANGE_BITS         = 16,
    parameter SEGMENT_BITS       = 6,
    parameter [(2**SEGMENT_BITS+1)*WORD_BITS-1:0] SIGMOID_TABLE = 0,
    parameter [(2**SEGMENT_BITS+1)*WORD_BITS-1:0] TANH_TABLE    = 0
) (
    input  wire                            clk,
    input  wire                            rst,
    input  wire                            start,
    input  wire [                     3:0] op,
    input  wire [                     4:0] flags,
    input  wire [                     7:0] index,
    input  wire [                    31:0] length,
    input  wire [         SOURCE_BITS-1:0] to,
    input  wire [         SOURCE_BITS-1:0] from_a,
    input  wire [         SOURCE_BITS-1:0] from_b,
    output wire                            busy,
    // Occupied by an instruction that was issued in an earlier cycle.
    output reg                             active,
    output wire [                    15:0] group,
    output wire [                     7:0] instruction,
    output wire                            released,
    // By pipeline: add, multiply, activation, copy.
    output wire [                     3:0] ready,
    output wire [                    31:0] ready_index,
    output wire [                     3:0] written,
    output wire [                    31:0] written_index,
    output wire [2*LANES*SOURCE_BITS-1:0]  read_address,
    input  wire [2*LANES*ELEMENT_BITS-1:0] read_data,
    output wire [             4*LANES-1:0] write,
    output wire [ 4*LANES*SOURCE_BITS-1:0] write_address,
    output wire [4*LANES*ELEMENT_BITS-1:0] write_data
);
  localparam [3:0] ADD = 4'd2, MULTIPLY = 4'd3, SIGMOID = 4'd4, TANH = 4'd5, COPY = 4'd6, COMPLEMENT = 4'd9;

  localparam signed [ELEMENT_BITS-1:0] ONE = {{ELEMENT_BITS - 1{1'b0}}, 1'b1} << FRACTION_BITS;

  // Issue: a group per cycle.
  reg [           31:0] next_group;
  reg [            3:0] held_op;
  reg [            4:0] held_flags;
  reg [            7:0] held_index;
  reg [           31:0] held_length;
  reg [SOURCE_BITS-1:0] held_to, held_a, held_b;
  wire [31:0] group_now = start ? 32'd0 : next_group;
  wire [31:0] length_now = start ? length : held_length;
  assign busy = start || active;
  assign group = busy ? group_now[15:0] : 16'd0;
  assign instruction = start ? index : active ? held_index : 8'd0;
  assign released = busy && (group_now + 32'd1) * LANES >= length_now;

  // Read: the cycle after.
  reg        reading;
  reg        last_read;
  reg [31:0] read_first;
  always @(posedge clk) begin
    active <= busy && !released && !rst;
    reading <= busy && !rst;
    last_read <= released;
    read_first <= group_now * LANES;
    next_group <= group_now + 32'd1;
    if (start) begin
      held_op <= op;
      held_flags <= flags;
      held_index <= index;
      held_length <= length;
      held_to <= to;
      held_a <= from_a;
      held_b <= from_b;
    end
  end

  wire destination_is_sum = held_flags[0];
  wire a_is_sum = held_flags[1];
  wire b_is_sum = held_flags[2];
  wire [1:0] sum_kind = held_flags[4:3];
  wire [LANES-1:0] lanes;
  wire [LANES*ELEMENT_BITS-1:0] sums, products, activations, copies;

  genvar l, k;
  generate
    for (l = 0; l < LANES; l = l + 1) begin : lane
      localparam [31:0] LANE = l;
      wire [31:0] element = read_first + LANE;
      assign lanes[l] = element < held_length;
      assign read_address[2*l*SOURCE_BITS+:SOURCE_BITS] = held_a + element[SOURCE_BITS-1:0];
      assign read_address[(2*l+1)*SOURCE_BITS+:SOURCE_BITS] = held_b + element[SOURCE_BITS-1:0];
      wire signed [ELEMENT_BITS-1:0] a = read_data[2*l*ELEMENT_BITS+:ELEMENT_BITS];
      wire signed [ELEMENT_BITS-1:0] b = read_data[(2*l+1)*ELEMENT_BITS+:ELEMENT_BITS];

      // Sums: of accumulators, to an accumulator (a word in its fraction bits), of words.
      wire signed [ELEMENT_BITS-1:0] scaled = b_is_sum || sum_kind == 2'd2 ? b : b <<< FRACTION_BITS;
      wire signed [ELEMENT_BITS-1:0] exact = a + scaled;
      wire signed [WORD_BITS-1:0] saturated;
      round_saturate #(
          .SUM_BITS     (ELEMENT_BITS),
          .WORD_BITS    (WORD_BITS),
          .FRACTION_BITS(0)
      ) saturation (
          .sum (exact),
          .word(saturated)
      );
      assign sums[l*ELEMENT_BITS+:ELEMENT_BITS] =
          held_op == COMPLEMENT ? ONE - a :
          sum_kind == 2'd0 ? {{ELEMENT_BITS - ACC_BITS{exact[ACC_BITS-1]}}, exact[ACC_BITS-1:0]} :
          sum_kind == 2'd1 ? exact : {{ELEMENT_BITS - WORD_BITS{saturated[WORD_BITS-1]}}, saturated};

      // Products, exact or rounded to a word.
      wire signed [2*WORD_BITS-1:0] product = $signed(a[WORD_BITS-1:0]) * $signed(b[WORD_BITS-1:0]);
      wire signed [WORD_BITS-1:0] rounded_product;
      round_saturate #(
          .SUM_BITS     (2 * WORD_BITS),
          .WORD_BITS    (WORD_BITS),
          .FRACTION_BITS(FRACTION_BITS)
      ) product_rounding (
          .sum (product),
          .word(rounded_product)
      );
      assign products[l*ELEMENT_BITS+:ELEMENT_BITS] = destination_is_sum ?
          {{ELEMENT_BITS - 2 * WORD_BITS{product[2*WORD_BITS-1]}}, product} :
          {{ELEMENT_BITS - WORD_BITS{rounded_product[WORD_BITS-1]}}, rounded_product};

      // Words, from accumulators if need be, and their activations.
      wire [WORD_BITS-1:0] rounded;
      round_saturate #(
          .SUM_BITS     (ELEMENT_BITS),
          .WORD_BITS    (WORD_BITS),
          .FRACTION_BITS(FRACTION_BITS)
      ) rounding (
          .sum (a),
          .word(rounded)
      );
      wire [WORD_BITS-1:0] word = a_is_sum ? rounded : a[WORD_BITS-1:0];
      wire [WORD_BITS-1:0] sigmoid_value, tanh_value;
      activation #(
          .WORD_BITS   (WORD_BITS),
          .RANGE_BITS  (RANGE_BITS),
          .SEGMENT_BITS(SEGMENT_BITS),
          .TABLE       (SIGMOID_TABLE)
      ) sigmoid (
          .s(word),
          .y(sigmoid_value)
      );
      activation #(
          .WORD_BITS   (WORD_BITS),
          .RANGE_BITS  (RANGE_BITS),
          .SEGMENT_BITS(SEGMENT_BITS),
          .TABLE       (TANH_TABLE)
      ) hyperbolic (
          .s(word),
          .y(tanh_value)
      );
      wire [WORD_BITS-1:0] activated = held_op == SIGMOID ? sigmoid_value : tanh_value;
      assign activations[l*ELEMENT_BITS+:ELEMENT_BITS] = {{ELEMENT_BITS - WORD_BITS{activated[WORD_BITS-1]}}, activated};
      assign copies[l*ELEMENT_BITS+:ELEMENT_BITS] = {{ELEMENT_BITS - WORD_BITS{word[WORD_BITS-1]}}, word};
    end
  endgenerate

  wire [4*LANES*ELEMENT_BITS-1:0] results = {copies, activations, products, sums};
  generate
    for (k = 0; k < 4; k = k + 1) begin : kind
      localparam LATENCY = k == 0 ? ADD_LATENCY : k == 1 ? MULTIPLY_LATENCY : k == 2 ? ACTIVATION_LATENCY : 0;
      wire starts = k == 0 ? op == ADD || op == COMPLEMENT : k == 1 ? op == MULTIPLY : k == 2 ? op == SIGMOID || op == TANH : op == COPY;
      wire is_read = k == 0 ? held_op == ADD || held_op == COMPLEMENT : k == 1 ? held_op == MULTIPLY : k == 2 ? held_op == SIGMOID || held_op == TANH : held_op == COPY;
      wire [SOURCE_BITS-1:0] write_to;
      ewop_pipeline #(
          .LANES       (LANES),
          .ELEMENT_BITS(ELEMENT_BITS),
          .SOURCE_BITS (SOURCE_BITS),
          .LATENCY     (LATENCY)
      ) pipeline (
          .clk          (clk),
          .rst          (rst),
          .start        (start && starts),
          .start_index  (index),
          .ready        (ready[k]),
          .ready_index  (ready_index[8*k+:8]),
          .valid        (reading && is_read),
          .last         (last_read),
          .index        (held_index),
          .lanes        (lanes),
          .to           (held_to + read_first[SOURCE_BITS-1:0]),
          .results      (results[k*LANES*ELEMENT_BITS+:LANES*ELEMENT_BITS]),
          .written      (written[k]),
          .written_index(written_index[8*k+:8]),
          .write        (write[k*LANES+:LANES]),
          .write_to     (write_to),
          .write_data   (write_data[k*LANES*ELEMENT_BITS+:LANES*ELEMENT_BITS])
      );
      for (l = 0; l < LANES; l = l + 1) begin : address
        assign write_address[(k*LANES+l)*SOURCE_BITS+:SOURCE_BITS] = write_to + l;
      end
    end
  endgenerate
endmodule
