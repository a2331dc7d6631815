import type { viewOffer as contract } from "@quietroom/contracts/waitlist";
import type { OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { isExpired, isInLine } from "@quietroom/domain/scheduling";
import { defineVerb } from "../define-verb.ts";
import { namesOfPeople } from "../held-by.ts";
import { fromInstantColumn } from "../instant-column.ts";
import { locationAddress } from "../location-address.ts";
import { offerOfLink } from "./offer-facts.ts";
import { visitsToSwap } from "./swap-visit.ts";

/** What was offered, to the person it was offered to, until the visit begins (once accepted: until it is over). */
export const viewOffer = defineVerb<object, OutputOf<typeof contract>>({
  name: "waitlist.view_offer",
  permission: "offer:answer",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, now, actor, tenantId, links, audit }) {
    const named = await offerOfLink(tx, actor);
    audit({
      action: "read",
      resource: "waitlist_offer",
      resourceId: named?.offer.id ?? null,
      clientId: named?.entry.clientId ?? null,
    });
    if (named === null) return refuse({ code: "link_invalid" });
    const { offer, entry } = named;
    const expiresAt = fromInstantColumn(offer.expiresAt);
    const startsAt = fromInstantColumn(offer.startsAt);
    const endsAt = fromInstantColumn(offer.endsAt);
    if (now >= (offer.status === "accepted" ? endsAt : startsAt)) return refuse({ code: "link_expired" });

    const byId = (id: string) => ({ where: { tenantId_id: { tenantId, id } } });
    const opening = await tx.opening.findUniqueOrThrow(byId(offer.openingId));
    const service = await tx.service.findUniqueOrThrow(byId(entry.serviceId));
    const location = await tx.location.findUniqueOrThrow(byId(opening.locationId));
    // The held hour keeps the price it was offered at; once it is let go, there is only today's price to show.
    const held = await tx.appointment.findUnique(byId(offer.appointmentId));
    const open = offer.status === "open" && !isExpired(expiresAt, now);
    const later = open ? await visitsToSwap({ tx, tenantId }, named) : [];
    return ok({
      status: offer.status === "open" && isExpired(expiresAt, now) ? "lapsed" : offer.status,
      serviceName: service.name,
      ofSession: opening.groupSessionId !== null,
      approval: opening.groupSessionId !== null && service.needsScreening ? "request" : "instant",
      practitionerName: await namesOfPeople(tx, tenantId, held ?? opening),
      locationName: location.name,
      address: locationAddress(location),
      mode: offer.mode,
      startsAt,
      endsAt,
      timeZone: location.timeZone,
      clientTimeZone: entry.clientTimeZone,
      priceMinor: (held ?? service).priceMinor,
      currency: (held ?? service).currency,
      expiresAt,
      now,
      place: isInLine(entry.status) ? "kept" : "left",
      later: later.map(({ id, mode, start, timeZone }) => ({ id, mode, startsAt: start, timeZone })),
      manageToken:
        offer.status === "accepted"
          ? links.sign({ kind: "appointment", tenantId, id: offer.appointmentId })
          : null,
    });
  },
});
