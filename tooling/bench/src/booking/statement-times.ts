import { performance } from "node:perf_hooks";
import pg from "pg";

/** How long the database and the way to it took for one kind of statement, from sending it to its answer. */
export type StatementTime = { readonly begins: string; readonly calls: number; readonly meanMs: number };

/** What `work` sent to the database over all connections of this process, in the order in which each was first sent. */
export async function timeStatements(work: () => Promise<unknown>): Promise<readonly StatementTime[]> {
  const times = new Map<string, number[]>();
  const send: (this: pg.ClientBase, ...request: readonly unknown[]) => unknown = pg.Client.prototype.query;
  Object.defineProperty(pg.Client.prototype, "query", {
    writable: true,
    configurable: true,
    value(this: pg.ClientBase, ...request: readonly unknown[]) {
      const began = performance.now();
      const answer = send.call(this, ...request);
      const begins = beginningOf(request[0]);
      const took = times.get(begins) ?? [];
      times.set(begins, took);
      const note = () => took.push(performance.now() - began);
      if (answer instanceof Promise) void answer.then(note, note);
      return answer;
    },
  });
  try {
    await work();
  } finally {
    Object.defineProperty(pg.Client.prototype, "query", { writable: true, configurable: true, value: send });
  }
  return [...times].map(([begins, took]) => ({
    begins,
    calls: took.length,
    meanMs: took.reduce((sum, ms) => sum + ms, 0) / Math.max(1, took.length),
  }));
}

/** The first words of a statement, without the values that some carry in their text. */
function beginningOf(request: unknown): string {
  const text = typeof request === "object" && request !== null && "text" in request ? request.text : request;
  const words = String(text).trim().replaceAll(/\s+/gu, " ");
  if (words.startsWith("BEGIN")) return "begin, as whom, and the clock";
  if (words.startsWith("SELECT app.write_audit(")) return "audit and commit";
  return words.slice(0, 60);
}
