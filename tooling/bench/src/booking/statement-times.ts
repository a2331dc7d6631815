import { performance } from "node:perf_hooks";
import pg from "pg";

/** How long the database and the way to it took for one kind of statement, from sending it to its answer. */
export type StatementTime = {
  readonly begins: string;
  readonly calls: number;
  readonly meanMs: number;
  readonly p95Ms: number;
};

let times: Map<string, number[]> | null = null;

// At the driver, and before any connection is made: those that are made keep the way of sending that they found.
const send: (this: pg.ClientBase, ...request: readonly unknown[]) => unknown = pg.Client.prototype.query;
Object.defineProperty(pg.Client.prototype, "query", {
  writable: true,
  configurable: true,
  value(this: pg.ClientBase, ...request: readonly unknown[]) {
    const answer = send.call(this, ...request);
    if (times !== null && answer instanceof Promise) note(times, beginningOf(request[0]), answer);
    return answer;
  },
});

function note(into: Map<string, number[]>, begins: string, answer: Promise<unknown>): void {
  const began = performance.now();
  const took = into.get(begins) ?? [];
  into.set(begins, took);
  const ended = () => took.push(performance.now() - began);
  void answer.then(ended, ended);
}

/** What `work` sent to the database over all connections of this process, in the order in which each was first sent. */
export async function timeStatements(work: () => Promise<unknown>): Promise<readonly StatementTime[]> {
  const heard = new Map<string, number[]>();
  times = heard;
  try {
    await work();
  } finally {
    times = null;
  }
  return [...heard].map(([begins, took]) => ({
    begins,
    calls: took.length,
    meanMs: took.reduce((sum, ms) => sum + ms, 0) / Math.max(1, took.length),
    p95Ms: took.toSorted((a, b) => a - b)[Math.floor(took.length * 0.95)] ?? NaN,
  }));
}

/** The first words of a statement, without the values that some carry in their text. */
function beginningOf(request: unknown): string {
  const text = typeof request === "object" && request !== null && "text" in request ? request.text : request;
  const words = String(text).trim().replaceAll(/\s+/gu, " ");
  if (words.startsWith("BEGIN")) return "begin, as whom, and the clock";
  if (words.startsWith("SELECT app.write_")) return "audit, outbox and commit";
  return words.slice(0, 60);
}
