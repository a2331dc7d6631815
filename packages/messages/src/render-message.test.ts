import type { MessageContent } from "@quietroom/domain/messaging";
import { dayMs, hourMs, instant, interval, minuteMs, plus } from "@quietroom/domain/time";
import { describe, expect, test } from "vitest";
import { renderMessage } from "./render-message.tsx";
import { sampleMessages } from "./samples.ts";

const templates = Object.values<MessageContent>(sampleMessages);
const confirmation = sampleMessages["appointment-confirmation"];
const reminder = sampleMessages["appointment-reminder"];

describe.each(templates)("$template", (message) => {
  test("NOTIF-11 the subject names the studio and no person, day or hour", async () => {
    const { subject } = await renderMessage(message);
    expect(subject).toContain("Harbour Physiotherapy");
    for (const revealing of ["Ana", "Maya", "Okafor", "March", "Tuesday", "PM", "Pier"]) {
      expect(subject).not.toContain(revealing);
    }
  });

  test("NOTIF-12 the plain text says what the HTML says, and carries every link", async () => {
    const { html, text } = await renderMessage(message);
    const words = (source: string) => source.replace(/\s+/g, " ");
    const visible = words(htmlWords(html));
    for (const block of text.split(/\n+/).map((line) => line.trim())) {
      if (/^(--|https?:)/.test(block) || block.includes(":")) continue;
      expect(visible.toLowerCase()).toContain(words(block).toLowerCase());
    }
    for (const url of Object.entries(message).flatMap(([key, value]) =>
      // What mail programs call themselves is in a header, where no person can press it by mistake.
      key.endsWith("Url") && key !== "oneClickUrl" && typeof value === "string" ? [value] : [],
    )) {
      expect(text).toContain(url);
      expect(html).toContain(`href="${url.replaceAll("&", "&amp;")}"`);
    }
    const hello = message.template === "booking-code" ? "Hello," : "Hello Ana,";
    expect(text).toContain(hello);
    expect(html).toContain(hello);
  });

  test("nothing is fetched when it is opened: no image, no font, no script", async () => {
    const { html } = await renderMessage(message);
    expect(html).not.toMatch(/<img|<script|<link|@import|@font-face|url\(/i);
  });

  test("API-17 the same content renders to the same bytes, so a retry is the same request", async () => {
    expect(await renderMessage(message)).toEqual(await renderMessage(structuredClone(message)));
  });

  test("check 38: line breaks and markup in every word are neutralised", async () => {
    const poison = '<img src=x onerror=alert(1)>"\r\nBcc: all@example.com\u0000\u202e';
    const { subject, html, text } = await renderMessage(poisoned(message, poison));
    expect(subject).not.toMatch(/\p{Cc}|\u202e/u);
    expect(html).not.toMatch(/<img|\u202e/);
    expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  });
});

test("NOTIF-11 what a caller carries along by accident reaches no message", async () => {
  const canaries = {
    serviceName: "CANARY-service",
    diagnosis: "CANARY-diagnosis",
    familyName: "CANARY-family",
    birthDate: "CANARY-birth",
    email: "CANARY-email",
    phone: "CANARY-phone",
    note: "CANARY-note",
  };
  for (const message of templates) {
    const loaded = everywhere(message, (_, value) =>
      isRecord(value) && !Array.isArray(value) ? { ...canaries, ...value } : value,
    );
    expect(JSON.stringify(loaded)).toContain("CANARY-diagnosis");
    const { subject, html, text } = await renderMessage(loaded);
    expect(`${subject}${html}${text}`).not.toContain("CANARY");
  }
});

test("NOTIF-11 the appointment's id stays out of the words; only its calendar file needs it", async () => {
  const { html, text } = await renderMessage(confirmation);
  expect(html + text).not.toContain(confirmation.visit.appointmentId);
});

test("BOOK-08 a confirmation gives date, time with zone, practitioner, place, policy, deadline and manage link", async () => {
  const { text } = await renderMessage(confirmation);
  for (const fact of [
    "Tuesday, March 10, 2026, 2:00 – 2:50 PM, Eastern Daylight Time",
    "Maya Okafor",
    "Pier 4, 12 Pier Street, New York, NY 10004",
    "Please give us a day's notice.",
    "until Monday, March 9, 2026 at 2:00 PM, Eastern Daylight Time",
    confirmation.manageUrl,
  ]) {
    expect(text).toContain(fact);
  }
});

describe.each(["appointment-confirmation", "appointment-rescheduled"] as const)("SCHED-12 %s", (template) => {
  const alone = sampleMessages[template];
  const overlap = interval(plus(alone.visit.start, 30 * minuteMs), plus(alone.visit.start, 80 * minuteMs));

  test("SCHED-12 names another visit of the client that overlaps: its day and hours, on this visit's clock, and what to do", async () => {
    const { subject, html, text } = await renderMessage({ ...alone, overlap });
    const line =
      "Another visit of yours here overlaps with this one: Tuesday, March 10, 2026, 2:30 – 3:20 PM, Eastern Daylight Time. " +
      "If you did not mean to keep both, move or cancel one by the link in its message.";
    expect(text).toContain(`You have two visits at once\n${line}\n`);
    expect(htmlWords(html)).toContain(line);
    expect(subject).not.toMatch(/2:30|March|two visits/);
  });

  test("SCHED-12 says nothing where nothing overlaps, and nothing else changes", async () => {
    const without = await renderMessage(alone);
    expect(without.text + without.html).not.toMatch(/overlap|two visits/);
    const { text } = await renderMessage({ ...alone, overlap });
    expect(text.replace(/You have two visits at once\n.*\n\n/, "")).toBe(without.text);
  });
});

test("SCHED-12 NOTIF-11 of the other visit only the time has a way into the message", async () => {
  const other = { serviceName: "CANARY-service", practitionerName: "CANARY-person", place: "CANARY-place" };
  const overlap = { ...interval(confirmation.visit.start, confirmation.visit.end), ...other };
  const { subject, html, text } = await renderMessage({ ...confirmation, overlap });
  expect(text).toContain("overlaps with this one");
  expect(`${subject}${html}${text}`).not.toContain("CANARY");
});

test("NOTIF-08 a reminder leads to where reminders are switched off, and says what comes all the same and why; no other message offers it", async () => {
  for (const message of templates) {
    const { html, text } = await renderMessage(message);
    const offers = message.template === "appointment-reminder";
    expect(text.includes("Stop these reminders:\n"), message.template).toBe(offers);
    expect(text.includes("still come, as they are the only notice of them."), message.template).toBe(offers);
    expect(html.includes("/unsubscribe/abc"), message.template).toBe(offers);
  }
});

test("a deadline that was over when the time was chosen is not offered", async () => {
  const { text } = await renderMessage({
    ...confirmation,
    cancellation: { policy: "", deadline: plus(confirmation.visit.versionedAt, -1) },
  });
  expect(text).toContain("too close to be changed");
  expect(text).not.toContain("You can cancel");
});

test("ec-A25 in person the venue's clock comes first, the traveller's own after it, labelled", async () => {
  const { text } = await renderMessage(confirmation);
  expect(text).toMatch(
    /When: .*Eastern Daylight Time\n {2}On your own clock: 6:00 – 6:50 PM, Greenwich Mean Time/,
  );
});

test("ec-A26 online the client's clock comes first, the studio's after it, labelled", async () => {
  const { text } = await renderMessage({
    ...confirmation,
    visit: {
      ...confirmation.visit,
      place: {
        kind: "online",
        howToJoin: "Open the link we send that morning.",
      },
      clientTimeZone: "Asia/Tokyo",
    },
  });
  expect(text).toContain("When: Wednesday, March 11, 2026, 3:00 – 3:50 AM, Japan Standard Time");
  expect(text).toContain("At the studio: Tuesday, March 10, 2026, 2:00 – 2:50 PM, Eastern Daylight Time");
  expect(text).toContain("Where: Online, Open the link we send that morning.");
});

test("a zone that reads the same is not told twice", async () => {
  const { text } = await renderMessage({
    ...confirmation,
    visit: { ...confirmation.visit, clientTimeZone: "America/Toronto" },
  });
  expect(text).not.toContain("On your own clock");
});

describe("NOTIF-01 a reminder's words follow how far away the visit is", () => {
  const { start } = reminder.visit; // Tuesday 14:00 in New York
  test.each([
    ["9 days", 9 * dayMs, "Your appointment is coming up", "It is in 9 days, at 2:00 PM."],
    ["48 hours", 48 * hourMs, "Your appointment is on Tuesday", "That is in two days, at 2:00 PM."],
    ["24 hours", 24 * hourMs, "Your appointment is tomorrow", "It begins at 2:00 PM."],
    // Held up for eleven hours: past midnight in New York, so no longer "tomorrow".
    ["13 hours", 13 * hourMs, "Your appointment is today", "It begins at 2:00 PM."],
    ["2 hours", 2 * hourMs, "See you soon", "Your appointment begins today at 2:00 PM."],
  ])("%s before", async (_, before, title, sentence) => {
    const { text } = await renderMessage({ ...reminder, asOf: plus(start, -before) });
    expect(text.startsWith(`${title}\n`)).toBe(true);
    expect(text).toContain(sentence);
  });

  test("two hours before half past midnight is the evening before", async () => {
    const late = instant(Date.parse("2026-03-11T04:30Z"));
    const visit = { ...reminder.visit, start: late, end: plus(late, 50 * minuteMs) };
    const { text } = await renderMessage({ ...reminder, visit, asOf: plus(late, -2 * hourMs) });
    expect(text).toContain("Your appointment begins tomorrow at 12:30 AM.");
  });
});

test("an offer carries both answers and its deadline", async () => {
  const { text } = await renderMessage(sampleMessages["waitlist-offer"]);
  expect(text).toContain(
    "It is kept for you until Monday, March 9, 2026 at 12:00 noon, Eastern Daylight Time.",
  );
  expect(text).toMatch(/Accept this time:\nhttps:\S+accept\n\nNo, thank you:\nhttps:\S+decline\n/);
});

test("ec-I17 what is offered of a session is called a seat, and the session is not named (NOTIF-11)", async () => {
  const seat = { offers: "seat" } as const;
  const offer = await renderMessage({ ...sampleMessages["waitlist-offer"], ...seat });
  expect(offer.subject).toBe("A seat has opened at Harbour Physiotherapy");
  expect(offer.text).toContain("Accept this seat:");
  expect(offer.text).toContain("The seat goes to the next person");
  const closed = { ...sampleMessages["waitlist-offer-closed"], ...seat };
  const lapsed = await renderMessage(closed);
  expect(lapsed.subject).toBe("About the seat Harbour Physiotherapy kept for you");
  expect(lapsed.text).toContain("We kept a seat on Tuesday");
  const gone = await renderMessage({ ...closed, reason: "gone" });
  expect(gone.text).toContain("the seat on Tuesday");
  for (const { text } of [offer, lapsed, gone]) expect(text).not.toMatch(/\b(a|the|that|this) time\b/i);
});

test("a moved appointment shows the old time as old", async () => {
  const { text, html } = await renderMessage(sampleMessages["appointment-rescheduled"]);
  expect(text).toContain("Before: Sunday, March 8, 2026 at 2:00 PM, Eastern Daylight Time");
  expect(html).toMatch(/<s>Sunday, March 8, 2026/);
});

test("moved to somebody else at the same time, it calls no time old", async () => {
  const moved = sampleMessages["appointment-rescheduled"];
  const { subject, text } = await renderMessage({ ...moved, previousStart: moved.visit.start });
  expect(subject).toBe("Your appointment at Harbour Physiotherapy has changed");
  expect(text).toContain("The time is the same");
  expect(text).not.toContain("Before:");
});

test("a link that is not http(s) is our own mistake and is thrown", async () => {
  await expect(renderMessage({ ...confirmation, manageUrl: "javascript:alert(1)" })).rejects.toThrow(
    "http(s)",
  );
});

function htmlWords(html: string): string {
  return html
    .replace(/<(style|title)>[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&#x27;", "'")
    .replaceAll("&amp;", "&");
}

const freeText = new Set([
  "name",
  "clientFirstName",
  "practitionerName",
  "address",
  "policy",
  "phone",
  "brandColor",
]);

function poisoned(message: MessageContent, poison: string): MessageContent {
  return everywhere(message, (key, value) => (freeText.has(key) ? poison : value));
}

/** A copy of the message with `change` applied to every value in it, inside out. */
function everywhere(
  message: MessageContent,
  change: (key: string, value: unknown) => unknown,
): MessageContent {
  return JSON.parse(JSON.stringify(message), change);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
