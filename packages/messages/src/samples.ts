import type { MessageContent, MessageStudio, MessageVisit } from "@quietroom/domain/messaging";
import { dayMs, hourMs, instant, minuteMs, plus } from "@quietroom/domain/time";

const start = instant(1_773_165_600_000); // 2026-03-10T18:00Z, two in the afternoon in New York

const studio: MessageStudio = {
  name: "Harbour Physiotherapy",
  locale: "en-US",
  brandColor: "#3B82F6",
  email: "desk@harbour.example",
  phone: "+1 212 555 0142",
};

const visit: MessageVisit = {
  appointmentId: "01998f2e-7c1a-7b3c-9d4e-5f6071829304",
  version: 1,
  versionedAt: plus(start, -5 * dayMs),
  start,
  end: plus(start, 50 * minuteMs),
  practitionerName: "Maya Okafor",
  place: {
    kind: "in_person",
    name: "Pier 4",
    address: "12 Pier Street, New York, NY 10004",
  },
  timeZone: "America/New_York",
  clientTimeZone: "Europe/London",
};

const cancellation = {
  policy: "Please give us a day's notice. Later changes may be charged in full.",
  deadline: plus(start, -dayMs),
};

const link = (path: string) => `https://book.example/harbour/${path}`;

/** A valid message of every template: for tests, previews and contract checks. Nobody in it exists. */
export const sampleMessages = {
  "appointment-confirmation": {
    template: "appointment-confirmation",
    clientFirstName: "Ana",
    studio,
    visit,
    cancellation,
    overlap: null,
    manageUrl: link("manage/abc"),
  },
  "appointment-reminder": {
    template: "appointment-reminder",
    clientFirstName: "Ana",
    studio,
    visit,
    asOf: plus(start, -dayMs),
    manageUrl: link("manage/abc"),
    unsubscribeUrl: link("unsubscribe/abc"),
    oneClickUrl: link("api/unsubscribe/abc"),
  },
  "appointment-rescheduled": {
    template: "appointment-rescheduled",
    clientFirstName: "Ana",
    studio,
    visit: { ...visit, version: 2, versionedAt: plus(start, -4 * dayMs) },
    previousStart: plus(start, -2 * dayMs),
    cancellation,
    overlap: null,
    manageUrl: link("manage/abc"),
  },
  "appointment-cancelled": {
    template: "appointment-cancelled",
    clientFirstName: "Ana",
    studio,
    visit: { ...visit, version: 3, versionedAt: plus(start, -3 * dayMs) },
    cancelledBy: "client",
    bookUrl: link(""),
  },
  "series-news": {
    template: "series-news",
    news: "confirmation",
    clientFirstName: "Ana",
    studio,
    visits: [
      { ...visit, previousStart: null, overlap: null, manageUrl: link("manage/abc") },
      {
        ...visit,
        appointmentId: "01998f2e-7c1a-7b3c-9d4e-5f6071829305",
        start: plus(start, 7 * dayMs),
        end: plus(start, 7 * dayMs + 50 * minuteMs),
        previousStart: null,
        overlap: null,
        manageUrl: link("manage/def"),
      },
    ],
    policy: cancellation.policy,
    bookUrl: null,
  },
  "request-news": {
    template: "request-news",
    news: "request_received",
    clientFirstName: "Ana",
    studio,
    visit,
    manageUrl: link("manage/abc"),
  },
  "waitlist-joined": { template: "waitlist-joined", clientFirstName: "Ana", studio, bookUrl: link("") },
  "waitlist-offer": {
    template: "waitlist-offer",
    offers: "time",
    clientFirstName: "Ana",
    studio,
    visit,
    answerBy: plus(start, -26 * hourMs),
    acceptUrl: link("offer/xyz?answer=accept"),
    declineUrl: link("offer/xyz?answer=decline"),
  },
  "waitlist-offer-closed": {
    template: "waitlist-offer-closed",
    offers: "time",
    clientFirstName: "Ana",
    studio,
    visit,
    reason: "lapsed",
    bookUrl: link(""),
  },
  "portal-way-in": {
    template: "portal-way-in",
    clientFirstName: "Ana",
    studio,
    code: "042137",
    wayInUrl: link("portal/way-in/abc"),
  },
  "booking-code": { template: "booking-code", studio, code: "042137" },
  "portal-account": {
    template: "portal-account",
    notice: "second_step_reset",
    clientFirstName: "Ana",
    studio,
    accountUrl: link("portal/account"),
  },
  "staff-account": {
    template: "staff-account",
    notice: "second_factor_reset",
    recipientFirstName: "Ana",
    studio,
    actionUrl: "https://app.example/account",
  },
} as const satisfies {
  readonly [Template in MessageContent["template"]]: MessageContent & { readonly template: Template };
};
