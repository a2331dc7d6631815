import type { AppointmentModel, NotificationModel } from "@quietroom/db";
import type {
  MessageCancellation,
  MessageContent,
  MessagePlace,
  MessageStudio,
  MessageTime,
  MessageVisit,
  SeriesNewsVisit,
} from "@quietroom/domain/messaging";
import type { VisitMode } from "@quietroom/domain/scheduling";
import type { Instant } from "@quietroom/domain/time";
import { fromInstantColumn } from "../instant-column.ts";
import type { LinkSigner } from "../links.ts";
import { locationAddress } from "../location-address.ts";
import type { Meeting, MessageFacts } from "./message-facts.ts";
import { readKind } from "./message-kind.ts";
import type { ToldVisit } from "./told-together.ts";

export type Links = { readonly links: LinkSigner; readonly bookingUrl: string };

/**
 * The words' raw material, from the records as they stand: a first name, who, when and where, and the links (NOTIF-11).
 * `asOf` is when sending began, and stays the same however often it is tried.
 */
export function messageContent(
  notification: NotificationModel,
  facts: MessageFacts,
  { links, bookingUrl }: Links,
  asOf: Instant,
): MessageContent {
  const { studio, client, visit, offered } = facts;
  const { tenantId } = notification;
  const page = `${bookingUrl}/${studio.slug}`;
  const addressed = { clientFirstName: client.givenName, studio: studioOf(facts) };
  const kind = readKind(notification.kind);

  if (kind === "waitlist_joined") return { ...addressed, template: "waitlist-joined", bookUrl: page };
  if (kind === "waitlist_offer" || kind === "waitlist_offer_closed") {
    const { offer, opening } = present(offered);
    const offers = opening.groupSessionId === null ? "time" : "seat";
    const time = offeredTime(facts);
    if (kind === "waitlist_offer_closed") {
      const reason = offer.status === "lapsed" ? "lapsed" : "gone";
      return { ...addressed, template: "waitlist-offer-closed", offers, visit: time, reason, bookUrl: page };
    }
    const url = `${page}/offer/${links.sign({ kind: "offer", tenantId, id: offer.id })}`;
    return {
      ...addressed,
      template: "waitlist-offer",
      offers,
      visit: time,
      answerBy: fromInstantColumn(offer.expiresAt),
      acceptUrl: url,
      declineUrl: `${url}?answer=decline`,
    };
  }
  if (
    facts.together !== null &&
    (kind === "confirmation" || kind === "rescheduled" || kind === "cancelled")
  ) {
    const toUrl = (id: string) => `${page}/visit/${links.sign({ kind: "appointment", tenantId, id })}`;
    return {
      ...addressed,
      template: "series-news",
      news: kind,
      visits: facts.together.map((told) => seriesVisit(told, client.timeZone, toUrl)),
      policy: facts.policy,
      bookUrl: kind === "cancelled" ? page : null,
    };
  }
  const { appointment } = present(visit);
  const about = { ...addressed, visit: visitOf(facts) };
  const manageUrl = `${page}/visit/${links.sign({ kind: "appointment", tenantId, id: appointment.id })}`;
  if (kind === "reminder") {
    const token = links.sign({ kind: "unsubscribe", tenantId, id: notification.id });
    const unsubscribeUrl = `${page}/unsubscribe/${token}`;
    const oneClickUrl = `${bookingUrl}/api/unsubscribe/${studio.slug}/${token}`;
    return { ...about, template: "appointment-reminder", asOf, manageUrl, unsubscribeUrl, oneClickUrl };
  }
  switch (kind) {
    case "confirmation":
      return {
        ...about,
        template: "appointment-confirmation",
        cancellation: cancellationOf(facts),
        overlap: facts.overlap,
        manageUrl,
      };
    case "rescheduled": {
      const previousStart = fromInstantColumn(present(appointment.previousStartsAt));
      return {
        ...about,
        template: "appointment-rescheduled",
        previousStart,
        cancellation: cancellationOf(facts),
        overlap: facts.overlap,
        manageUrl,
      };
    }
    case "cancelled": {
      const byClient = ["link", "public", "client"].some((kind) => kind === appointment.cancelledBy);
      return {
        ...about,
        template: "appointment-cancelled",
        cancelledBy: byClient ? "client" : "studio",
        bookUrl: page,
      };
    }
    case "request_received":
    case "request_declined":
    case "request_expired":
    case "cancellation_turned_down":
      return { ...about, template: "request-news", news: kind, manageUrl };
  }
}

function studioOf({ studio }: MessageFacts): MessageStudio {
  const { name, locale, primaryColor, email, phone } = studio;
  return { name, locale, brandColor: primaryColor, email, phone };
}

function visitOf({ visit, client }: MessageFacts): MessageVisit {
  return toVisit(present(visit), client.timeZone);
}

function seriesVisit(
  told: ToldVisit,
  clientTimeZone: string | null,
  toUrl: (id: string) => string,
): SeriesNewsVisit {
  const { previousStartsAt, id } = told.appointment;
  return {
    ...toVisit(told, clientTimeZone),
    previousStart: previousStartsAt && fromInstantColumn(previousStartsAt),
    overlap: told.overlap,
    manageUrl: toUrl(id),
  };
}

function toVisit(
  { appointment, ...meeting }: Meeting & { readonly appointment: AppointmentModel },
  clientTimeZone: string | null,
): MessageVisit {
  return {
    ...timeOf(meeting, appointment, appointment.clientTimeZone ?? clientTimeZone, appointment.timeZone),
    appointmentId: appointment.id,
    version: appointment.version,
    versionedAt: fromInstantColumn(appointment.updatedAt),
  };
}

function offeredTime({ offered, entry, client }: MessageFacts): MessageTime {
  const { offer, practitionerName, location } = present(offered);
  return timeOf(
    { practitionerName, location },
    offer,
    entry?.clientTimeZone ?? client.timeZone,
    location.timeZone,
  );
}

function timeOf(
  { practitionerName, location }: Meeting,
  time: { readonly startsAt: Date; readonly endsAt: Date; readonly mode: VisitMode },
  clientTimeZone: string | null,
  timeZone: string,
): MessageTime {
  const place: MessagePlace =
    time.mode === "in_person"
      ? { kind: "in_person", name: location.name, address: locationAddress(location) }
      : { kind: "online", howToJoin: null };
  return {
    start: fromInstantColumn(time.startsAt),
    end: fromInstantColumn(time.endsAt),
    practitionerName,
    place,
    timeZone,
    clientTimeZone,
  };
}

function cancellationOf({ policy, visit }: MessageFacts): MessageCancellation {
  const { cancelDeadline } = present(visit).appointment;
  return { policy, deadline: fromInstantColumn(present(cancelDeadline)) };
}

/** What the kind of the message and the constraints of the tables vouch for. */
function present<T>(value: T | null): T {
  if (value === null) throw new Error("the ledger names a message without its record");
  return value;
}
