import { type Runtime, systemContext } from "@quietroom/services";
import { expireRequests as expireStudioRequests } from "@quietroom/services/scheduling";
import type { JobsClient } from "../client.ts";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

/** Every minute: lets go the times of requests that nobody answered in time (BOOK-06). */
export function expireRequests(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "expire-requests", triggers: [{ cron: "* * * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("expire", async () => {
        const expired = await forEveryStudio(
          runtime,
          "requests_not_expired",
          async (tenantId) =>
            (await expireStudioRequests(systemContext(runtime, tenantId, "expire-requests"), {})).expired,
        );
        return { expired: sumOf(expired) };
      }),
  );
}
