import { listTenantIds, type Runtime, systemContext } from "@quietroom/services";
import { askKeyRotation, dueRotation } from "@quietroom/services/keys";
import type { JobsClient } from "../client.ts";

/** Every night: keys that are a quarter old are replaced (ENC-05), and a move of rows that had to be given up is taken up again. */
export function renewKeys(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "renew-keys", triggers: [{ cron: "41 3 * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("renew", async () => {
        let asked = 0;
        for (const tenantId of await listTenantIds(runtime)) {
          const context = systemContext(runtime, tenantId, "renew-keys");
          const rotation = await dueRotation(context, {});
          if (rotation === null || rotation.due === "nothing") continue;
          await askKeyRotation(context, {});
          asked += 1;
        }
        return { asked };
      }),
  );
}
