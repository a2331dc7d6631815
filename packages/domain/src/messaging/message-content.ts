import type { Instant } from "../time/instant.ts";
import type { Interval } from "../time/interval.ts";

/**
 * Everything a message may say, and nothing else (NOTIF-11): a first name, the studio, when, where and with whom, and
 * links. There is no field for a service, a diagnosis, a family name, a birth date or an address of the recipient,
 * so no template can reveal one.
 */
export type MessageContent =
  | AppointmentConfirmation
  | AppointmentReminder
  | AppointmentRescheduled
  | AppointmentCancelled
  | SeriesNews
  | RequestNews
  | WaitlistJoined
  | WaitlistOffer
  | WaitlistOfferClosed
  | PortalWayIn
  | BookingCode
  | PortalAccountNotice
  | StaffAccountNotice;

export type MessageTemplate = MessageContent["template"];

export type AppointmentConfirmation = Addressed & {
  readonly template: "appointment-confirmation";
  readonly visit: MessageVisit;
  readonly cancellation: MessageCancellation;
  readonly overlap: MessageOverlap;
  readonly manageUrl: string;
};

export type AppointmentReminder = Addressed & {
  readonly template: "appointment-reminder";
  readonly visit: MessageVisit;
  /** The moment the words "today" and "tomorrow" are true for: when the send was claimed. The same on every retry. */
  readonly asOf: Instant;
  readonly manageUrl: string;
  /** The page on which reminders are switched off, without signing in (NOTIF-08). */
  readonly unsubscribeUrl: string;
  /** The same for mail programs, which send there what a press of their own button means (RFC 8058). */
  readonly oneClickUrl: string;
};

export type AppointmentRescheduled = Addressed & {
  readonly template: "appointment-rescheduled";
  readonly visit: MessageVisit;
  readonly previousStart: Instant;
  readonly cancellation: MessageCancellation;
  readonly overlap: MessageOverlap;
  readonly manageUrl: string;
};

export type AppointmentCancelled = Addressed & {
  readonly template: "appointment-cancelled";
  readonly visit: MessageVisit;
  readonly cancelledBy: "client" | "studio";
  /** The studio's booking page. */
  readonly bookUrl: string;
};

/** The same of many visits of a series at once: one message that lists them, soonest first (SCHED-15). */
export type SeriesNews = Addressed & {
  readonly template: "series-news";
  readonly news: "confirmation" | "rescheduled" | "cancelled";
  readonly visits: readonly SeriesNewsVisit[];
  /** The studio's own words about cancelling; may be empty. */
  readonly policy: string;
  /** The studio's booking page, where they are cancelled; null where each date has a page of its own. */
  readonly bookUrl: string | null;
};

export type SeriesNewsVisit = MessageVisit & {
  /** When it was before; null where it was not moved. */
  readonly previousStart: Instant | null;
  readonly overlap: MessageOverlap;
  readonly manageUrl: string;
};

/** What became of something that a client asked of the studio about one visit. What the studio said to it stands on the visit's page alone. */
export type RequestNews = Addressed & {
  readonly template: "request-news";
  readonly news: "request_received" | "request_declined" | "request_expired" | "cancellation_turned_down";
  readonly visit: MessageVisit;
  readonly manageUrl: string;
};

export type WaitlistJoined = Addressed & {
  readonly template: "waitlist-joined";
  readonly bookUrl: string;
};

export type WaitlistOffer = Addressed & {
  readonly template: "waitlist-offer";
  /** An hour of their own, or a seat in a session. */
  readonly offers: "time" | "seat";
  readonly visit: MessageTime;
  /** The offer stands up to and including this instant. */
  readonly answerBy: Instant;
  readonly acceptUrl: string;
  readonly declineUrl: string;
};

export type WaitlistOfferClosed = Addressed & {
  readonly template: "waitlist-offer-closed";
  readonly offers: "time" | "seat";
  readonly visit: MessageTime;
  /** `lapsed`: nobody answered in time. `gone`: the hour itself is no longer there. */
  readonly reason: "lapsed" | "gone";
  readonly bookUrl: string;
};

/** The way in to a client's own portal. Says nothing of visits: that somebody is a client is said by the address alone. */
export type PortalWayIn = Addressed & {
  readonly template: "portal-way-in";
  /** Six digits. */
  readonly code: string;
  readonly wayInUrl: string;
};

/**
 * The code by which a visitor shows that an address is theirs, before they book (BOOK-07). It goes to whatever address somebody typed: it greets
 * nobody by name, and says nothing of the visit.
 */
export type BookingCode = {
  readonly template: "booking-code";
  readonly studio: MessageStudio;
  /** Six digits. */
  readonly code: string;
};

/** What a client is told of their own account at the portal. */
export const portalNotices = [
  "password_added",
  "password_changed",
  "password_removed",
  "app_added",
  "app_removed",
  "recovery_codes_renewed",
  "second_step_reset",
  "account_locked",
  "email_corrected",
] as const;
export type PortalNotice = (typeof portalNotices)[number];

/** About how a client signs in, never about a visit. */
export type PortalAccountNotice = Addressed & {
  readonly template: "portal-account";
  readonly notice: PortalNotice;
  /** The client's own page of their account. */
  readonly accountUrl: string;
};

/** What a member of staff is told of their own account, or somebody of the one they may have. */
export const staffNotices = [
  "new_device",
  "security_alert",
  "second_factor_reset",
  "account_locked",
  "passkey_added",
  "passkey_removed",
  "app_connected",
  "password_reset",
  "password_changed",
  "password_ended",
  "email_change",
  "email_changed",
  "invitation",
  "roles_changed",
  "access_restored",
  "identity_linked",
  "clock_rules_changed",
] as const;
export type StaffNotice = (typeof staffNotices)[number];

/** About the recipient's own account: never about a client. */
export type StaffAccountNotice = {
  readonly template: "staff-account";
  readonly notice: StaffNotice;
  /** Empty for somebody whose name is not known. */
  readonly recipientFirstName: string;
  readonly studio: MessageStudio;
  /** Where to do what the notice is about. */
  readonly actionUrl: string;
};

/** What every message to a client has: who it greets, and who speaks. */
type Addressed = {
  readonly clientFirstName: string;
  readonly studio: MessageStudio;
};

export type MessageStudio = {
  readonly name: string;
  /** BCP 47, such as "en-GB": decides 12 or 24 hours and the order of day and month. */
  readonly locale: string;
  /** "#rrggbb"; anything else is shown in the product's own colour. */
  readonly brandColor: string;
  /** Replies go here. */
  readonly email: string;
  readonly phone: string;
};

/** An hour with somebody somewhere. */
export type MessageTime = {
  readonly start: Instant;
  readonly end: Instant;
  readonly practitionerName: string;
  readonly place: MessagePlace;
  /** The clock of the place, or online the practitioner's. */
  readonly timeZone: string;
  /** The zone the client booked in, when known. */
  readonly clientTimeZone: string | null;
};

/** An hour that is an appointment, with what a calendar needs to recognise it again. */
export type MessageVisit = MessageTime & {
  readonly appointmentId: string;
  /** Counts every change of the appointment, from 1. */
  readonly version: number;
  /** When this version was written, so that the same version always makes the same calendar file. */
  readonly versionedAt: Instant;
};

export type MessagePlace =
  | {
      readonly kind: "in_person";
      readonly name: string;
      /** Street, city and postal code on one line. */
      readonly address: string;
    }
  | {
      readonly kind: "online";
      /** The studio's own words about how to join; null when it gives none. */
      readonly howToJoin: string | null;
    };

/**
 * When another visit of the same client at the same studio is, if one overlaps (SCHED-12): its time and nothing else of it. Told in
 * messages alone, since a page is also shown to whoever merely typed the client's details (BOOK-07).
 */
export type MessageOverlap = Interval | null;

export type MessageCancellation = {
  /** The studio's own words; may be empty. */
  readonly policy: string;
  /** Up to and including this instant the client may change or cancel by the link (ec-J1, ec-J2). */
  readonly deadline: Instant;
};
