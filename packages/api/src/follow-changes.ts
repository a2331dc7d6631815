import type { CalendarChange } from "@quietroom/contracts/scheduling";
import { can } from "@quietroom/domain/access";
import { AppError, type Change } from "@quietroom/services";
import { tracked, TRPCError, type TrackedEnvelope } from "@trpc/server";
import type { ApiContext, StaffActor } from "./context.ts";

/** How often a stream looks whether its session still stands: whoever was signed out elsewhere is gone within five seconds. */
const recheckEveryMs = 5_000;

/** Before a change is told, a look is made unless the last one is no older than this: a right that is gone is gone within a second. */
const freshForMs = 1_000;

/**
 * What changes in the person's studio, for as long as their session stands; each with its place in the outbox as the event's
 * id. Opens with "resync", also when the browser connects again: what it missed is then found by asking, not by replay.
 * Ends with `unauthenticated` once the session is over, and with `forbidden` once the person may see no calendar any more.
 */
export async function* followChanges({
  ctx,
  signal,
}: {
  readonly ctx: ApiContext & { readonly actor: StaffActor };
  readonly signal: AbortSignal | undefined;
}): AsyncGenerator<TrackedEnvelope<CalendarChange>, void> {
  const ended = new AbortController();
  let why: "unauthenticated" | "forbidden" = "unauthenticated";
  let lookedAt = performance.now();
  const look = async (): Promise<void> => {
    lookedAt = performance.now();
    try {
      const actor = await ctx.findStaff("recheck");
      if (actor !== null && can(actor, "calendar:view")) return;
      why = actor === null ? "unauthenticated" : "forbidden";
      ended.abort();
    } catch {
      // Not being able to look is not knowing: the stream goes on and looks again.
      ctx.runtime.log.warn("session_recheck_failed", { requestId: ctx.requestId });
    }
  };
  const recheck = setInterval(() => void look(), recheckEveryMs);
  try {
    const either = AbortSignal.any([ended.signal, ...(signal ? [signal] : [])]);
    for await (const change of ctx.runtime.changes.subscribe(ctx.actor.tenantId, either)) {
      if (performance.now() - lookedAt > freshForMs) await look();
      if (ended.signal.aborted) break;
      yield event(change);
    }
    if (ended.signal.aborted) throw over(why);
  } finally {
    clearInterval(recheck);
  }
}

function event({ seq, name }: Change): TrackedEnvelope<CalendarChange> {
  return tracked(String(seq), { seq, name });
}

function over(why: "unauthenticated" | "forbidden"): TRPCError {
  const code = why === "forbidden" ? "FORBIDDEN" : "UNAUTHORIZED";
  return new TRPCError({ code, message: why, cause: new AppError(why) });
}
