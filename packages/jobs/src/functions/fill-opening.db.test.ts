import { asId } from "@quietroom/domain/ids";
import { addDays, hourMs, localDate, minuteMs, plus } from "@quietroom/domain/time";
import { cancelAsStaff, cancelByLink, rescheduleAsStaff } from "@quietroom/services/scheduling";
import { takeDeliveryReport } from "@quietroom/services/messages";
import { addLicence, removeLicence, renewLicence, setDateOverride } from "@quietroom/services/studio";
import { answerOffer, viewOffer, waitlistBoard } from "@quietroom/services/waitlist";
import { succeeded } from "@quietroom/testing";
import { expect, test } from "vitest";
import { withFreedHour } from "../../test/freed-hour.ts";
import { linkedId, tellStory } from "../../test/story.ts";

test("WAIT-04 WAIT-05 WAIT-06 WAIT-07 ec-I1 ec-I2 a freed hour is offered to the first in line, held, accepted and booked", async () => {
  const freed = await withFreedHour(["ben@example.com", "cy@example.com"]);
  const cancelledAt = await freed.now();
  await freed.cancel();
  await freed.settle();
  const [offer] = freed.offersTo("ben@example.com");
  expect(offer).toMatchObject({
    clientFirstName: "ben",
    visit: { start: freed.startsAt, practitionerName: "Practitioner 1" },
    answerBy: expect.any(Number),
  });
  if (offer?.template !== "waitlist-offer") throw new Error("no offer");
  expect(offer.answerBy - cancelledAt).toBeGreaterThanOrEqual(hourMs);
  expect(offer.answerBy - cancelledAt).toBeLessThan(hourMs + minuteMs);
  expect(freed.offersTo("cy@example.com")).toEqual([]);
  expect(await freed.isFree()).toBe(false);

  const answer = await freed.answer("ben@example.com", "accept");
  const { manageToken } = succeeded(answer);
  await freed.settle();
  expect(await freed.visitsAt()).toBe(1);
  expect(freed.sentTo("ben@example.com").map(({ template }) => template)).toEqual([
    "waitlist-joined",
    "waitlist-offer",
    "appointment-confirmation",
  ]);
  const { opening, entries } = await freed.board();
  expect(opening.status).toBe("filled");
  expect(entries.map(({ clientName, status }) => `${clientName} ${status}`)).toEqual([
    "ben Okafor booked",
    "cy Okafor waiting",
  ]);
  const [visit] = await freed.query(
    "select status::text, booked_by::text, hold_expires_at from appointment where id = $1",
    [linkedId(freed.studio, manageToken ?? "")],
  );
  expect(visit).toEqual({ status: "scheduled", booked_by: "link", hold_expires_at: null });
});

test("WAIT-05 WAIT-07 ec-I3 ec-I5 no answer within the hour: the next is asked, and the late accept is refused kindly", async () => {
  const freed = await withFreedHour(["ben@example.com", "cy@example.com"]);
  await freed.cancel();
  await freed.settle();
  const offer = freed.offersTo("ben@example.com")[0];
  if (offer?.template !== "waitlist-offer") throw new Error("no offer");
  await freed.settleAt(plus(offer.answerBy, -30_000)); // the clock goes on meanwhile, and shortly before the deadline it still stands
  expect(freed.offersTo("cy@example.com")).toEqual([]);
  await freed.settleAt(plus(offer.answerBy, 2_000));
  expect(freed.offersTo("cy@example.com")).toHaveLength(1);
  expect(await freed.answer("ben@example.com", "accept")).toEqual({ ok: false, refusal: { code: "lapsed" } });
  expect(freed.sentTo("ben@example.com").at(-1)).toMatchObject({
    template: "waitlist-offer-closed",
    reason: "lapsed",
  });
  const { opening, entries } = await freed.board();
  expect(opening.offers.map(({ clientName, status }) => `${clientName} ${status}`)).toEqual([
    "ben Okafor lapsed",
    "cy Okafor open",
  ]);
  expect(entries[0]).toMatchObject({ clientName: "ben Okafor", status: "waiting", declines: 0, position: 1 });
  expect(opening.offers[1]?.considered).toEqual([
    {
      entryId: expect.any(String),
      clientName: "cy Okafor",
      outcome: "offered",
      reason: null,
      fit: expect.objectContaining({ therapist: 30, total: expect.any(Number) }),
      waitingPriority: expect.objectContaining({ urgency: 10, total: expect.any(Number) }),
    },
    {
      entryId: expect.any(String),
      clientName: "ben Okafor",
      outcome: "skipped",
      reason: "already_offered_this_opening",
      fit: expect.objectContaining({ therapist: 30, total: expect.any(Number) }),
      waitingPriority: expect.objectContaining({ urgency: 10, total: expect.any(Number) }),
    },
  ]);
});

test("ec-I3 an accept at the very deadline is in time, a millisecond later it is late", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  await freed.cancel();
  await freed.settle();
  const stopClock = async (afterDeadlineMs: number) => {
    const [row] = await freed.query(
      "select (expires_at + $1 * interval '1 millisecond')::text as at from waitlist_offer",
      [afterDeadlineMs],
    );
    await freed.query(`create or replace function app.now() returns timestamptz language sql stable parallel safe
      return timestamptz '${String(row?.["at"])}'`);
  };
  await stopClock(1);
  expect(await freed.answer("ben@example.com", "accept")).toEqual({ ok: false, refusal: { code: "lapsed" } });
  await stopClock(0);
  expect(succeeded(await freed.answer("ben@example.com", "accept")).manageToken).not.toBeNull();
  expect(await freed.visitsAt()).toBe(1);
});

test("WAIT-08 ec-I5 declining counts, keeps the place, and asks the next at once", async () => {
  const freed = await withFreedHour(["ben@example.com", "cy@example.com"]);
  await freed.cancel();
  await freed.settle();
  expect(await freed.answer("ben@example.com", "decline")).toEqual({
    ok: true,
    value: { manageToken: null },
  });
  expect(await freed.isFree()).toBe(false); // between two offers the hour stays off the public page
  await freed.settle();
  expect(freed.offersTo("cy@example.com")).toHaveLength(1);
  expect(await freed.isFree()).toBe(false);
  expect(freed.sentTo("ben@example.com").at(-1)?.template).toBe("waitlist-offer");
  const { entries } = await freed.board();
  expect(entries[0]).toMatchObject({ clientName: "ben Okafor", status: "waiting", declines: 1 });
  expect(await freed.answer("ben@example.com", "accept")).toEqual({
    ok: false,
    refusal: { code: "already_answered" },
  });
});

test("WAIT-05 ec-I14 with nobody left the hour is everybody's, and the loop ends with its reasons kept", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  await freed.cancel();
  await freed.settle();
  await freed.answer("ben@example.com", "decline");
  await freed.settle();
  expect(await freed.isFree()).toBe(true);
  const { opening } = await freed.board();
  expect(opening.status).toBe("exhausted");
  expect(opening.lastRound).toEqual([
    {
      entryId: expect.any(String),
      clientName: "ben Okafor",
      outcome: "skipped",
      reason: "declined_this_opening",
      fit: expect.objectContaining({ therapist: 30, total: expect.any(Number) }),
      waitingPriority: expect.objectContaining({ urgency: 10, total: expect.any(Number) }),
    },
  ]);
  const runs = await freed.query("select status from jobs.run where function_id like '%fill-opening'");
  expect(runs).toEqual([{ status: "completed" }]);
});

test("ec-I4 two accepts at once make one visit and give the same answer", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  await freed.cancel();
  await freed.settle();
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => freed.answer("ben@example.com", "accept")),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]?.ok).toBe(true);
  expect(await freed.visitsAt()).toBe(1);
  await freed.settle();
  expect(
    freed.sentTo("ben@example.com").filter(({ template }) => template === "appointment-confirmation"),
  ).toHaveLength(1);
});

test("ec-I4 accept and decline at once: the first counts, the other is told", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  await freed.cancel();
  await freed.settle();
  const [accepted, declined] = await Promise.all([
    freed.answer("ben@example.com", "accept"),
    freed.answer("ben@example.com", "decline"),
  ]);
  expect([accepted.ok, declined.ok].filter(Boolean)).toHaveLength(1);
  expect([accepted, declined]).toContainEqual({ ok: false, refusal: { code: "already_answered" } });
  expect(await freed.visitsAt()).toBe(accepted.ok ? 1 : 0);
});

test("WAIT-06 ec-I7 near its start an offer is shorter, and too near nobody is asked", async () => {
  const short = await withFreedHour(["ben@example.com"], "10:00", 2);
  await short.database.advanceClock(short.startsAt - 2.5 * hourMs - (await short.now()));
  await cancelAsStudio(short);
  await short.settle();
  const offer = short.offersTo("ben@example.com")[0];
  if (offer?.template !== "waitlist-offer") throw new Error("no offer");
  expect(offer.answerBy).toBe(plus(short.startsAt, -2 * hourMs));

  const late = await withFreedHour(["ben@example.com"], "10:00", 2);
  await cancelAsStudio(late);
  await late.database.advanceClock(late.startsAt - 2 * hourMs - 5 * minuteMs - (await late.now()));
  await late.settle();
  expect(late.offersTo("ben@example.com")).toEqual([]);
  const { opening } = await late.board();
  expect(opening).toMatchObject({
    status: "exhausted",
    lastRound: [expect.objectContaining({ reason: "too_close_to_start" })],
  });
});

test("ec-I8 ec-I13 who is booked at that time, or has another offer open, is skipped with the reason", async () => {
  const freed = await withFreedHour(["ben@example.com", "cy@example.com", "di@example.com"]);
  // Ben has a visit elsewhere in that hour; Cy is being asked about another hour.
  await freed.query(
    `insert into appointment (tenant_id, status, practitioner_id, location_id, service_id, client_id, mode, starts_at, ends_at,
       blocked_from, blocked_until, time_zone, booked_at, cancel_deadline)
     select tenant_id, 'scheduled', $2, location_id, service_id, $3::uuid, mode,
       starts_at, ends_at, blocked_from, blocked_until, time_zone, booked_at, cancel_deadline
     from appointment where id = $1`,
    [freed.appointmentId, await anotherPractitioner(freed), await freed.clientCalled("ben@example.com")],
  );
  const other = await freed.book(plus(freed.startsAt, 3 * hourMs), { email: "second@example.com" });
  await freed.query("update waitlist_entry set priority = 'urgent' where client_id = $1", [
    await freed.clientCalled("cy@example.com"),
  ]);
  succeeded(
    await cancelByLink(freed.studio.as({ link: "appointment", id: other.appointmentId }), { reason: "" }),
  );
  await freed.settle();
  expect(freed.offersTo("cy@example.com")).toHaveLength(1);
  await freed.cancel();
  await freed.settle();
  expect(freed.offersTo("di@example.com")).toHaveLength(1);
  const { opening } = await freed.board();
  expect(
    opening.offers[0]?.considered.map(
      ({ clientName, outcome, reason }) => `${clientName} ${outcome} ${reason}`,
    ),
  ).toEqual([
    "di Okafor offered null",
    "cy Okafor skipped has_open_offer",
    "ben Okafor skipped has_clashing_appointment",
  ]);
});

test("WAIT-02 ec-I18 urgent comes before high before standard, then who joined first", async () => {
  const freed = await withFreedHour([
    "ben@example.com",
    "cy@example.com",
    "di@example.com",
    "ed@example.com",
  ]);
  await freed.query("update waitlist_entry set priority = 'high' where client_id = any($1)", [
    [await freed.clientCalled("di@example.com"), await freed.clientCalled("ed@example.com")],
  ]);
  await freed.cancel();
  await freed.settle();
  const { opening } = await freed.board();
  expect(opening.offers[0]?.considered.map(({ clientName, outcome }) => `${clientName} ${outcome}`)).toEqual([
    "di Okafor offered",
    "ed Okafor next",
    "ben Okafor next",
    "cy Okafor next",
  ]);
});

test("ec-I11 staff book the hour by hand: the offer is withdrawn, its person told, the place kept", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  const other = await freed.book(plus(freed.startsAt, 3 * hourMs), { email: "second@example.com" });
  await freed.cancel();
  await freed.settle();
  const [row] = await freed.query("select version from appointment where id = $1", [other.appointmentId]);
  const { practitionerId } = freed.studio;
  succeeded(
    await rescheduleAsStaff(freed.studio.as("admin"), {
      appointmentId: other.appointmentId,
      version: Number(row?.["version"]),
      practitionerId,
      startsAt: freed.startsAt,
    }),
  );
  expect(await freed.answer("ben@example.com", "accept")).toEqual({
    ok: false,
    refusal: { code: "withdrawn" },
  });
  await freed.settle();
  expect(
    freed.sentTo("ben@example.com").filter(({ template }) => template === "waitlist-offer-closed"),
  ).toMatchObject([{ reason: "gone" }]);
  const { openings, entries } = await waitlistBoard(freed.studio.as("admin"), {});
  // The hour that the moved visit left is a new opening, and Ben is asked about that one.
  expect(openings.map(({ status, cause }) => `${cause} ${status}`)).toEqual([
    "rescheduled offering",
    "cancelled withdrawn",
  ]);
  expect(entries[0]).toMatchObject({ clientName: "ben Okafor", status: "offered" });
  expect(await freed.visitsAt()).toBe(1);
});

test("ec-I12 a practitioner closes the day while an offer is out: it is withdrawn and its person told, without their asking", async () => {
  const freed = await withFreedHour(["ben@example.com", "cy@example.com"]);
  await freed.cancel();
  await freed.settle();
  expect(freed.offersTo("ben@example.com")).toHaveLength(1);
  await closesTheDay(freed);
  await freed.settle();
  expect(
    freed.sentTo("ben@example.com").filter(({ template }) => template === "waitlist-offer-closed"),
  ).toMatchObject([{ reason: "gone" }]);
  const { opening, entries } = await freed.board();
  expect(opening).toMatchObject({ status: "withdrawn", offers: [{ status: "withdrawn" }] });
  expect(entries.map(({ clientName, status }) => `${clientName} ${status}`)).toEqual([
    "ben Okafor waiting",
    "cy Okafor waiting",
  ]);
  expect(freed.offersTo("cy@example.com")).toEqual([]);
  expect(await freed.answer("ben@example.com", "accept")).toEqual({
    ok: false,
    refusal: { code: "withdrawn" },
  });
  expect(await freed.visitsAt()).toBe(0);
  expect(await freed.query("select id from appointment where status = 'held'")).toEqual([]);
  const told = await freed.query(
    "select resource from audit_event where verb = 'waitlist.withdraw_lost_offer' order by resource",
  );
  expect(told.map(({ resource }) => resource)).toEqual(["opening", "waitlist_offer"]);
});

test("SCHED-25 an offered hour whose service needs a supervisor by now, and has none in reach, is not booked", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  await freed.cancel();
  await freed.settle();
  await freed.query("update service set needs_supervisor = true");
  expect(await freed.answer("ben@example.com", "accept")).toEqual({
    ok: false,
    refusal: { code: "withdrawn" },
  });
  expect(await freed.visitsAt()).toBe(0);
});

test("ADM-04 an offered hour whose practitioner's licence has expired by then is not booked", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  await freed.cancel();
  await freed.settle();
  await freed.query(
    `insert into practitioner_licence (tenant_id, practitioner_id, title, number, state, expires_on)
     select tenant_id, id, 'LCSW', 'C-1001', 'New York', '2020-01-31' from practitioner`,
  );
  expect(await freed.answer("ben@example.com", "accept")).toEqual({
    ok: false,
    refusal: { code: "withdrawn" },
  });
  expect(await freed.visitsAt()).toBe(0);
});

const takenBack = { status: "withdrawn", offers: [{ status: "withdrawn" }] };

test("ADM-04 ec-I12 a licence that is found to expire before an offered hour takes the offer back at once; one that holds through it leaves it", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  const { practitionerId } = freed.studio;
  const admin = freed.studio.as("admin");
  const on = localDate(freed.startsAt, "America/New_York");
  await freed.cancel();
  await freed.settle();
  const closed = () =>
    freed.sentTo("ben@example.com").filter(({ template }) => template === "waitlist-offer-closed");
  const terms = { practitionerId, title: "LCSW", number: "C-1001", state: "New York" };
  const { licences } = succeeded(await addLicence(admin, { ...terms, expiresOn: on }));
  await freed.settle();
  expect(closed()).toEqual([]);
  expect((await freed.board()).opening).toMatchObject({ status: "offering", offers: [{ status: "open" }] });

  const [{ id, version } = { id: "", version: 0 }] = licences;
  const renewal = { practitionerId, id: asId<never>(id), version, expiresOn: addDays(on, -1) };
  succeeded(await renewLicence(admin, renewal));
  await freed.settle();
  expect(closed()).toMatchObject([{ reason: "gone" }]);
  expect((await freed.board()).opening).toMatchObject(takenBack);
  expect(await freed.answer("ben@example.com", "accept")).toEqual({
    ok: false,
    refusal: { code: "withdrawn" },
  });
  expect(await freed.visitsAt()).toBe(0);
});

test("ADM-04 ec-I12 renewed, or with another licence, an hour that was taken back for it is offered again, to whom it was taken from first", async () => {
  const freed = await withFreedHour(["ben@example.com", "cy@example.com"]);
  const { practitionerId } = freed.studio;
  const admin = freed.studio.as("admin");
  const on = localDate(freed.startsAt, "America/New_York");
  await freed.cancel();
  await freed.settle();
  const terms = { practitionerId, title: "LCSW", state: "New York" };
  const short = { ...terms, number: "C-1", expiresOn: addDays(on, -2) };
  const { licences } = succeeded(await addLicence(admin, short));
  await freed.settle();
  expect((await freed.board()).opening).toMatchObject(takenBack);
  // Renewed, but not through the hour: it stays taken back.
  const [{ id, version } = { id: "", version: 0 }] = licences;
  const renewal = { practitionerId, id: asId<never>(id), version, expiresOn: addDays(on, -1) };
  succeeded(await renewLicence(admin, renewal));
  await freed.settle();
  expect((await freed.board()).opening).toMatchObject(takenBack);

  const { licences: two } = succeeded(await addLicence(admin, { ...terms, number: "C-2", expiresOn: on }));
  await freed.settle();
  expect(freed.offersTo("ben@example.com")).toHaveLength(2);
  expect(freed.offersTo("cy@example.com")).toEqual([]);
  const again = { status: "offering", offers: [{ status: "withdrawn" }, { status: "open" }] };
  expect((await freed.board()).opening).toMatchObject(again);

  const longest = { practitionerId, id: asId<never>(two[0]?.id ?? "") };
  succeeded(await renewLicence(admin, { ...longest, version: 1, expiresOn: addDays(on, -1) }));
  await freed.settle();
  expect((await freed.board()).opening).toMatchObject({ status: "withdrawn" });
  for (const { id: one } of two) succeeded(await removeLicence(admin, { practitionerId, id: asId(one) }));
  await freed.settle();
  expect((await freed.board()).opening).toMatchObject({ status: "offering" });
  expect(succeeded(await freed.answer("ben@example.com", "accept")).manageToken).not.toBeNull();
  expect(await freed.visitsAt()).toBe(1);
});

test("ADM-04 ec-I12 the first licence on record takes back what is offered of the hours after it", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  const { practitionerId } = freed.studio;
  await freed.cancel();
  await freed.settle();
  const expiresOn = addDays(localDate(freed.startsAt, "America/New_York"), -1);
  const licence = { practitionerId, title: "LCSW", number: "C-1", state: "New York", expiresOn };
  succeeded(await addLicence(freed.studio.as("admin"), licence));
  await freed.settle();
  expect((await freed.board()).opening).toMatchObject(takenBack);
});

test("ADM-04 ec-I12 striking off the licence that holds longest takes back what is offered of the hours after the others", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  const { practitionerId } = freed.studio;
  const admin = freed.studio.as("admin");
  const on = localDate(freed.startsAt, "America/New_York");
  const licence = { practitionerId, title: "LCSW", state: "New York" };
  const { licences } = succeeded(await addLicence(admin, { ...licence, number: "C-2", expiresOn: on }));
  succeeded(await addLicence(admin, { ...licence, number: "C-1", expiresOn: addDays(on, -1) }));
  await freed.cancel();
  await freed.settle();
  expect((await freed.board()).opening).toMatchObject({ status: "offering", offers: [{ status: "open" }] });
  const longest = asId<never>(licences[0]?.id ?? "");
  succeeded(await removeLicence(admin, { practitionerId, id: longest }));
  await freed.settle();
  expect((await freed.board()).opening).toMatchObject(takenBack);
});

test("ec-I12 hours that change on another day leave an offer that is out", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  await freed.cancel();
  await freed.settle();
  await closesTheDay(freed, 1);
  await freed.settle();
  expect((await freed.board()).opening).toMatchObject({ status: "offering", offers: [{ status: "open" }] });
  expect(succeeded(await freed.answer("ben@example.com", "accept")).manageToken).not.toBeNull();
});

test("ec-I12 accepted at the moment the day is closed, before its person could be told: refused, nothing booked", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  await freed.cancel();
  await freed.settle();
  await closesTheDay(freed);
  expect(await freed.answer("ben@example.com", "accept")).toEqual({
    ok: false,
    refusal: { code: "withdrawn" },
  });
  await freed.settle();
  expect((await freed.board()).opening.status).toBe("withdrawn");
  expect(await freed.visitsAt()).toBe(0);
});

test("ec-J7 the studio cancels late, on a day that its practitioner closed: no late mark, and nobody is offered the closed time", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  await closesTheDay(freed);
  await freed.query(
    "update appointment set cancel_deadline = app.now() - interval '1 minute' where id = $1",
    [freed.appointmentId],
  );
  await cancelAsStudio(freed);
  await freed.settle();
  expect(
    await freed.query("select status::text, late_cancel, cancelled_by::text from appointment where id = $1", [
      freed.appointmentId,
    ]),
  ).toEqual([{ status: "cancelled", late_cancel: false, cancelled_by: "staff" }]);
  expect(freed.offersTo("ben@example.com")).toEqual([]);
  const { opening, entries } = await freed.board();
  expect(opening).toMatchObject({ status: "withdrawn", offers: [] });
  expect(entries[0]).toMatchObject({ clientName: "ben Okafor", status: "waiting" });
  expect(await freed.isFree()).toBe(false);
});

test("WAIT-05 who cannot be reached does not keep the hour from the others", async () => {
  const freed = await withFreedHour(["ben@example.com", "cy@example.com"]);
  freed.sender.refusals.push({ code: "rejected", retryable: false });
  // The cancelled client's own notice leaves first or second: both are refused, so that Ben's offer surely is.
  freed.sender.refusals.push({ code: "rejected", retryable: false });
  await freed.cancel();
  await freed.settle();
  expect(freed.offersTo("ben@example.com")).toEqual([]);
  expect(freed.offersTo("cy@example.com")).toHaveLength(1);
  const { opening } = await freed.board();
  expect(opening.offers.map(({ clientName, status }) => `${clientName} ${status}`)).toEqual([
    "ben Okafor withdrawn",
    "cy Okafor open",
  ]);
});

test("TEN-07 an offer's link works in its own studio alone", async () => {
  const freed = await withFreedHour(["ben@example.com"]);
  await freed.cancel();
  await freed.settle();
  const [row] = await freed.query("select id from waitlist_offer");
  const stranger = await tellStory();
  const foreign = stranger.studio.as({ link: "offer", id: String(row?.["id"]) });
  expect(await answerOffer(foreign, { answer: "accept" })).toEqual({
    ok: false,
    refusal: { code: "link_invalid" },
  });
  expect(await viewOffer(foreign, {})).toEqual({ ok: false, refusal: { code: "link_invalid" } });
  const wrongKind = freed.studio.as({ link: "appointment", id: String(row?.["id"]) });
  await expect(answerOffer(wrongKind, { answer: "accept" })).rejects.toThrow("forbidden");
});

/** Cancels as the studio does, which may at any time, and has nothing to undo. */
async function cancelAsStudio(freed: Awaited<ReturnType<typeof withFreedHour>>): Promise<void> {
  await freed.query("update tenant set undo_cancel_min = 0");
  const [row] = await freed.query("select version from appointment where id = $1", [freed.appointmentId]);
  const asked = { appointmentId: freed.appointmentId, version: Number(row?.["version"]), reason: "" };
  succeeded(await cancelAsStaff(freed.studio.as("admin"), asked));
}

/** The practitioner takes the whole date of the hour off, or one so many days later. */
async function closesTheDay(freed: Awaited<ReturnType<typeof withFreedHour>>, daysLater = 0): Promise<void> {
  const { practitionerId, locationId } = freed.studio;
  const date = addDays(localDate(freed.startsAt, "America/New_York"), daysLater);
  const said = { practitionerId, locationId, date, blocks: [], reason: "" };
  succeeded(await setDateOverride(freed.studio.as("admin"), said));
}

async function anotherPractitioner({
  query,
  studio,
}: Awaited<ReturnType<typeof withFreedHour>>): Promise<string> {
  const [row] = await query(
    "insert into practitioner (tenant_id, slug, display_name) values ($1, 'another', 'Another') returning id",
    [studio.tenantId],
  );
  return String(row?.["id"]);
}

test("NOTIF-07 WAIT-05 an offer whose mail came back goes on to the next, and one to a stopped address is not waited for", async () => {
  const freed = await withFreedHour(["ben@example.com", "cy@example.com", "di@example.com"]);
  const { tenantId } = freed.studio;
  await freed.query(
    "update client set email_stopped_at = app.now(), email_stopped_because = 'came_back' where id = $1",
    [await freed.clientCalled("ben")],
  );
  await freed.cancel();
  await freed.settle();
  expect(freed.offersTo("ben@example.com")).toEqual([]);
  expect(freed.offersTo("cy@example.com")).toHaveLength(1);
  const mail = freed.sender.sent.findLast(({ to }) => to === "cy@example.com");
  if (mail === undefined) throw new Error("nothing was sent");
  const { idempotencyKey: notificationId } = mail;
  await takeDeliveryReport(freed.runtime, {
    tenantId,
    notificationId,
    providerId: `provider-${notificationId}`,
    to: "cy@example.com",
    report: { kind: "came_back", bounce: "for_now" },
  });
  await freed.settle();
  expect(freed.offersTo("di@example.com")).toHaveLength(1);
  const { opening } = await freed.board();
  expect(opening.offers.map(({ status }) => status)).toEqual(["withdrawn", "withdrawn", "open"]);
});

test("NOTIF-06 WAIT-05 a send that may pass is tried again, and its offer stands meanwhile", async () => {
  const freed = await withFreedHour(["ben@example.com", "cy@example.com"]);
  const passing = { code: "unavailable", retryable: true } as const;
  freed.sender.refusals.push(passing, passing); // of the cancellation and of the offer, whichever leaves first
  await freed.cancel();
  await freed.settle();
  expect(freed.offersTo("ben@example.com")).toEqual([]);
  await freed.settleAt(plus(await freed.now(), 2 * minuteMs));
  expect(freed.offersTo("ben@example.com")).toHaveLength(1);
  expect(freed.offersTo("cy@example.com")).toEqual([]);
  const { opening } = await freed.board();
  expect(opening.offers.map(({ status }) => status)).toEqual(["open"]);
});
