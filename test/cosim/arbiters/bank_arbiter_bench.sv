// Both styles of rtl/bank_arbiter.sv against what docs/timing.md section 3 says in words: for every first
// requester, and for everything that the requesters can ask for, whom each port serves and what it reads.
module bank_arbiter_bench;
  parameter REQUESTERS = 4;
  parameter BANKS = 2;
  parameter COPIES = 1;
  parameter PORTS = 1;
  parameter ROTATING = 0;
  localparam BANK_BITS = BANKS > 1 ? $clog2(BANKS) : 1;
  localparam ADDRESS_BITS = 5;
  localparam ALL_BANKS = COPIES * BANKS;
  localparam PORT_BITS = PORTS > 1 ? $clog2(PORTS) : 1;
  localparam RESULT_BITS = REQUESTERS * (1 + PORT_BITS) + ALL_BANKS * PORTS * (REQUESTERS + 1 + ADDRESS_BITS);

  reg [REQUESTERS-1:0] pending;
  reg [REQUESTERS*BANK_BITS-1:0] bank;
  reg [REQUESTERS*ADDRESS_BITS-1:0] word;
  reg [REQUESTERS-1:0] from_first;
  wire [RESULT_BITS-1:0] result[0:1];

  genvar s;
  generate
    for (s = 0; s < 2; s = s + 1) begin : style
      wire [REQUESTERS-1:0] grant;
      wire [REQUESTERS*PORT_BITS-1:0] port;
      wire [ALL_BANKS*PORTS*REQUESTERS-1:0] served;
      wire [ALL_BANKS*PORTS-1:0] read;
      wire [ALL_BANKS*PORTS*ADDRESS_BITS-1:0] address;
      bank_arbiter #(
          .REQUESTERS  (REQUESTERS),
          .BANKS       (BANKS),
          .COPIES      (COPIES),
          .BANK_BITS   (BANK_BITS),
          .ADDRESS_BITS(ADDRESS_BITS),
          .PORTS       (PORTS),
          .ROTATING    (ROTATING),
          .TREE        (s)
      ) arbiter (
          .pending   (pending),
          .bank      (bank),
          .word      (word),
          .from_first(from_first),
          .grant     (grant),
          .port      (port),
          .served    (served),
          .read      (read),
          .address   (address)
      );
      assign result[s] = {grant, port, served, read, address};
    end
  endgenerate

  // What is right, requester by requester in their order.
  reg [REQUESTERS-1:0] grant;
  reg [REQUESTERS*PORT_BITS-1:0] port;
  reg [ALL_BANKS*PORTS*REQUESTERS-1:0] served;
  reg [ALL_BANKS*PORTS-1:0] read;
  reg [ALL_BANKS*PORTS*ADDRESS_BITS-1:0] address;
  integer asked[0:ALL_BANKS-1];
  integer first, i, r, b, p;
  task serve_in_order;
    begin
      grant   = 0;
      port    = 0;
      served  = 0;
      read    = 0;
      address = 0;
      for (b = 0; b < ALL_BANKS; b = b + 1) asked[b] = 0;
      for (i = 0; i < REQUESTERS; i = i + 1) begin
        r = ROTATING != 0 ? (first + i) % REQUESTERS : i;
        if (pending[r]) begin
          b = r * COPIES / REQUESTERS * BANKS + bank[r*BANK_BITS+:BANK_BITS];
          p = b * PORTS + asked[b];
          if (asked[b] < PORTS) begin
            grant[r] = 1;
            port[r*PORT_BITS+:PORT_BITS] = asked[b];
            served[p*REQUESTERS+r] = 1;
            read[p] = 1;
            address[p*ADDRESS_BITS+:ADDRESS_BITS] = word[r*ADDRESS_BITS+:ADDRESS_BITS];
          end
          asked[b] = asked[b] + 1;
        end
      end
    end
  endtask

  // A requester asks for nothing, or for one of the banks.
  integer pattern, patterns, left, checked, wrong_chain, wrong_tree;
  initial begin
    checked = 0;
    wrong_chain = 0;
    wrong_tree = 0;
    patterns = (BANKS + 1) ** REQUESTERS;
    for (r = 0; r < REQUESTERS; r = r + 1) word[r*ADDRESS_BITS+:ADDRESS_BITS] = r * 11 + 1;
    for (pattern = 0; pattern < patterns; pattern = pattern + 1) begin
      left = pattern;
      for (r = 0; r < REQUESTERS; r = r + 1) begin
        pending[r] = left % (BANKS + 1) != 0;
        bank[r*BANK_BITS+:BANK_BITS] = (left % (BANKS + 1) + BANKS - 1) % BANKS;
        left = left / (BANKS + 1);
      end
      for (first = 0; first < REQUESTERS; first = first + 1) begin
        from_first = {REQUESTERS{1'b1}} << first;
        #1 serve_in_order;
        checked = checked + 1;
        if (result[0] !== {grant, port, served, read, address}) wrong_chain = wrong_chain + 1;
        if (result[1] !== {grant, port, served, read, address}) wrong_tree = wrong_tree + 1;
      end
    end
    $display("checked %0d, wrong chain %0d, wrong tree %0d", checked, wrong_chain, wrong_tree);
    $finish;
  end
endmodule
