import { type Runtime, systemContext } from "@quietroom/services";
import { purgeDeadLetters as purgeStudioLetters } from "@quietroom/services/dead-letters";
import type { JobsClient } from "../client.ts";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

/** Every night: dead letters that were settled more than 30 days ago leave. */
export function purgeDeadLetters(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "purge-dead-letters", triggers: [{ cron: "47 3 * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("purge", async () => {
        const purged = await forEveryStudio(runtime, "dead_letters_not_purged", async (tenantId) => {
          return (await purgeStudioLetters(systemContext(runtime, tenantId, "purge-dead-letters"))).purged;
        });
        return { purged: sumOf(purged) };
      }),
  );
}
