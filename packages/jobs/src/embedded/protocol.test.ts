import { NonRetriableError, RetryAfterError, type Context } from "inngest";
import { serve } from "inngest/edge";
import { expect, test } from "vitest";
import { createJobsClient } from "../client.ts";
import { callFunction, readConfigs, type CallInput } from "./call.ts";
import { transitionsOf, type Answer, type StepResult, type Transition } from "./protocol.ts";

// These run the unmodified SDK: each is one call as the engine makes it, and what the engine reads from the answer.

const signingKey = `signkey-test-${"ab".repeat(32)}`;

type Memos = Readonly<Record<string, StepResult>>;
type Asked = {
  readonly attempt?: number;
  readonly stepId?: string;
  readonly planOnly?: boolean;
  readonly memos?: Memos;
};

async function ask(
  body: (context: Context.Any) => unknown,
  asked: Asked = {},
): Promise<readonly Transition[]> {
  const client = createJobsClient({ kind: "embedded" }, { signingKey });
  const fn = client.createFunction({ id: "fn", retries: 2, triggers: { event: "go" } }, body);
  const handler = serve({ client, functions: [fn] });
  const attempt = asked.attempt ?? 0;
  const job = {
    id: "1",
    runId: "r1",
    functionId: "quietroom-fn",
    lease: "l",
    expiries: 0,
    attempt,
    stepId: asked.stepId ?? "step",
  };
  const input: CallInput = {
    event: { id: "e1", name: "go", data: { n: 1 }, ts: 1 },
    planOnly: asked.planOnly ?? false,
    memos: Object.entries(asked.memos ?? {}).map(([step_id, result]) => ({ step_id, result })),
  };
  const answer = await callFunction(handler, signingKey, job, 3, input);
  return transitionsOf({ attempt, maxAttempts: 3 }, answer, () => 0);
}

const data = (value: unknown): StepResult => ({ type: "data", data: value });
const idOf: Readonly<Record<string, string>> = {
  a: "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8",
  b: "e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98",
};
const step = (name: string, race = false) => ({ stepId: idOf[name], label: name, race });

test("a function that returns completes the run; nothing returned is null", async () => {
  expect(await ask(() => ({ done: true }))).toEqual([{ kind: "complete", output: { done: true } }]);
  expect(await ask(() => undefined)).toEqual([{ kind: "complete", output: null }]);
});

test("a single step runs in the call itself and is remembered", async () => {
  expect(await ask(({ step }) => step.run("a", () => 7))).toEqual([
    { kind: "remember", step: step("a"), result: data(7) },
  ]);
  expect(await ask(({ step }) => step.run("a", () => undefined))).toEqual([
    { kind: "remember", step: step("a"), result: data(null) },
  ]);
});

test("remembered steps are not run again, errors among them are thrown where they happened", async () => {
  const caught: StepResult = { type: "error", error: { name: "TypeError", message: "no" } };
  const body = async ({ step }: Context.Any) => {
    const a = await step.run("a", () => expect.unreachable());
    const b = await step
      .run("b", () => expect.unreachable())
      .catch((error: Error) => `${error.name} ${error.message}`);
    return [a, b];
  };
  const memos = { [String(idOf["a"])]: data(1), [String(idOf["b"])]: caught };
  expect(await ask(body, { memos })).toEqual([{ kind: "complete", output: [1, "TypeError no"] }]);
});

test("a failing step is tried again, and for good after the last attempt", async () => {
  const body = ({ step }: Context.Any) =>
    step.run("a", () => {
      throw new RangeError("full");
    });
  const error = { name: "RangeError", message: "full" };
  expect(await ask(body)).toEqual([{ kind: "retry", delay: { afterMs: 15_000 }, error }]);
  expect(await ask(body, { attempt: 1 })).toEqual([{ kind: "retry", delay: { afterMs: 30_000 }, error }]);
  expect(await ask(body, { attempt: 2 })).toEqual([
    { kind: "remember", step: step("a"), result: { type: "error", error } },
  ]);
});

test("a step says when to try again, or never", async () => {
  const after = ({ step }: Context.Any) =>
    step.run("a", () => {
      throw new RetryAfterError("busy", 7_000);
    });
  expect(await ask(after)).toMatchObject([{ kind: "retry", delay: { afterMs: 7_000 } }]);
  const at = new Date("2030-01-01T00:00:00.000Z");
  const until = ({ step }: Context.Any) =>
    step.run("a", () => {
      throw new RetryAfterError("busy", at);
    });
  expect(await ask(until)).toMatchObject([{ kind: "retry", delay: { at: at.toISOString() } }]);
  const never = ({ step }: Context.Any) =>
    step.run("a", () => {
      throw new NonRetriableError("never");
    });
  expect(await ask(never)).toMatchObject([
    { kind: "remember", result: { type: "error", error: { message: "never" } } },
  ]);
});

test("a function that throws outside a step is tried again, and fails for good at last or at once", async () => {
  const body = () => {
    throw new Error("oh");
  };
  const error = { name: "Error", message: "oh" };
  expect(await ask(body)).toEqual([{ kind: "retry", delay: { afterMs: 15_000 }, error }]);
  expect(await ask(body, { attempt: 2 })).toEqual([{ kind: "fail", error }]);
  expect(
    await ask(() => {
      throw new NonRetriableError("never");
    }),
  ).toEqual([{ kind: "fail", error: { name: "NonRetriableError", message: "never" } }]);
});

test("sleeps carry their time", async () => {
  expect(await ask(({ step }) => step.sleep("a", "2h 30m"))).toMatchObject([{ kind: "fail" }]);
  expect(await ask(({ step }) => step.sleep("a", 9_000_000))).toEqual([
    { kind: "sleep", step: step("a"), delay: { afterMs: 9_000_000 } },
  ]);
  const at = new Date("2026-11-01T05:30:00.000Z");
  expect(await ask(({ step }) => step.sleepUntil("a", at))).toEqual([
    { kind: "sleep", step: step("a"), delay: { at: at.toISOString() } },
  ]);
});

test("waits carry event, timeout and condition", async () => {
  const wait = (options: object) => (context: Context.Any) =>
    context.step.waitForEvent("a", { event: "answered", timeout: "30m", ...options });
  const own = { kind: "path", root: "event", path: "data.id" };
  const theirs = { kind: "path", root: "async", path: "data.id" };
  const wanted = { kind: "wait", step: step("a"), eventName: "answered", timeout: { afterMs: 1_800_000 } };
  expect(await ask(wait({ match: "data.id" }))).toEqual([
    { ...wanted, expression: [{ left: own, equal: true, right: theirs }] },
  ]);
  expect(await ask(wait({}))).toMatchObject([wanted]);
  expect(await ask(wait({ if: "size(async.data.id) > 3" }))).toMatchObject([
    { kind: "fail", error: { name: "UnsupportedStep" } },
  ]);
});

test("sending events is a step like any other, answered by the engine's own event API", async () => {
  const sent: string[] = [];
  const fetch = async (url: string | URL | Request, init?: RequestInit) => {
    const request = new Request(url, init);
    sent.push(new URL(request.url).pathname, await request.text());
    return Response.json({ ids: ["e9"], status: 200 });
  };
  const client = createJobsClient({ kind: "embedded" }, { signingKey, fetch });
  const fn = client.createFunction({ id: "fn", triggers: { event: "go" } }, ({ step }) =>
    step.sendEvent("a", { name: "next", id: "e9", data: {} }),
  );
  const job = {
    id: "1",
    runId: "r1",
    functionId: "quietroom-fn",
    lease: "l",
    expiries: 0,
    attempt: 0,
    stepId: "step",
  };
  const input: CallInput = { event: { id: "e1", name: "go", data: {} }, planOnly: false, memos: [] };
  const answer = await callFunction(serve({ client, functions: [fn] }), signingKey, job, 3, input);
  expect(transitionsOf({ attempt: 0, maxAttempts: 3 }, answer, () => 0)).toMatchObject([
    { kind: "remember", result: data({ ids: ["e9"] }) },
  ]);
  expect(sent[0]).toBe("/e/embedded");
  expect(sent[1]).toContain('"name":"next"');
});

test("parallel steps are planned, then each is run by name", async () => {
  const body = ({ step }: Context.Any) => Promise.all([step.run("a", () => "A"), step.run("b", () => "B")]);
  expect(await ask(body)).toEqual([
    { kind: "plan_only" },
    { kind: "plan", step: step("a") },
    { kind: "plan", step: step("b") },
  ]);
  expect(await ask(body, { stepId: String(idOf["b"]), planOnly: true })).toEqual([
    { kind: "remember", step: step("b"), result: data("B") },
  ]);
  expect(await ask(({ step }) => step.run("a", () => expect.unreachable()), { planOnly: true })).toEqual([
    { kind: "plan", step: step("a") },
  ]);
});

test("a race is marked on each of its steps", async () => {
  const body = ({ step, group }: Context.Any) =>
    group.parallel({ mode: "race" }, () => Promise.race([step.sleep("a", "1h"), step.run("b", () => 1)]));
  expect(await ask(body)).toEqual([
    { kind: "plan_only" },
    { kind: "sleep", step: step("a", true), delay: { afterMs: 3_600_000 } },
    { kind: "plan", step: step("b", true) },
  ]);
});

test("a step id used twice is told apart by the SDK", async () => {
  const body = async ({ step }: Context.Any) => {
    await step.run("a", () => 1);
    await step.run("a", () => 2);
  };
  const [second] = await ask(body, { memos: { [String(idOf["a"])]: data(1) } });
  expect(second).toMatchObject({ kind: "remember", step: { label: "a" }, result: data(2) });
  expect(second?.kind === "remember" && second.step.stepId).not.toBe(idOf["a"]);
});

test("an invoke names the function, its data and its timeout", async () => {
  const client = createJobsClient({ kind: "embedded" }, { signingKey });
  const other = client.createFunction({ id: "other", triggers: [] }, () => undefined);
  const body = ({ step }: Context.Any) =>
    step.invoke("a", { function: other, data: { n: 2 }, timeout: "1h" });
  expect(await ask(body)).toEqual([
    {
      kind: "invoke",
      step: step("a"),
      functionId: "quietroom-other",
      data: { n: 2 },
      timeout: { afterMs: 3_600_000 },
    },
  ]);
});

test("a step that is no longer in the code is tried again, then fails the run", async () => {
  const body = ({ step }: Context.Any) => step.sleep("b", "1h");
  const call = { attempt: 0, maxAttempts: 3 };
  const answer: Answer = {
    status: 500,
    noRetry: false,
    retryAfter: null,
    body: '{"error":"Could not find step"}',
  };
  const error = { name: "Error", message: "Could not find step" };
  expect(transitionsOf(call, answer, () => 0)).toEqual([
    { kind: "retry", delay: { afterMs: 15_000 }, error },
  ]);
  expect(transitionsOf({ ...call, attempt: 2 }, answer, () => 0)).toEqual([{ kind: "fail", error }]);
  expect(await ask(body, { planOnly: true })).toMatchObject([{ kind: "sleep" }]);
});

test.each([
  ["no JSON", "<html>"],
  ["an empty list", "[]"],
  ["an op without an id", '[{"op":"StepRun"}]'],
])("a list of steps that cannot be read is tried again: %s", (_case, body) => {
  const answer: Answer = { status: 206, noRetry: false, retryAfter: null, body };
  expect(transitionsOf({ attempt: 0, maxAttempts: 3 }, answer, () => 0)).toMatchObject([
    { kind: "retry", error: { name: "ProtocolError" } },
  ]);
});

test.each([
  "WaitForSignal",
  "AIGateway",
  "Gateway",
  "DeferAdd",
  "DeferAbort",
  "DiscoveryRequest",
  "StepNotFound",
  "New",
])("operation %s fails the run, whatever else is in the list", (op) => {
  const ops = [
    { id: "x", op: "StepPlanned" },
    { id: "y", op, displayName: "y" },
  ];
  const answer: Answer = { status: 206, noRetry: false, retryAfter: null, body: JSON.stringify(ops) };
  expect(transitionsOf({ attempt: 0, maxAttempts: 3 }, answer, () => 0)).toMatchObject([
    { kind: "fail", error: { name: "UnsupportedStep", message: expect.stringContaining(op) } },
  ]);
});

test("what is kept of an error is its name and message, never its stack or cause", async () => {
  const [transition] = await ask(({ step }) =>
    step.run("a", () => {
      throw new NonRetriableError("x".repeat(5_000), { cause: new Error("secret") });
    }),
  );
  const text = JSON.stringify(transition);
  expect(text).not.toMatch(/secret|stack/);
  expect(text.length).toBeLessThan(1_400);
});

test("an unsigned or wrongly signed call is refused by the handler the engine uses", async () => {
  const client = createJobsClient({ kind: "embedded" }, { signingKey });
  let ran = 0;
  const fn = client.createFunction({ id: "fn", triggers: { event: "go" } }, () => {
    ran += 1;
  });
  const handler = serve({ client, functions: [fn], enableUnauthedSync: false });
  const url = "https://app.test/api/inngest?fnId=quietroom-fn&stepId=step";
  const headers = { host: "app.test", "content-type": "application/json" };
  for (const method of ["POST", "PUT", "GET"]) {
    const body = method === "GET" ? null : '{"event":{},"events":[{}],"steps":{},"ctx":{"run_id":"r"}}';
    expect((await handler(new Request(url, { method, headers, body }))).status).toBe(401);
  }
  await expect(readConfigs(handler, `signkey-test-${"cd".repeat(32)}`)).rejects.toThrow("did not report");
  expect(await readConfigs(handler, signingKey)).toHaveLength(1);
  expect(ran).toBe(0);
});
