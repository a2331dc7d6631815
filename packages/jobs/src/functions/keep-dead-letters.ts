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
      if (!failure.safeParse(event.data).success) return { kept: false };
      return await step.run("keep", async () => await keepLetter(runtime, event.data));
    },
  );
}

/** Whether an event of this name tells of something that failed for good. */
export function isAboutFailure(name: string): boolean {
  return name === "inngest/function.failed" || name === "engine/event.dead";
}

/** Keeps what such an event tells of, once; a timer's run is nobody's. */
export async function keepLetter(runtime: Runtime, data: unknown): Promise<{ readonly kept: boolean }> {
  const failed = failure.safeParse(data);
  if (!failed.success) return { kept: false };
  const { run_id: runId, function_id: functionId, error, event: cause } = failed.data;
  const context = systemContext(runtime, cause.data.tenantId, "keep-dead-letters");
  const letter = { runId, functionId, error: error.name, eventName: cause.name, eventData: cause.data };
  return await noteDeadLetter(context, letter);
}

const failure = z.object({
  run_id: z.string().min(1).max(64),
  function_id: z.string().max(120),
  error: z.object({ name: z.string().catch("Error") }),
  event: z.object({ name: z.string().min(1).max(80), data: z.looseObject({ tenantId: z.uuid() }) }),
});
