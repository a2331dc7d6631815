import { type Runtime, systemContext } from "@quietroom/services";
import { endLapsedSessions as endInStudio } from "@quietroom/services/staff";
import type { JobsClient } from "../client.ts";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

/** Every minute: what ended by itself is put into the audit as what was ended (AUD-02). Nobody waits for it: a lapsed session opens nothing. */
export function endLapsedSessions(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    { id: "end-lapsed-sessions", triggers: [{ cron: "* * * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("end", async () => {
        const ended = await forEveryStudio(
          runtime,
          "lapsed_sessions_not_ended",
          async (tenantId) =>
            (await endInStudio(systemContext(runtime, tenantId, "end-lapsed-sessions"), {})).ended,
        );
        return { ended: sumOf(ended) };
      }),
  );
}
