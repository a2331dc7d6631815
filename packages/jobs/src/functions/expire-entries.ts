import { type Runtime, systemContext } from "@quietroom/services";
import { expireEntries as expireStudioEntries } from "@quietroom/services/waitlist";
import type { JobsClient } from "../client.ts";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

/** Every hour, since midnight comes at another hour in every zone: wishes whose last date is over leave the waitlist (WAIT-03). */
export function expireEntries(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "expire-entries", triggers: [{ cron: "7 * * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("expire", async () => {
        const expired = await forEveryStudio(
          runtime,
          "entries_not_expired",
          async (tenantId) =>
            (await expireStudioEntries(systemContext(runtime, tenantId, "expire-entries"), {})).expired,
        );
        return { expired: sumOf(expired) };
      }),
  );
}
