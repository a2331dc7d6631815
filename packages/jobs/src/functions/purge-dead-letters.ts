import { type Runtime, systemContext } from "@quietroom/services";
import { purgeDeadLetters as purgeStudioLetters } from "@quietroom/services/dead-letters";
import { endStaleMail } from "@quietroom/services/messages";
import type { JobsClient } from "../client.ts";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

/** Every night: dead letters that were settled more than 30 days ago leave, and mail about accounts that never left is ended. */
export function purgeDeadLetters(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "purge-dead-letters", triggers: [{ cron: "47 3 * * *" }], retries: 1 },
    async ({ step }) => {
      const { purged } = await step.run("purge", async () => {
        const counts = await forEveryStudio(runtime, "dead_letters_not_purged", async (tenantId) => {
          return (await purgeStudioLetters(systemContext(runtime, tenantId, "purge-dead-letters"))).purged;
        });
        return { purged: sumOf(counts) };
      });
      const { ended } = await step.run("end-stale-mail", async () => {
        const counts = await forEveryStudio(runtime, "stale_mail_not_ended", async (tenantId) => {
          return (await endStaleMail(systemContext(runtime, tenantId, "purge-dead-letters"))).ended;
        });
        return { ended: sumOf(counts) };
      });
      return { purged, ended };
    },
  );
}
