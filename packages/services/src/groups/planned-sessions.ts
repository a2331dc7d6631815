import type { Tx } from "@quietroom/db";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { sessionChangeRefusal } from "@quietroom/domain/scheduling";
import { occurrencesOf, type Occurrence, type RuleRefusal, type SeriesRule } from "@quietroom/domain/series";
import { type Instant, localTime } from "@quietroom/domain/time";
import { type GroupSession, loadScene, type Scene, withVisitsOwnLength } from "../scheduling/index.ts";

type Planned = { readonly scene: Scene; readonly occurrences: readonly Occurrence[] };
type PlanRefusal =
  | RuleRefusal
  | "already_cancelled"
  | "already_started"
  | "unknown_service"
  | "studio_closed";

/**
 * The dates on which a session would be held again by a rule that ends, itself the first of them; preview and repetition both ask here, so
 * that they mean the same. The session keeps its length (ec-C2) and its time on the wall of its place.
 */
export async function plannedSessions(
  tx: Tx,
  { tenantId, now }: { readonly tenantId: string; readonly now: Instant },
  session: GroupSession,
  rule: SeriesRule,
): Promise<Result<Planned, PlanRefusal>> {
  const refusal = sessionChangeRefusal({ status: session.status, startsAt: session.start }, now);
  if (refusal !== null) return refuse(refusal);
  const zone = session.timeZone;
  const { date: first, time } = localTime(session.start, zone);
  const occurrences = occurrencesOf({ rule, first, time, zone }, first);
  if (!occurrences.ok) return occurrences;
  const until = occurrences.value.at(-1)?.date ?? first;
  const asked = {
    tenantId,
    choice: { ...session, seats: session.capacity },
    from: first,
    until,
    bookedBy: "staff",
  } as const;
  const scene = await loadScene(tx, asked);
  if (scene === null || !scene.offered || scene.practitioners.length === 0) return refuse("unknown_service");
  if (!scene.studioOpen) return refuse("studio_closed");
  return ok({ scene: withVisitsOwnLength(scene, session), occurrences: occurrences.value });
}
