import { listTenantIds, type Runtime, systemContext } from "@quietroom/services";
import { expireRequests as expireStudioRequests } from "@quietroom/services/scheduling";
import type { JobsClient } from "../client.ts";

/** Every minute: lets go the times of requests that nobody answered in time (BOOK-06). */
export function expireRequests(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "expire-requests", triggers: [{ cron: "* * * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("expire", async () => {
        const expired = [];
        for (const tenantId of await listTenantIds(runtime)) {
          const swept = await expireStudioRequests(systemContext(runtime, tenantId, "expire-requests"), {});
          expired.push(swept.expired);
        }
        return { expired: expired.reduce((sum, count) => sum + count, 0) };
      }),
  );
}
