// Which rows are open and which is complete, where lanes go on by themselves: a memory says where in the
// stream of the PE's entries each row ends, and a counter for each of OPEN_ROWS rows how many of its entries
// the banks have accepted. docs/timing.md section 3, shuffled issue.
module row_counts #(
    parameter BANKS        = 4,
    parameter OPEN_ROWS    = 4,
    parameter TAG_BITS     = 2,
    parameter RETRY_CYCLES = 6,
    parameter WEIGHT_BEATS = 16,
    parameter WEIGHT_BITS  = 4,
    parameter END_BITS     = 7,
    parameter COUNT_BITS   = 16
) (
    input  wire                      clk,
    input  wire                      rst,
    input  wire                      start,
    input  wire [   WEIGHT_BITS-1:0] first_address,
    // The rows of the product; the row that leaves next, and its tag.
    input  wire                      valid,
    input  wire [    COUNT_BITS-1:0] rows,
    /* verilator lint_off UNUSEDSIGNAL */  // a memory may be shorter than a count
    input  wire [    COUNT_BITS-1:0] row,
    /* verilator lint_on UNUSEDSIGNAL */
    input  wire [      TAG_BITS-1:0] row_tag,
    // Banks that accept an entry, and the tags of the entries.
    input  wire [         BANKS-1:0] accepts,
    input  wire [BANKS*TAG_BITS-1:0] tag,
    // The row is complete, and leaves.
    output wire                      leaves,
    // Entries of open rows, all with `all_open`.
    output wire                      all_open,
    output wire [      END_BITS-1:0] open_entries,
    // The memory's write port.
    input  wire                      write,
    input  wire [   WEIGHT_BITS-1:0] write_address,
    input  wire [      END_BITS-1:0] write_data
);
  localparam [31:0] FIRST_OPEN = OPEN_ROWS - 1;
  reg [END_BITS-1:0] row_ends[0:WEIGHT_BEATS-1];
  always @(posedge clk) if (write) row_ends[write_address] <= write_data;

  // The last open row. Lanes know of a row that has left once its last request has come through the arbiter.
  reg  [ COUNT_BITS-1:0] last_open;
  reg  [WEIGHT_BITS-1:0] first;
  wire                   known;
  valid_line #(
      .STAGES(RETRY_CYCLES - 1)
  ) left (
      .clk(clk),
      .rst(rst),
      .d  (leaves),
      .q  (known)
  );
  always @(posedge clk)
    if (start) begin
      first     <= first_address;
      last_open <= FIRST_OPEN[COUNT_BITS-1:0];
    end else if (known) last_open <= last_open + 1'b1;
  wire [WEIGHT_BITS-1:0] open_address = first + last_open[WEIGHT_BITS-1:0];
  assign all_open     = last_open + 1'b1 >= rows;
  assign open_entries = row_ends[open_address];

  // Entries of each open row that were accepted before and with this cycle.
  reg  [          END_BITS-1:0] ended;
  wire [OPEN_ROWS*END_BITS-1:0] counts;
  wire [       WEIGHT_BITS-1:0] row_address = first + row[WEIGHT_BITS-1:0];
  wire [          END_BITS-1:0] row_end = row_ends[row_address];
  assign leaves = valid && counts[row_tag*END_BITS+:END_BITS] == row_end - ended;
  always @(posedge clk)
    if (start) ended <= {END_BITS{1'b0}};
    else if (leaves) ended <= row_end;

  genvar r;
  generate
    for (r = 0; r < OPEN_ROWS; r = r + 1) begin : open
      localparam [31:0] NUMBER = r;
      reg [END_BITS-1:0] accepted;
      reg [END_BITS-1:0] count;
      integer b;
      always @* begin
        count = accepted;
        for (b = 0; b < BANKS; b = b + 1)
          if (accepts[b] && tag[b*TAG_BITS+:TAG_BITS] == NUMBER[TAG_BITS-1:0]) count = count + 1'b1;
      end
      assign counts[r*END_BITS+:END_BITS] = count;
      always @(posedge clk)
        if (start || (leaves && row_tag == NUMBER[TAG_BITS-1:0])) accepted <= {END_BITS{1'b0}};
        else accepted <= count;
    end
  endgenerate
endmodule
