import {
  createEmbeddedEngine,
  type EmbeddedEngine,
  type EmbeddedEngineOptions,
  type LogFields,
} from "../src/embedded/index.ts";
import type { JobFunctions } from "../src/client.ts";
import type { JobsDatabase } from "./jobs-database.ts";

type LogLine = { readonly level: string; readonly code: string; readonly fields: LogFields };

/** An engine over a test's database, with what it logged. */
export type EngineBench = { readonly engine: EmbeddedEngine; readonly log: LogLine[] };

/** Builds an engine with short leases; nothing runs until `start` or `settle`. */
export function engineOn(
  db: JobsDatabase,
  functions: JobFunctions,
  options: Partial<Omit<EmbeddedEngineOptions, "pool" | "functions" | "logger">> & {
    readonly connectionString?: string;
  } = {},
): EngineBench {
  const log: LogLine[] = [];
  const at =
    (level: string) =>
    (code: string, fields: LogFields = {}) => {
      log.push({ level, code, fields });
    };
  const logger = { info: at("info"), warn: at("warn"), error: at("error") };
  const engine = createEmbeddedEngine({ connectionString: db.appUrl, functions, logger, ...options });
  return { engine, log };
}

export type RunState = { readonly function_id: string; readonly status: string; readonly output: unknown };

/** Every run in order of creation. */
export async function runsOf(db: JobsDatabase): Promise<readonly RunState[]> {
  const result = await db.inspector.query<RunState>(
    "select function_id, status, output from jobs.run order by created_at, function_id",
  );
  return result.rows;
}

/** How many rows a table of schema `jobs` holds. */
export async function countOf(
  db: JobsDatabase,
  table: "event" | "run" | "memo" | "job" | "wait" | "debounce",
): Promise<number> {
  const result = await db.inspector.query<{ count: number }>(
    `select count(*)::integer as count from jobs.${table}`,
  );
  return result.rows[0]?.count ?? -1;
}
