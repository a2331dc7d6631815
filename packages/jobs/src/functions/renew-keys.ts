import { type Runtime, systemContext } from "@quietroom/services";
import { askKeyRotation, dueRotation } from "@quietroom/services/keys";
import type { JobsClient } from "../client.ts";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

/** Every night: keys that are a quarter old are replaced (ENC-05), and a move of rows that had to be given up is taken up again. */
export function renewKeys(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "renew-keys", triggers: [{ cron: "41 3 * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("renew", async () => {
        const asked = await forEveryStudio(runtime, "keys_not_renewed", async (tenantId) => {
          const context = systemContext(runtime, tenantId, "renew-keys");
          const rotation = await dueRotation(context, {});
          if (rotation === null || rotation.due === "nothing") return 0;
          await askKeyRotation(context, {});
          return 1;
        });
        return { asked: sumOf(asked) };
      }),
  );
}
