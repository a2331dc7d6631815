import { defineVerb } from "../define-verb.ts";

type Openings = { readonly openingIds: readonly string[] };

/** The openings that somebody is being asked about now, for a look at each in a transaction of its own. */
export const listOfferedOpenings = defineVerb<object, Openings>({
  name: "waitlist.list_offered_openings",
  permission: "job:run",
  isolation: "read committed",
  trace: "bookkeeping",
  async run({ tx, tenantId }) {
    const open = await tx.waitlistOffer.findMany({
      where: { tenantId, status: "open" },
      select: { id: true, openingId: true },
      orderBy: { openingId: "asc" },
    });
    return { openingIds: open.map(({ openingId }) => openingId) };
  },
});
