import { type Runtime, systemContext } from "@quietroom/services";
import { expireHolds as expireStudioHolds } from "@quietroom/services/scheduling";
import type { JobsClient } from "../client.ts";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

/** Every minute: clears away holds that ran out long ago. Nobody waits for it: an expired hold stands in no one's way (ec-H2). */
export function expireHolds(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "expire-holds", triggers: [{ cron: "* * * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("expire", async () => {
        const removed = await forEveryStudio(
          runtime,
          "holds_not_expired",
          async (tenantId) =>
            (await expireStudioHolds(systemContext(runtime, tenantId, "expire-holds"), {})).removed,
        );
        return { removed: sumOf(removed) };
      }),
  );
}
