import { isUnavailable } from "./errors.ts";
import type { Runtime } from "./runtime.ts";

/** What a health page may tell anyone: how the database answers, and which time zone rules this process lives by. */
export type Health = {
  readonly ok: boolean;
  /** "privileged": it answers, but to a role that could look past row security, which must not serve anyone. */
  readonly database: "reachable" | "unreachable" | "privileged";
  readonly timeZoneData: string;
};

/** Asks the database for a sign of life, and as whom it knows us. Never throws: an answer is the point. */
export async function checkHealth(runtime: Runtime): Promise<Health> {
  const timeZoneData = process.versions.tz ?? "unknown";
  try {
    await runtime.db.assertUnprivileged();
    return { ok: true, database: "reachable", timeZoneData };
  } catch (error) {
    return { ok: false, database: isUnavailable(error) ? "unreachable" : "privileged", timeZoneData };
  }
}
