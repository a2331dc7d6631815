import { giveUp, say } from "@quietroom/local/terminal";
import { rezone } from "./rezone-studios.ts";
import { withRuntime } from "./with-runtime.ts";

// pnpm rezone           lists every visit to come, of every studio, whose instant is no longer its time on the wall by the time zone rules of this
//                       Node: to be run when those were updated, once the programs run under the same.
// pnpm rezone --write   takes them to where they belong; client and practitioner are told by the worker. Stopped halfway, it is run again.
// A server's database, where DATABASE_URL names one (with the programs' own key settings), else the local studio's. Ends with 1 while anything is left.
try {
  const write = process.argv.includes("--write");
  const { studios, found, left } = await withRuntime(
    async (runtime) => await rezone(runtime, { write, say }),
  );
  say(
    `${studios} studios, time zone rules ${process.versions.tz ?? "unknown"}: ${found} visits to move, ${found - left} settled.`,
  );
  if (found > 0 && !write) say("Nothing was changed; pnpm rezone --write moves them.");
  process.exitCode = left === 0 ? 0 : 1;
} catch (failure) {
  giveUp(failure);
}
