import { type Runtime, systemContext } from "@quietroom/services";
import { noteDeadLetter } from "@quietroom/services/dead-letters";
import { z } from "zod";
import type { JobsClient } from "../client.ts";

/**
 * What failed for good is kept in its studio until somebody settles it, whoever runs the jobs. A timer's run is no studio's and is made up for by
 * its next tick; it is told in the log.
 */
export function keepDeadLetters(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    {
      id: "keep-dead-letters",
      triggers: [{ event: "inngest/function.failed" }, { event: "engine/event.dead" }],
      retries: 4,
    },
    async ({ event, step }) => {
      const failed = failure.safeParse(event.data);
      if (!failed.success) return { kept: false };
      const { run_id: runId, function_id: functionId, error, event: cause } = failed.data;
      const context = systemContext(runtime, cause.data.tenantId, "keep-dead-letters");
      const letter = { runId, functionId, error: error.name, eventName: cause.name, eventData: cause.data };
      return await step.run("keep", async () => await noteDeadLetter(context, letter));
    },
  );
}

const failure = z.object({
  run_id: z.string().min(1).max(64),
  function_id: z.string().max(120),
  error: z.object({ name: z.string().catch("Error") }),
  event: z.object({ name: z.string().min(1).max(80), data: z.looseObject({ tenantId: z.uuid() }) }),
});
