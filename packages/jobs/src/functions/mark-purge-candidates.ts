import { listTenantIds, type Runtime, systemContext } from "@quietroom/services";
import { markPurgeCandidates as markStudioCandidates } from "@quietroom/services/records";
import type { JobsClient } from "../client.ts";

/** Every night: records whose years of retention are over are put before a person (COMP-02). */
export function markPurgeCandidates(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "mark-purge-candidates", triggers: [{ cron: "23 4 * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("mark", async () => {
        let marked = 0;
        for (const tenantId of await listTenantIds(runtime)) {
          const swept = await markStudioCandidates(
            systemContext(runtime, tenantId, "mark-purge-candidates"),
            {},
          );
          marked += swept.marked;
        }
        return { marked };
      }),
  );
}
