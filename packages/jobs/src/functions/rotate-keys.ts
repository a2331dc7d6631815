import { type Runtime, systemContext } from "@quietroom/services";
import { finishRotation, moveToKey, replaceKeys } from "@quietroom/services/keys";
import type { JobsClient } from "../client.ts";
import { eventData } from "./event-data.ts";

/** Of 400 rows each, and their long rests: a step of some ten seconds, well within what a call may take. */
const batchesAStep = 5;

/** Longer than any process holds on to a key that was replaced elsewhere. */
const untilHeard = "2m";

/** Rows that such a process wrote meanwhile are moved in another round; more than one is rare, and more than these are a fault. */
const roundsAtMost = 10;

/**
 * A studio's keys are to be replaced (ENC-05): makes new ones, moves every row to them in steps, waits until every process has heard of
 * them, and retires the old ones once nothing is sealed under them. Killed anywhere, it goes on from there. Asked while rows are still on
 * their way, it finishes that.
 */
export function rotateKeys(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    {
      id: "rotate-keys",
      triggers: [{ event: "keys/rotation-asked" }],
      concurrency: { key: "event.data.tenantId", limit: 1 },
      retries: 10,
    },
    async ({ event, step }) => {
      const { tenantId } = eventData("keys/rotation-asked", event.data);
      const context = systemContext(runtime, tenantId, "rotate-keys");
      const keyId = await step.run("new-keys", async () => await replaceKeys(context));
      for (let round = 1; round <= roundsAtMost; round += 1) {
        for (let part = 1, moved = "more"; moved === "more"; part += 1) {
          moved = await step.run(
            `move-${round}-${part}`,
            async () => await moveToKey(context, { keyId, batches: batchesAStep }),
          );
          if (moved === "superseded") return { keyId, outcome: moved, rounds: round };
        }
        await step.sleep(`heard-${round}`, untilHeard);
        const end = await step.run(`finish-${round}`, async () => await finishRotation(context, { keyId }));
        if (end.ok) return { keyId, outcome: "finished", rounds: round };
        if (end.refusal === "rotated_meanwhile") return { keyId, outcome: "superseded", rounds: round };
      }
      throw new Error("rows are still being sealed under an older key");
    },
  );
}
