import { dayMs } from "@quietroom/domain/time";
import { Cron } from "croner";
import { z } from "zod";
import type { Debounce } from "./debounce.ts";
import { parseDelay, type Delay } from "./delay.ts";
import { parseExpression, parseKey, type Expression } from "./expressions.ts";

/** What the engine knows of one function: all that its configuration says, already parsed. */
export type JobFunction = {
  readonly id: string;
  readonly events: readonly { readonly name: string; readonly expression: Expression }[];
  readonly crons: readonly string[];
  readonly maxAttempts: number;
  readonly cancelOn: readonly {
    readonly eventName: string;
    readonly expression: Expression;
    readonly timeout: Delay | undefined;
  }[];
  readonly idempotencyPath: string | undefined;
  readonly concurrency: { readonly limit: number; readonly path: string | undefined } | undefined;
  readonly debounce: Debounce | undefined;
};
export type Registry = ReadonlyMap<string, JobFunction>;

/**
 * Reads the functions' configurations as the SDK reports them when it registers. Throws, naming every place at once,
 * when a function asks for something the engine does not implement: better no start than a function without an option
 * it relies on. `known` are problems found elsewhere, to be named with the others.
 */
export function readRegistry(configs: unknown, known: readonly string[]): Registry {
  const problems: string[] = [...known];
  const list = z.array(z.record(z.string(), z.unknown())).parse(configs);
  const functions = list.flatMap((config) => {
    const id = typeof config["id"] === "string" ? config["id"] : "?";
    const say = (problem: string): undefined => {
      problems.push(`${id}: ${problem}`);
      return undefined;
    };
    for (const option of Object.keys(config)) {
      if (!implemented.has(option)) say(`option "${option}" is not implemented`);
    }
    const read = configShape.safeParse(config);
    if (!read.success)
      return (
        say(`unreadable configuration (${read.error.issues.map(({ path }) => path.join(".")).join(", ")})`) ??
        []
      );
    return [toFunction(read.data, say)];
  });
  if (problems.length > 0)
    throw new Error(`the embedded engine cannot run these functions:\n${problems.join("\n")}`);
  return new Map(functions.map((fn) => [fn.id, fn]));
}

/** The first tick of a cron expression ("TZ=Area/City " prefix optional, else UTC) after an instant, as ISO text. */
export function nextTick(expression: string, afterMs: number): string | undefined {
  const [, zone, pattern] = cronShape.exec(expression) ?? [];
  if (pattern === undefined) throw new RangeError("not a cron expression");
  const cron = new Cron(pattern, { timezone: zone ?? "UTC", mode: "5-part", paused: true });
  return cron.nextRun(new Date(afterMs))?.toISOString();
}

// Only the classic fields: extensions such as L, W or @daily do not mean the same, or anything, on a real server.
const cronShape = /^(?:TZ=(\S+) +)?((?:(?:[\d*,/-]|[A-Z]{3})+ +){4}(?:[\d*,/-]|[A-Z]{3})+)$/;
const implemented = new Set([
  "id",
  "name",
  "triggers",
  "steps",
  "cancel",
  "idempotency",
  "concurrency",
  "debounce",
]);
/** What the engine itself announces. A function started by one of these announces nothing, else it could start itself for ever. */
export const eventsAboutRuns: ReadonlySet<string> = new Set([
  "inngest/function.finished",
  "inngest/function.failed",
  "inngest/function.cancelled",
  "engine/event.dead",
]);

const slotShape = z.strictObject({
  limit: z.number().int().positive(),
  key: z.string().optional(),
  scope: z.literal("fn").optional(),
});
const configShape = z.object({
  id: z.string(),
  triggers: z.array(
    z.union([
      z.strictObject({ event: z.string(), expression: z.string().optional() }),
      z.strictObject({ cron: z.string() }),
    ]),
  ),
  steps: z.object({
    step: z.object({ retries: z.object({ attempts: z.number().int().min(0).max(20) }).optional() }),
  }),
  cancel: z
    .array(z.strictObject({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() }))
    .optional(),
  idempotency: z.string().optional(),
  concurrency: z.union([z.number().int().positive(), slotShape, z.tuple([slotShape])]).optional(),
  debounce: z
    .strictObject({ period: z.string(), key: z.string().optional(), timeout: z.string().optional() })
    .optional(),
});
type Config = z.infer<typeof configShape>;
type Say = (problem: string) => undefined;

function toFunction(config: Config, say: Say): JobFunction {
  return {
    id: config.id,
    events: config.triggers.flatMap((trigger) =>
      "event" in trigger
        ? [{ name: eventName(trigger.event, say), expression: condition(trigger.expression, ["event"], say) }]
        : [],
    ),
    crons: config.triggers.flatMap((trigger) => ("cron" in trigger ? [cron(trigger.cron, say)] : [])),
    maxAttempts: (config.steps.step.retries?.attempts ?? 3) + 1,
    cancelOn: (config.cancel ?? []).map((cancel) => ({
      eventName: eventName(cancel.event, say),
      expression: condition(cancel.if, ["event", "async"], say),
      timeout:
        cancel.timeout === undefined
          ? undefined
          : (parseDelay(cancel.timeout) ?? say(`timeout "${cancel.timeout}"`)),
    })),
    idempotencyPath: keyPath(config.idempotency, say),
    concurrency: slot(config.concurrency, say),
    debounce: debounce(config, say),
  };
}

function eventName(name: string, say: Say): string {
  if (name.includes("*")) say(`event name "${name}": wildcards are not implemented`);
  if (name.startsWith("inngest/") && !eventsAboutRuns.has(name)) say(`event "${name}" is not implemented`);
  return name;
}

function condition(text: string | undefined, roots: readonly ("event" | "async")[], say: Say): Expression {
  if (text === undefined) return [];
  const parsed = parseExpression(text, roots);
  if (parsed.ok) return parsed.value;
  say(`expression "${text}" is not implemented`);
  return [];
}

function cron(expression: string, say: Say): string {
  try {
    if (nextTick(expression, 0) === undefined) say(`cron "${expression}" never comes`);
  } catch {
    say(`cron "${expression}" is not five fields with an optional TZ=Area/City prefix`);
  }
  return expression;
}

function keyPath(text: string | undefined, say: Say): string | undefined {
  if (text === undefined) return undefined;
  const parsed = parseKey(text);
  return parsed.ok ? parsed.value : say(`key "${text}" is not implemented`);
}

function slot(option: Config["concurrency"], say: Say): JobFunction["concurrency"] {
  const only = Array.isArray(option) ? option[0] : option;
  if (only === undefined) return undefined;
  if (typeof only === "number") return { limit: only, path: undefined };
  return { limit: only.limit, path: keyPath(only.key, say) };
}

function debounce({ debounce: option, triggers }: Config, say: Say): Debounce | undefined {
  if (option === undefined) return undefined;
  if (triggers.some((trigger) => "cron" in trigger)) say("debounce beside a cron is not implemented");
  const elapsedMs = (text: string) => {
    const delay = parseDelay(text);
    // A real server takes no other.
    if (delay !== undefined && "afterMs" in delay && delay.afterMs >= 1000 && delay.afterMs <= 7 * dayMs)
      return delay.afterMs;
    say(`debounce "${text}" is not from 1s to 7d`);
    return 1000;
  };
  const { period, timeout, key } = option;
  return {
    periodMs: elapsedMs(period),
    timeoutMs: timeout === undefined ? undefined : elapsedMs(timeout),
    path: keyPath(key, say),
  };
}
