import { type Runtime, systemContext } from "@quietroom/services";
import { purgeOutbox as purgeStudioOutbox } from "@quietroom/services/relay-outbox";
import type { JobsClient } from "../client.ts";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

/** Every night: events that were relayed more than 30 days ago leave the outbox. */
export function purgeOutbox(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "purge-outbox", triggers: [{ cron: "43 3 * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("purge", async () => {
        const purged = await forEveryStudio(runtime, "outbox_not_purged", async (tenantId) => {
          return (await purgeStudioOutbox(systemContext(runtime, tenantId, "purge-outbox"))).purged;
        });
        return { purged: sumOf(purged) };
      }),
  );
}
