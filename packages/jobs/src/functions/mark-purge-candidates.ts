import { type Runtime, systemContext } from "@quietroom/services";
import { markPurgeCandidates as markStudioCandidates } from "@quietroom/services/records";
import type { JobsClient } from "../client.ts";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

/** Every night: records whose years of retention are over are put before a person (COMP-02). */
export function markPurgeCandidates(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "mark-purge-candidates", triggers: [{ cron: "23 4 * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("mark", async () => {
        const marked = await forEveryStudio(runtime, "records_not_reviewed", async (tenantId) => {
          const context = systemContext(runtime, tenantId, "mark-purge-candidates");
          return (await markStudioCandidates(context, {})).marked;
        });
        return { marked: sumOf(marked) };
      }),
  );
}
