import { Pool } from "pg";
import { createEmbeddedEngine, type FaultPoint } from "../src/embedded/index.ts";
import { crashFunctions } from "./crash-functions.ts";

// A worker process of its own, to be killed: node crash-worker.ts <database url> <fault point or "none"> <at which time>
const [url = "", fatal = "none", nth = "1"] = process.argv.slice(2);

let seen = 0;
const ledger = new Pool({ connectionString: url, max: 2 });
const silent = () => undefined;
const engine = createEmbeddedEngine({
  connectionString: url,
  logger: { info: silent, warn: silent, error: silent },
  leaseMs: 600,
  pollMs: 100,
  functions: crashFunctions(async (n, step) => {
    if (step === "poison") process.kill(process.pid, "SIGKILL");
    await ledger.query("insert into crash_effect (n, step) values ($1, $2)", [n, step]);
  }),
  onFaultPoint: (point: FaultPoint) => {
    if (point !== fatal) return;
    seen += 1;
    if (seen === Number(nth)) process.kill(process.pid, "SIGKILL");
  },
});
await engine.start();
process.stdout.write("ready\n");
