// Both styles of rtl/window_arbiter.sv against what docs/timing.md section 3 says in words: for every order of
// the beats, every first lane, and everything that the lanes of all beats can ask for.
module window_arbiter_bench;
  parameter LANES = 2;
  parameter BANKS = 1;
  parameter COPIES = 1;
  parameter WINDOW = 2;
  parameter PORTS = 1;
  parameter ROTATING = 0;
  localparam SLOT_BITS = WINDOW > 1 ? $clog2(WINDOW) : 1;
  localparam BANK_BITS = BANKS > 1 ? $clog2(BANKS) : 1;
  localparam ADDRESS_BITS = 5;
  localparam REQUESTERS = WINDOW * LANES;
  localparam ALL_BANKS = COPIES * BANKS;
  localparam PORT_BITS = PORTS > 1 ? $clog2(PORTS) : 1;
  localparam RESULT_BITS = REQUESTERS * (1 + PORT_BITS) + ALL_BANKS * PORTS * (1 + ADDRESS_BITS);

  reg [REQUESTERS-1:0] standing;
  reg [REQUESTERS*BANK_BITS-1:0] bank;
  reg [REQUESTERS*ADDRESS_BITS-1:0] word;
  reg [WINDOW*SLOT_BITS-1:0] slot_of_age;
  reg [WINDOW*SLOT_BITS-1:0] age_of_slot;
  reg [LANES-1:0] from_first;
  wire [RESULT_BITS-1:0] result[0:1];

  genvar s;
  generate
    for (s = 0; s < 2; s = s + 1) begin : style
      wire [REQUESTERS-1:0] grant;
      wire [REQUESTERS*PORT_BITS-1:0] port;
      wire [ALL_BANKS*PORTS-1:0] read;
      wire [ALL_BANKS*PORTS*ADDRESS_BITS-1:0] address;
      window_arbiter #(
          .LANES       (LANES),
          .BANKS       (BANKS),
          .COPIES      (COPIES),
          .WINDOW      (WINDOW),
          .SLOT_BITS   (SLOT_BITS),
          .BANK_BITS   (BANK_BITS),
          .ADDRESS_BITS(ADDRESS_BITS),
          .PORTS       (PORTS),
          .ROTATING    (ROTATING),
          .TREE        (s)
      ) arbiter (
          .standing   (standing),
          .bank       (bank),
          .word       (word),
          .slot_of_age(slot_of_age),
          .age_of_slot(age_of_slot),
          .from_first (from_first),
          .grant      (grant),
          .port       (port),
          .read       (read),
          .address    (address)
      );
      assign result[s] = {grant, port, read, address};
    end
  endgenerate

  // What is right: the oldest beat first, its lanes in their order.
  reg [REQUESTERS-1:0] grant;
  reg [REQUESTERS*PORT_BITS-1:0] port;
  reg [ALL_BANKS*PORTS-1:0] read;
  reg [ALL_BANKS*PORTS*ADDRESS_BITS-1:0] address;
  integer asked[0:ALL_BANKS-1];
  integer first, age, i, lane, r, b, p;
  task serve_in_order;
    begin
      grant   = 0;
      port    = 0;
      read    = 0;
      address = 0;
      for (b = 0; b < ALL_BANKS; b = b + 1) asked[b] = 0;
      for (age = 0; age < WINDOW; age = age + 1)
        for (i = 0; i < LANES; i = i + 1) begin
          lane = ROTATING != 0 ? (first + i) % LANES : i;
          r = slot_of_age[age*SLOT_BITS+:SLOT_BITS] * LANES + lane;
          if (standing[r]) begin
            b = lane * COPIES / LANES * BANKS + bank[r*BANK_BITS+:BANK_BITS];
            p = b * PORTS + asked[b];
            if (asked[b] < PORTS) begin
              grant[r] = 1;
              port[r*PORT_BITS+:PORT_BITS] = asked[b];
              read[p] = 1;
              address[p*ADDRESS_BITS+:ADDRESS_BITS] = word[r*ADDRESS_BITS+:ADDRESS_BITS];
            end
            asked[b] = asked[b] + 1;
          end
        end
    end
  endtask

  // Orders are tried as numbers of WINDOW digits; one in which a slot stands twice is none.
  integer order, pattern, patterns, left, slot, checked, wrong_chain, wrong_tree;
  reg [WINDOW-1:0] taken;
  initial begin
    checked = 0;
    wrong_chain = 0;
    wrong_tree = 0;
    patterns = (BANKS + 1) ** REQUESTERS;
    for (r = 0; r < REQUESTERS; r = r + 1) word[r*ADDRESS_BITS+:ADDRESS_BITS] = r * 11 + 1;
    for (order = 0; order < WINDOW ** WINDOW; order = order + 1) begin
      left = order;
      taken = 0;
      for (age = 0; age < WINDOW; age = age + 1) begin
        slot = left % WINDOW;
        taken[slot] = 1;
        slot_of_age[age*SLOT_BITS+:SLOT_BITS] = slot;
        age_of_slot[slot*SLOT_BITS+:SLOT_BITS] = age;
        left = left / WINDOW;
      end
      for (pattern = 0; &taken && pattern < patterns; pattern = pattern + 1) begin
        left = pattern;
        for (r = 0; r < REQUESTERS; r = r + 1) begin
          standing[r] = left % (BANKS + 1) != 0;
          bank[r*BANK_BITS+:BANK_BITS] = (left % (BANKS + 1) + BANKS - 1) % BANKS;
          left = left / (BANKS + 1);
        end
        for (first = 0; first < LANES; first = first + 1) begin
          from_first = {LANES{1'b1}} << first;
          #1 serve_in_order;
          checked = checked + 1;
          if (result[0] !== {grant, port, read, address}) wrong_chain = wrong_chain + 1;
          if (result[1] !== {grant, port, read, address}) wrong_tree = wrong_tree + 1;
        end
      end
    end
    $display("checked %0d, wrong chain %0d, wrong tree %0d", checked, wrong_chain, wrong_tree);
    $finish;
  end
endmodule
