// The clock of a test bench under Verilator: drives the harness until it finishes. With BENCH it prints the
// time between the first start pulse and the last result, in nanoseconds.
#include <chrono>
#include <cstdio>
#include <memory>
#include "Vharness.h"
#include "verilated.h"
#if VM_TRACE
#include "verilated_vcd_c.h"
#endif

int main(int argc, char** argv) {
  VerilatedContext context;
  context.commandArgs(argc, argv);
#if VM_TRACE
  context.traceEverOn(true);
#endif
  std::unique_ptr<Vharness> harness{new Vharness{&context}};
  auto from = std::chrono::steady_clock::now();
  bool was_measuring = false;
  while (!context.gotFinish()) {
    context.timeInc(PERIOD_PS / 2);
    harness->clk = 1;
    harness->eval();
    context.timeInc(PERIOD_PS / 2);
    harness->clk = 0;
    harness->eval();
    if (harness->measuring == was_measuring) continue;
    const auto now = std::chrono::steady_clock::now();
    if (was_measuring) {
      std::printf("nanoseconds %lld\n",
                  static_cast<long long>(std::chrono::duration_cast<std::chrono::nanoseconds>(now - from).count()));
    }
    from = now;
    was_measuring = harness->measuring;
  }
  harness->final();
  return 0;
}
