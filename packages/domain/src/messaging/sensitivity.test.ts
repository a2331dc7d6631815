import { expect, test } from "vitest";
import { at } from "../../test/at.ts";
import type { AppointmentReminder } from "./message-content.ts";
import { type ContentFor, contentFor, messageChannels, variableClasses } from "./sensitivity.ts";

const reminder: AppointmentReminder = {
  template: "appointment-reminder",
  clientFirstName: "Ana",
  studio: { name: "Harbor", locale: "en-US", brandColor: "#3B82F6", email: "studio@example.com", phone: "1" },
  visit: {
    start: at("2027-03-16T15:00Z"),
    end: at("2027-03-16T16:00Z"),
    practitionerName: "Mara Lind",
    place: { kind: "in_person", name: "Main Street", address: "1 Main Street" },
    timeZone: "America/New_York",
    clientTimeZone: "Europe/London",
    appointmentId: "a1",
    version: 2,
    versionedAt: at("2027-03-01T15:00Z"),
  },
  asOf: at("2027-03-15T15:00Z"),
  manageUrl: "https://booking.example/visit/t",
  unsubscribeUrl: "https://booking.example/unsubscribe/t",
  oneClickUrl: "https://booking.example/api/unsubscribe/t",
};

test("NOTIF-11 a channel is given what it may show, and nothing else", () => {
  expect(contentFor("email", reminder)).toEqual(reminder);
  expect(contentFor("sms", reminder)).toEqual({
    ...contentFor("push", reminder),
    manageUrl: reminder.manageUrl,
    unsubscribeUrl: reminder.unsubscribeUrl,
    oneClickUrl: reminder.oneClickUrl,
  });
  expect(contentFor("push", reminder)).toEqual({
    template: "appointment-reminder",
    clientFirstName: "Ana",
    studio: reminder.studio,
    visit: {
      start: reminder.visit.start,
      end: reminder.visit.end,
      timeZone: "America/New_York",
      clientTimeZone: "Europe/London",
    },
    asOf: reminder.asOf,
  });
  const wayIn = {
    template: "portal-way-in",
    clientFirstName: "Ana",
    studio: reminder.studio,
    code: "123456",
    wayInUrl: "https://booking.example/way-in/t",
  } as const;
  expect(
    messageChannels.filter((channel) => JSON.stringify(contentFor(channel, wayIn)).includes("123456")),
  ).toEqual(["email"]);
});

test("NOTIF-11 words for a channel that read what it may not show do not compile", () => {
  type Of<Channel extends "email" | "sms" | "push"> = Extract<
    ContentFor<Channel>,
    { readonly template: "appointment-reminder" }
  >;
  const words = [
    (content: Of<"email">) => `${content.visit.practitionerName} ${content.manageUrl}`,
    (content: Of<"sms">) =>
      `${content.clientFirstName} ${content.studio.name} ${content.visit.start} ${content.manageUrl}`,
    // @ts-expect-error with whom somebody meets says what for: not on a locked screen
    (content: Of<"sms">) => content.visit.practitionerName,
    // @ts-expect-error nor where
    (content: Of<"sms">) => content.visit.place,
    // @ts-expect-error a push opens the product, and needs no link that opens without signing in
    (content: Of<"push">) => content.manageUrl,
    // @ts-expect-error no message has a field for a service
    (content: Of<"email">) => content.visit.serviceName,
  ];
  expect(words).toHaveLength(6);
});

test("NOTIF-11 a variable without a class does not compile", () => {
  // @ts-expect-error what is new in a message is classed before it can be sent
  const classes: Record<keyof typeof variableClasses | "serviceName", string> = variableClasses;
  expect(Object.keys(classes)).not.toContain("serviceName");
});
