import { execFile } from "node:child_process";
import { cpSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const report = z.object({
  scan: z.object({
    grade: z.string(),
    score: z.number(),
    testsFailed: z.number(),
    testsPassed: z.number(),
    testsQuantity: z.number(),
  }),
  tests: z.record(z.string(), z.object({ pass: z.boolean(), result: z.string(), scoreModifier: z.number() })),
});

export type Report = z.infer<typeof report>;

/**
 * Mozilla's own grader, offline. It wants a list of preloaded hosts that its installation would download; it gets a copy of itself
 * in a scratch folder with an empty list, and finds its packages where pnpm put them. `certificateFile` is what it shall trust.
 */
export function prepareGrader(
  scratch: string,
  certificateFile: string,
): (address: string) => Promise<Report> {
  const installed = dirname(createRequire(import.meta.url).resolve("@mdn/mdn-http-observatory/package.json"));
  const real = realpathSync(installed);
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  for (const part of ["src", "conf", "package.json"]) {
    cpSync(join(real, part), join(scratch, part), { recursive: true });
  }
  symlinkSync(join(real, "../.."), join(scratch, "node_modules"));
  writeFileSync(join(scratch, "conf/hsts-preload.json"), "{}");
  const program = `import { scan } from "./src/index.js";
    const { scan: summary, tests } = await scan(process.argv[1]);
    console.log(JSON.stringify({ scan: summary, tests }));`;
  return async (address) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", program, address],
      {
        cwd: scratch,
        env: { PATH: process.env["PATH"], NODE_EXTRA_CA_CERTS: certificateFile },
        timeout: 120_000,
        maxBuffer: 16 * 1024 * 1024,
      },
    );
    return report.parse(JSON.parse(stdout));
  };
}
