import { z } from "zod";
import { parseDelay, retryDelay, type Delay } from "./delay.ts";
import { parseExpression, type Expression } from "./expressions.ts";

/** An error as it is kept: name and message only, since stacks and causes can carry values nobody chose to store. */
export type StoredError = { readonly name: string; readonly message: string };

/** What a step answered: given back to the function on every later call. */
export type StepResult =
  | { readonly type: "data"; readonly data: unknown }
  | { readonly type: "error"; readonly error: StoredError };

type Step = { readonly stepId: string; readonly label: string; readonly race: boolean };

/** What one answer of the SDK does to a run. A list of them is applied in one transaction. */
export type Transition =
  | { readonly kind: "complete"; readonly output: unknown }
  | { readonly kind: "fail"; readonly error: StoredError }
  | { readonly kind: "retry"; readonly delay: Delay; readonly error: StoredError }
  | { readonly kind: "plan_only" }
  | { readonly kind: "remember"; readonly step: Step; readonly result: StepResult }
  | { readonly kind: "plan"; readonly step: Step }
  | { readonly kind: "sleep"; readonly step: Step; readonly delay: Delay }
  | {
      readonly kind: "wait";
      readonly step: Step;
      readonly eventName: string;
      readonly expression: Expression;
      readonly timeout: Delay;
    }
  | {
      readonly kind: "invoke";
      readonly step: Step;
      readonly functionId: string;
      readonly data: unknown;
      readonly timeout: Delay | undefined;
    };

export type Call = { readonly attempt: number; readonly maxAttempts: number };
export type Answer = {
  readonly status: number;
  readonly noRetry: boolean;
  readonly retryAfter: string | null;
  readonly body: string;
};

/**
 * Reads the SDK's answer to a call. Pure: `random` (0 <= x < 1) only spreads retries.
 * Whatever the engine does not implement fails the run by name, never silently. Source: the public SDK specification,
 * and the answers of SDK 4.24.0, which puts a sleep's time and a wait's event into `name`.
 */
export function transitionsOf(call: Call, answer: Answer, random: () => number): readonly Transition[] {
  const body = parseJson(answer.body);
  if (answer.status === 200) return [{ kind: "complete", output: body ?? null }];
  if (answer.status === 206) {
    const ops = opsShape.safeParse(body);
    if (ops.success) return fromOps(ops.data, call, answer, random);
    return [
      tryAgain(
        call,
        answer,
        { name: "ProtocolError", message: "the SDK's list of steps is not readable" },
        random,
      ),
    ];
  }
  const error = storedError(body);
  if (answer.noRetry) return [{ kind: "fail", error }];
  return [tryAgain(call, answer, error, random)];
}

/** Reduces any thrown or serialised error to what may be kept. */
function storedError(error: unknown): StoredError {
  const read = errorShape.safeParse(error);
  const name = read.data?.name ?? "Error";
  const message = read.data?.message ?? read.data?.error ?? "unknown error";
  return { name: name.slice(0, 100), message: message.slice(0, 1000) };
}

const errorShape = z.object({
  name: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
});
const opShape = z.object({
  id: z.string().min(1),
  op: z.string(),
  name: z.string().optional(),
  displayName: z.string().optional(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
  opts: z
    .object({
      parallelMode: z.string().optional(),
      timeout: z.string().optional(),
      if: z.string().optional(),
      function_id: z.string().optional(),
      payload: z.object({ data: z.unknown().optional() }).optional(),
    })
    .nullish(),
});
const opsShape = z.array(opShape).min(1);
type Op = z.infer<typeof opShape>;

function fromOps(
  ops: readonly Op[],
  call: Call,
  answer: Answer,
  random: () => number,
): readonly Transition[] {
  const transitions = ops.map((op) => fromOp(op, call, answer, random));
  const failed = transitions.find(({ kind }) => kind === "fail");
  if (failed !== undefined) return [failed];
  return ops.length > 1 ? [{ kind: "plan_only" }, ...transitions] : transitions;
}

function fromOp(op: Op, call: Call, answer: Answer, random: () => number): Transition {
  const step = {
    stepId: op.id,
    label: op.displayName ?? op.name ?? op.id,
    race: op.opts?.parallelMode === "race",
  };
  switch (op.op) {
    case "StepRun":
      return { kind: "remember", step, result: { type: "data", data: op.data ?? null } };
    case "StepFailed":
      return { kind: "remember", step, result: { type: "error", error: storedError(op.error ?? op.data) } };
    case "StepError":
      return tryAgain(call, answer, storedError(op.error), random);
    case "StepPlanned":
      return { kind: "plan", step };
    case "RunComplete":
      return { kind: "complete", output: op.data ?? null };
    case "Sleep": {
      const delay = parseDelay(op.name ?? "");
      return delay === undefined
        ? unsupported(step.label, "time of the sleep")
        : { kind: "sleep", step, delay };
    }
    case "WaitForEvent":
      return fromWait(op, step);
    case "InvokeFunction":
      return fromInvoke(op, step);
    default:
      return unsupported(step.label, `operation ${op.op}`);
  }
}

function fromWait(op: Op, step: Step): Transition {
  const timeout = parseDelay(op.opts?.timeout ?? "");
  if (timeout === undefined) return unsupported(step.label, "timeout");
  const expression = parseExpression(op.opts?.if ?? "true == true", ["event", "async"]);
  if (!expression.ok) return unsupported(step.label, `condition ${op.opts?.if ?? ""}`);
  return { kind: "wait", step, eventName: op.name ?? "", expression: expression.value, timeout };
}

function fromInvoke(op: Op, step: Step): Transition {
  const limit = op.opts?.timeout;
  const timeout = limit === undefined ? undefined : parseDelay(limit);
  if (limit !== undefined && timeout === undefined) return unsupported(step.label, "timeout");
  const functionId = op.opts?.function_id ?? "";
  return { kind: "invoke", step, functionId, data: op.opts?.payload?.data ?? {}, timeout };
}

function unsupported(label: string, what: string): Transition {
  const message = `step "${label}": the embedded engine does not implement this ${what}`;
  return { kind: "fail", error: { name: "UnsupportedStep", message } };
}

// The SDK turns its last attempt into a final answer by itself; this covers answers that never came from a function.
function tryAgain(call: Call, answer: Answer, error: StoredError, random: () => number): Transition {
  if (call.attempt + 1 >= call.maxAttempts) return { kind: "fail", error };
  return { kind: "retry", delay: retryDelay(call.attempt, answer.retryAfter, random), error };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
