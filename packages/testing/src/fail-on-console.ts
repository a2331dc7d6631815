import { format } from "node:util";
import { beforeEach } from "vitest";

// Noise that nobody asked for hides the line that matters. A test that expects output replaces the method itself
// (`vi.spyOn(console, "error").mockImplementation(…)`) and checks what came.
const methods = ["debug", "error", "info", "log", "trace", "warn"] as const;

beforeEach(() => {
  const heard: string[] = [];
  const originals = methods.map((method) => [method, console[method]] as const);
  for (const method of methods) {
    console[method] = (...words: unknown[]) => {
      heard.push(`console.${method}: ${format(...words)}`);
    };
  }
  return () => {
    for (const [method, original] of originals) console[method] = original;
    if (heard.length > 0) throw new Error(`unexpected console output\n${heard.join("\n")}`);
  };
});
