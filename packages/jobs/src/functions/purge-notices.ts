import { type Runtime, systemContext } from "@quietroom/services";
import { purgeNotices as purgeStudioNotices } from "@quietroom/services/bell";
import type { JobsClient } from "../client.ts";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

/** Every night: notices of the bell that are over leave (NOTIF-13). */
export function purgeNotices(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "purge-notices", triggers: [{ cron: "51 3 * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("purge", async () => {
        const purged = await forEveryStudio(runtime, "notices_not_purged", async (tenantId) => {
          return (await purgeStudioNotices(systemContext(runtime, tenantId, "purge-notices"), {})).purged;
        });
        return { purged: sumOf(purged) };
      }),
  );
}
