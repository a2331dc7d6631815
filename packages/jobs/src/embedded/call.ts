import { createHmac } from "node:crypto";
import canonicalize from "canonicalize";
import { z } from "zod";
import type { ClaimedJob } from "./claim.ts";
import type { JobEvent } from "./events.ts";
import type { Answer, StepResult } from "./protocol.ts";
import { discovery } from "./steps.ts";
import type { Tx } from "./store.ts";

/** The SDK's own handler (`inngest/edge`), called in this process: no port, no proxy, no timeout in between. */
export type Handler = (request: Request) => Promise<Response>;

/** Everything the SDK is told in one call. */
export type CallInput = {
  readonly event: JobEvent;
  readonly planOnly: boolean;
  readonly memos: readonly { readonly step_id: string; readonly result: StepResult }[];
};

/** Reads what a call needs. Undefined when the run has ended meanwhile. */
export async function loadCall(tx: Tx, runId: string): Promise<CallInput | undefined> {
  const [run] = await tx.rows<CallInput>(
    `select event, plan_only as "planOnly", coalesce(
       (select json_agg(json_build_object('step_id', step_id, 'result', result) order by ordinal) from jobs.memo where run_id = run.id),
       '[]') as memos
     from jobs.run where id = $1 and status = 'running'`,
    [runId],
  );
  return run;
}

/** Calls the function once: for the next steps, or (`job.stepId`) to execute one planned step. */
export async function callFunction(
  handler: Handler,
  signingKey: string,
  job: ClaimedJob,
  maxAttempts: number,
  input: CallInput,
): Promise<Answer> {
  const order = input.memos.map(({ step_id }) => step_id);
  const body = {
    version: 2,
    event: input.event,
    events: [input.event],
    steps: Object.fromEntries(input.memos.map(({ step_id, result }) => [step_id, result])),
    // No fn_id: with one, the SDK would report steps to a server by itself (checkpointing).
    ctx: {
      run_id: job.runId,
      attempt: job.attempt,
      max_attempts: maxAttempts,
      disable_immediate_execution: input.planOnly && job.stepId === discovery,
      use_api: false,
      stack: { stack: order, current: order.length },
    },
  };
  const query = new URLSearchParams({ fnId: job.functionId, stepId: job.stepId });
  const response = await handler(signedRequest("POST", `?${query.toString()}`, body, signingKey));
  return {
    status: response.status,
    noRetry: response.headers.get("x-inngest-no-retry") === "true",
    retryAfter: response.headers.get("retry-after"),
    body: await response.text(),
  };
}

/** Asks the SDK for the configuration of every function, as a server would when the app registers in band. */
export async function readConfigs(handler: Handler, signingKey: string): Promise<unknown> {
  const response = await handler(
    signedRequest("PUT", "", { url: endpoint }, signingKey, { "x-inngest-sync-kind": "in_band" }),
  );
  const answer = z.object({ functions: z.array(z.unknown()) }).safeParse(await response.json());
  if (answer.success) return answer.data.functions;
  throw new Error(
    `the SDK did not report its functions (status ${response.status}); INNGEST_ALLOW_IN_BAND_SYNC and INNGEST_STREAMING must not be set`,
  );
}

/**
 * Asks the SDK to tell its server of every function, as the server itself may ask. It tells the address at which `serve` says that the
 * app is reached. Answers whether the server has taken them.
 */
export async function askToRegister(handler: Handler, signingKey: string): Promise<boolean> {
  return (await handler(signedRequest("PUT", "", { url: endpoint }, signingKey))).ok;
}

const endpoint = "https://jobs.invalid/api/inngest";

function signedRequest(
  method: string,
  query: string,
  body: object,
  signingKey: string,
  headers: Readonly<Record<string, string>> = {},
): Request {
  const text = canonicalize(body) ?? "";
  const seconds = Math.floor(Date.now() / 1000).toString();
  const signature = createHmac("sha256", signingKey.replace(/^signkey-\w+-/, ""))
    .update(text + seconds)
    .digest("hex");
  return new Request(`${endpoint}${query}`, {
    method,
    body: text,
    headers: {
      ...headers,
      host: "jobs.invalid",
      "content-type": "application/json",
      "x-inngest-req-version": "2",
      "x-inngest-signature": `t=${seconds}&s=${signature}`,
    },
  });
}
