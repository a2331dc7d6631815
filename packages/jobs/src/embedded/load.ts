import { randomBytes } from "node:crypto";
import type { InngestFunction } from "inngest";
import { serve } from "inngest/edge";
import { createJobsClient, type JobFunctions, type JobsClient } from "../client.ts";
import { readConfigs, type Handler } from "./call.ts";
import { readRegistry, type Registry } from "./registry.ts";

/** Functions ready to be called: the SDK's handler and what the engine knows of each. */
export type LoadedJobs = { readonly handler: Handler; readonly registry: Registry };

/** Builds the SDK's handler and reads every function through it. Throws as `readRegistry` does. */
export async function loadJobs(
  client: JobsClient,
  functions: readonly InngestFunction.Any[],
  signingKey: string,
): Promise<LoadedJobs> {
  const handler: Handler = serve({ client, functions: [...functions], enableUnauthedSync: false });
  const registry = readRegistry(await readConfigs(handler, signingKey), functions.flatMap(hiddenProblems));
  return { handler, registry };
}

/**
 * Throws, naming every place, when any function asks for something the embedded engine does not implement. To be called
 * at start in every mode, so that a function that works on a server works without one too.
 */
export async function refuseUnsupportedJobs(build: JobFunctions): Promise<void> {
  const signingKey = newSigningKey();
  const client = createJobsClient({ kind: "embedded" }, { signingKey });
  await loadJobs(client, build(client), signingKey);
}

/** A key that only this process knows: a route mounted by mistake answers 401 to everyone else. */
export function newSigningKey(): string {
  return `signkey-embedded-${randomBytes(32).toString("hex")}`;
}

// Two options that change how the SDK answers but do not appear in the configuration it reports.
function hiddenProblems(fn: InngestFunction.Any): readonly string[] {
  const { optimizeParallelism, checkpointing } = fn.opts;
  return [
    ...(optimizeParallelism === false ? [`${fn.id()}: option "optimizeParallelism" is not implemented`] : []),
    ...(checkpointing ? [`${fn.id()}: option "checkpointing" is not implemented`] : []),
  ];
}
