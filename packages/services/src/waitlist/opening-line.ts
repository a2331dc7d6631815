import type { openingLine as contract } from "@quietroom/contracts/waitlist";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { bindingReason, deadlineByHand, offerDeadline, rankOffers } from "@quietroom/domain/scheduling";
import { namesOfClients } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { loadOpeningFacts } from "./opening-facts.ts";

/**
 * Everyone in line who could have a freed hour, as it stands now: who is asked, who would be next and in which order, who is passed
 * over and why, and whom not even staff could offer it to (WAIT-11). For those who decide by hand.
 */
export const openingLine = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "waitlist.opening_line",
  permission: "waitlist:manage",
  isolation: "serializable", // one snapshot: the offer and the line it was made from are told together or not at all
  trace: "audited",
  async run({ tx, input, now, tenantId, audit }) {
    const row = found(
      await tx.opening.findUnique({ where: { tenantId_id: { tenantId, id: input.openingId } } }),
    );
    const open = await tx.waitlistOffer.findFirst({ where: { tenantId, openingId: row.id, status: "open" } });
    const { opening, entries } = await loadOpeningFacts(tx, row);
    const clientIds = [...new Set(entries.map(({ clientId }) => clientId))];
    audit({
      action: "read",
      resource: "waitlist",
      resourceId: null,
      detail: { openingId: row.id, clientIds },
    });
    const nameOf = await namesOfClients(tx, tenantId, clientIds);

    const { candidates, skipped } = rankOffers(opening, entries, now);
    const inOrder = [...candidates.map((candidate) => ({ ...candidate, reason: null })), ...skipped];
    const people = inOrder.flatMap(({ entryId, fit, waitingPriority, reason }) => {
      const entry = entries.find(({ id }) => id === entryId);
      if (entry === undefined) return [];
      const asked = open?.entryId === entryId;
      return [
        {
          entryId,
          clientName: nameOf.get(entry.clientId) ?? "",
          priority: entry.priority,
          fit,
          waitingPriority,
          standing: asked
            ? ("asked" as const)
            : reason === null || reason === "in_quiet_hours"
              ? ("next" as const)
              : ("passed_over" as const),
          reason: asked ? null : reason,
          binding: bindingReason(opening, entry, now),
          answerBy: deadlineByHand(now, opening, entry.timeZone),
        },
      ];
    });
    return {
      status: row.status,
      openOfferId: open?.id ?? null,
      canBeAnswered: offerDeadline(now, opening.start) !== null,
      people: people.toSorted((a, b) => standings.indexOf(a.standing) - standings.indexOf(b.standing)),
    };
  },
});

/** In the order in which they are told. */
const standings = ["asked", "next", "passed_over"] as const;
