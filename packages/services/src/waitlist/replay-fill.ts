import type { replayFill as contract } from "@quietroom/contracts/waitlist";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Prisma } from "@quietroom/db";
import { judgeRound, type Round } from "@quietroom/domain/scheduling";
import { namesOfClients } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { readConsidered, readFacts } from "./round-record.ts";

type Replayed = OutputOf<typeof contract>["rounds"][number];
type KeptRound = { readonly considered: Prisma.JsonValue; readonly facts: Prisma.JsonValue | null };

/**
 * Decides each round of a freed hour again, from what was recorded of it and by the rules of today (WAIT-05, WAIT-10): whether it comes
 * to the same person for the same reasons. For whoever has to answer why one client was asked and another was not.
 */
export const replayFill = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "waitlist.replay_fill",
  permission: "waitlist:manage",
  isolation: "serializable", // one snapshot of the hour and its offers
  trace: "audited",
  async run({ tx, input, tenantId, audit }) {
    const { openingId } = input;
    const opening = found(
      await tx.opening.findUnique({ where: { tenantId_id: { tenantId, id: openingId } } }),
    );
    const offers = await tx.waitlistOffer.findMany({
      where: { tenantId, openingId },
      orderBy: { round: "asc" },
    });
    const lastRound = readConsidered(opening.considered).length === 0 ? [] : [{ ...opening, round: null }];
    const replayed = [...offers, ...lastRound].map((kept) => ({ round: kept.round, ...replay(kept) }));

    const entryIds = replayed.flatMap(({ was, wouldBe }) => [was, wouldBe]).filter((id) => id !== null);
    const entries = await tx.waitlistEntry.findMany({
      where: { tenantId, id: { in: [...new Set(entryIds)] } },
      select: { id: true, clientId: true },
    });
    const clientIds = [...new Set(entries.map(({ clientId }) => clientId))];
    audit({ action: "read", resource: "opening", resourceId: openingId, detail: { clientIds } });
    const names = await namesOfClients(tx, tenantId, clientIds);
    const clientOf = new Map(entries.map(({ id, clientId }) => [id, names.get(clientId) ?? ""]));
    const named = (entryId: string | null) => (entryId === null ? null : (clientOf.get(entryId) ?? ""));
    return { rounds: replayed.map((one) => ({ ...one, was: named(one.was), wouldBe: named(one.wouldBe) })) };
  },
});

function replay(kept: KeptRound): Omit<Replayed, "round"> {
  const before = readConsidered(kept.considered);
  const was = before.find(({ outcome }) => outcome === "offered")?.entryId ?? null;
  const facts = readFacts(kept.facts);
  if (facts === null) return { comesTo: "not_recorded", was, wouldBe: null };
  const again = judgeRound(facts);
  const same = was === again.winner && told(before) === told(again.considered);
  return { comesTo: same ? "same" : "other", was, wouldBe: again.winner };
}

/** Who was considered with what came of it; the points explain, and are not compared. */
function told(
  considered: readonly Pick<Round["considered"][number], "entryId" | "outcome" | "reason">[],
): string {
  return JSON.stringify(considered.map(({ entryId, outcome, reason }) => [entryId, outcome, reason]));
}
