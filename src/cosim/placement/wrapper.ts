import type { PlacedCircuit } from './circuit.ts';

/** The module that is placed: the circuit between registers. */
export const wrapperName = 'between_registers';

/**
 * The circuit with a register at every input and output, and three pins: inputs are shifted in from one, and
 * outputs are added up in a shift register, bit by bit, so that none of them is taken away.
 */
export function wrapperText({ module, parameters, inputs, outputs, text = '' }: PlacedCircuit): string {
  const given = connections(inputs, 'given');
  const made = connections(outputs, 'made');
  const set = Object.entries(parameters).map(([name, value]) => `.${name}(${value})`);
  return `${text}module ${wrapperName} (input wire clk, input wire in, output wire out);
  reg [${given.bits}:0] given;
  wire [${made.bits - 1}:0] made;
  reg [${made.bits - 1}:0] held;
  reg [${made.bits}:0] signature;
  always @(posedge clk) begin
    given <= {given[${given.bits - 1}:0], in};
    held <= made;
    signature <= {signature[${made.bits - 1}:0], signature[${made.bits}]} ^ {held, 1'b0};
  end
  assign out = signature[${made.bits}];
  ${module} #(${set.join(', ')}) circuit (.clk(clk), ${[...given.ports, ...made.ports].join(', ')});
endmodule
`;
}

/** Ports side by side on a bus, the first at its lowest bits. */
function connections(ports: PlacedCircuit['inputs'], bus: string) {
  let bits = 0;
  const named = ports.map((port) => {
    const from = bits;
    bits += port.bits;
    return `.${port.name}(${bus}[${bits - 1}:${from}])`;
  });
  return { bits, ports: named };
}
