import type { Prisma } from "@quietroom/db";
import type { Instant } from "@quietroom/domain/time";
import { toInstantColumn } from "../instant-column.ts";

type Of = { readonly tenantId: string; readonly clientId: string };

/** The visits to which a client is still expected at `now`: not over, and neither called off nor closed. */
export function visitsAhead({ now, ...of }: Of & { readonly now: Instant }): Prisma.AppointmentWhereInput {
  return {
    ...of,
    endsAt: { gt: toInstantColumn(now) },
    status: { notIn: ["cancelled", "no_show", "completed"] },
  };
}

/** The places on the waitlist at which a time may still be offered to a client. */
export function placesWaiting(of: Of): Prisma.WaitlistEntryWhereInput {
  return { ...of, status: { in: ["waiting", "offered"] } };
}
