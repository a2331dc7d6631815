import { jobsMode, type Moved, moveToInngest, type MoveRefusal } from "@quietroom/jobs";
import { giveUp, say } from "@quietroom/local/terminal";
import { withRuntime } from "./with-runtime.ts";

// pnpm jobs:move   takes the work of the embedded engine to the Inngest server that the settings name: docs/operations.md says when. To be run once no worker with
//                  the embedded engine is left and the workers with the server's settings are up: they wait for it. Stopped halfway, it is run again.
// Needs those INNGEST_ settings, and a server's database where DATABASE_URL names one (with the programs' own key settings), else the local studio's.
try {
  const { NODE_ENV: nodeEnv, QUIETROOM_MODE: quietroomMode } = process.env;
  const production = nodeEnv === "production" || quietroomMode === "production";
  const mode = jobsMode({ ...process.env, production });
  if (!mode.ok) throw new Error(mode.refusal.message);
  const moved = await withRuntime(
    async (runtime, databaseUrl) => await moveToInngest({ mode: mode.value, runtime, databaseUrl }),
  );
  if (moved.ok) say(counts(moved.value));
  else {
    say(whyNot(moved.refusal));
    process.exitCode = 1;
  }
} catch (failure) {
  giveUp(failure);
}

function counts({ events, runs, timers, deadLetters, left }: Moved): string {
  if (events + runs + deadLetters + left === 0)
    return "There was nothing to move: the server has everything.";
  return [
    `${events} events are with the server now, and the ${runs} runs that had come of them have ended here.`,
    ...(timers > 0 ? [`${timers} of these runs were ticks of timers, of which the server has its own.`] : []),
    ...(left > 0
      ? [`${left} failures could not be kept in their studios just now and are left: run this again.`]
      : []),
    ...(deadLetters > 0 ? [`${deadLetters} failures were kept for the admins of their studios.`] : []),
  ].join(" ");
}

function whyNot(refusal: MoveRefusal): string {
  switch (refusal.kind) {
    case "no_server":
      return "There is no Inngest server to move to: set INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY and INNGEST_SERVE_ORIGIN, as for the workers.";
    case "embedded_at_work":
      return `Nothing was moved: ${refusal.workers} workers with the embedded engine are at work on this database. Stop them and run this again.`;
    case "move_under_way":
      return "Nothing was moved: somebody else is moving this database's work just now.";
    case "no_worker_for_server":
      return "Nothing was moved: start the workers with the server's settings first. The server learns the functions from them, and drops what it does not know.";
    case "not_taken":
      return `The server took no more (${refusal.error}). ${counts(refusal.moved)} Run this again for the rest.`;
  }
}
