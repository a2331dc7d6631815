import { findTenantBySlug } from "./directory.ts";
import type { Runtime } from "./runtime.ts";

/** What a health page may tell anyone: whether the database answers, and which time zone rules this process lives by. */
export type Health = {
  readonly ok: boolean;
  readonly database: "reachable" | "unreachable";
  readonly timeZoneData: string;
};

/** Asks the database for a sign of life. Never throws: an answer is the point. */
export async function checkHealth(runtime: Runtime): Promise<Health> {
  const timeZoneData = process.versions.tz ?? "unknown";
  try {
    await findTenantBySlug(runtime, "health");
    return { ok: true, database: "reachable", timeZoneData };
  } catch {
    return { ok: false, database: "unreachable", timeZoneData };
  }
}
