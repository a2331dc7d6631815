import { sampleMessages } from "@quietroom/messages/samples";
import { dayMs, instant, minuteMs, plus } from "@quietroom/domain/time";
import { describe, expect, test } from "vitest";
import { type AppointmentEvent, appointmentIcs, appointmentsIcs } from "./appointment-ics.ts";

const { studio, visit } = sampleMessages["appointment-confirmation"];
const event: AppointmentEvent = { studio, visit, standing: "stands" };
const at = (iso: string) => instant(Date.parse(iso));

/** The lines of a calendar file with folded ones joined again (RFC 5545, 3.1). */
function linesOf(ics: string): readonly string[] {
  return ics.replaceAll("\r\n ", "").split("\r\n");
}

function hour(start: string, timeZone: string): AppointmentEvent {
  const begins = at(start);
  const place = { kind: "in_person", name: "Pier 4", address: "12 Pier Street" } as const;
  return { ...event, visit: { ...visit, start: begins, end: plus(begins, 50 * minuteMs), place, timeZone } };
}

describe("ec-J16 one appointment is one calendar entry", () => {
  test("the appointment's id is its UID and its version its SEQUENCE", () => {
    const lines = linesOf(appointmentIcs(event));
    expect(lines).toContain(`UID:${visit.appointmentId}`);
    expect(lines).toContain("SEQUENCE:1");
    expect(lines).toContain("METHOD:PUBLISH");
    expect(lines).toContain("STATUS:CONFIRMED");
  });

  test("a move raises SEQUENCE under the same UID", () => {
    const moved = linesOf(appointmentIcs({ ...event, visit: { ...visit, version: 2 } }));
    expect(moved).toContain(`UID:${visit.appointmentId}`);
    expect(moved).toContain("SEQUENCE:2");
  });

  test("a cancellation is METHOD:CANCEL under the same UID", () => {
    const cancelled = linesOf(
      appointmentIcs({ ...event, visit: { ...visit, version: 3 }, standing: "cancelled" }),
    );
    for (const line of ["METHOD:CANCEL", "STATUS:CANCELLED", `UID:${visit.appointmentId}`, "SEQUENCE:3"]) {
      expect(cancelled).toContain(line);
    }
  });

  test("the same version gives the same bytes, so a retry is the same request", () => {
    expect(appointmentIcs(event)).toBe(appointmentIcs(structuredClone(event)));
    expect(linesOf(appointmentIcs(event))).toContain("DTSTAMP:20260305T180000Z");
  });
});

describe("ec-A25 the file tells the venue's wall clock and its zone", () => {
  test("with TZID and the rules in force around it", () => {
    const lines = linesOf(appointmentIcs(event));
    expect(lines).toContain("DTSTART;TZID=America/New_York:20260310T140000");
    expect(lines).toContain("DTEND;TZID=America/New_York:20260310T145000");
    const rules = lines.slice(lines.indexOf("BEGIN:VTIMEZONE"), lines.indexOf("END:VTIMEZONE"));
    expect(rules).toEqual([
      "BEGIN:VTIMEZONE",
      "TZID:America/New_York",
      "BEGIN:DAYLIGHT",
      "DTSTART:20260308T020000",
      "TZOFFSETFROM:-0500",
      "TZOFFSETTO:-0400",
      "END:DAYLIGHT",
      "BEGIN:STANDARD",
      "DTSTART:20261101T020000",
      "TZOFFSETFROM:-0400",
      "TZOFFSETTO:-0500",
      "END:STANDARD",
    ]);
  });

  test.each([
    [
      "a zone without clock changes",
      "2026-06-01T04:15Z",
      "Asia/Kathmandu",
      "20260601T100000",
      "TZOFFSETTO:+0545",
    ],
    [
      "the far side of the date line",
      "2026-06-01T22:00Z",
      "Pacific/Auckland",
      "20260602T100000",
      "TZOFFSETTO:+1200",
    ],
    ["a half-hour change", "2026-12-01T00:00Z", "Australia/Lord_Howe", "20261201T110000", "TZOFFSETTO:+1100"],
  ])("%s", (_, start, timeZone, local, offset) => {
    const lines = linesOf(appointmentIcs(hour(start, timeZone)));
    expect(lines).toContain(`DTSTART;TZID=${timeZone}:${local}`);
    expect(lines).toContain(offset);
  });

  test("the first 1:30 of the night the clocks go back is told on the wall, the second in UTC", () => {
    const first = linesOf(appointmentIcs(hour("2026-11-01T05:00Z", "America/New_York")));
    expect(first).toContain("DTSTART;TZID=America/New_York:20261101T010000");
    const second = linesOf(appointmentIcs(hour("2026-11-01T06:00Z", "America/New_York")));
    expect(second).toContain("DTSTART:20261101T060000Z");
    expect(second).not.toContain("BEGIN:VTIMEZONE");
  });
});

test("ec-A26 online the client's own zone leads", () => {
  const online = { kind: "online", howToJoin: null } as const;
  const lines = linesOf(
    appointmentIcs({ ...event, visit: { ...visit, place: online, clientTimeZone: "Asia/Tokyo" } }),
  );
  expect(lines).toContain("DTSTART;TZID=Asia/Tokyo:20260311T030000");
  expect(lines).toContain("LOCATION:Online");
});

test("NOTIF-11 a shared calendar shows the studio and the place, and nobody's name", () => {
  const ics = linesOf(appointmentIcs(event)).join("\n");
  expect(ics).toContain("SUMMARY:Appointment at Harbour Physiotherapy");
  expect(ics).toContain("CLASS:PRIVATE");
  for (const absent of ["Maya", "Ana", "ATTENDEE", "DESCRIPTION", "book.example"])
    expect(ics).not.toContain(absent);
});

test("check 38: a name cannot begin a line of the file", () => {
  const poison = 'Harbour\r\nATTENDEE:mailto:eve@evil.example\nX-EVIL:1\u0000\u2028;,\\"';
  const place = { kind: "in_person", name: poison, address: poison } as const;
  const ics = appointmentIcs({
    ...event,
    studio: { name: poison, email: "desk@harbour.example\r\nX-EVIL:1" },
    visit: { ...visit, place },
  });
  expect(ics).not.toMatch(/^(ATTENDEE|X-EVIL)/m);
  expect(ics.replaceAll("\r\n", "")).not.toMatch(/[\p{Cc}\u2028]/u);
  expect(ics.split("\r\n").every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
});

test("SCHED-15 ec-J16 the appointments of a series are one file with an entry for each, and the zone's rules cover all of them", () => {
  const { studio, visits } = sampleMessages["series-news"];
  const [first, second] = visits;
  const winter = { ...second, start: plus(second.start, 250 * dayMs), end: plus(second.end, 250 * dayMs) };
  const ics = appointmentsIcs(
    [first, winter].map((visit) => ({ studio, visit, standing: "stands" }) as const),
  );
  expect(ics.match(/BEGIN:VEVENT/g)).toHaveLength(2);
  expect(ics.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1);
  for (const onset of ["20260308T020000", "20261101T020000", "20270314T020000"])
    expect(ics).toContain(`DTSTART:${onset}`);
  for (const { appointmentId } of [first, winter]) expect(ics).toContain(`UID:${appointmentId}`);
});
