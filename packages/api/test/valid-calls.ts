import {
  addAccount,
  bookInput,
  bookVisit,
  cancelVisit,
  groupSession,
  holdInput,
  holdTime,
  joinInput,
  joinLine,
  person,
  plainRoom,
  sessionInput,
  smallPhoto,
  succeeded,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { publishDocument } from "@quietroom/services/agreements";
import { createStaffUser, inviteColleague } from "@quietroom/services/staff";
import { assignSupervisor, grantCover } from "@quietroom/services/relations";
import { askRequest, decideRequest } from "@quietroom/services/records";
import { addPractitioner, addResource, askTimeOff, saveClosure } from "@quietroom/services/studio";
import { offerOpening } from "@quietroom/services/waitlist";
import { firstCancellationReasons } from "@quietroom/domain/scheduling";
import { addDays, dayMs, instant, localDate, plus, weekdayOf } from "@quietroom/domain/time";
import { asId, type Id, type StaffUserId } from "@quietroom/domain/ids";
import type { VerbContext } from "@quietroom/services";
import type { Row } from "@quietroom/testing";

export type ValidCall = {
  readonly router: "public" | "staff";
  readonly path: string;
  readonly kind: "query" | "mutation";
  readonly input: Readonly<Record<string, unknown>>;
};

export type Tokens = Readonly<Record<"hold" | "appointment" | "offer" | "unsubscribe", string>>;

type Query = (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** A visit to come, a held time and an open offer at one studio, and the tokens of their links. */
export async function arrange(studio: TestStudio, query: Query) {
  const { links } = studio.as("public").runtime;
  const visit = await bookVisit(studio, { startsAt: wallTime(4, "10:00"), who: person("Ana") });
  const { token: hold } = await holdTime(studio, { startsAt: wallTime(5, "10:00") });
  await joinLine(studio, person("Ben"));
  const freed = await bookVisit(studio, { startsAt: wallTime(6, "10:00"), who: person("Cleo") });
  await cancelVisit(freed);
  const [opening] = await query("select id from opening where tenant_id = $1", [studio.tenantId]);
  const outcome = await offerOpening(studio.as("system"), { openingId: String(opening?.["id"]) });
  if (outcome.kind !== "offered") throw new Error("nobody was offered the hour");
  await joinLine(studio, person("Dora"));
  const [entry] = await query("select id from waitlist_entry where tenant_id = $1 and status = 'waiting'", [
    studio.tenantId,
  ]);
  const [booked] = await query("select version from appointment where id = $1", [visit.id]);
  const colleague = await createStaffUser(studio.as("system"), {
    email: "colleague@example.com",
    displayName: "Cam Colleague",
    roles: ["receptionist"],
    practitionerId: null,
    password: "a lamp left on all night",
  });
  const { staffUserId } = succeeded(colleague);
  const [session] = await query(
    `insert into session (tenant_id, staff_user_id, expires_at, mfa_passed_at) values ($1, $2, now() + interval '8 hours', now())
     returning id`,
    [studio.tenantId, staffUserId],
  );
  const [identity] = await query(
    "insert into staff_identity (tenant_id, staff_user_id, issuer, subject) values ($1, $2, 'https://id.example.com', 'cam') returning id",
    [studio.tenantId, staffUserId],
  );
  const [passkey] = await query(
    `insert into staff_passkey (tenant_id, staff_user_id, credential_id, public_key, counter, name)
     values ($1, $2, 'BBBB', '\\x00', 0, 'Phone') returning id`,
    [studio.tenantId, staffUserId],
  );
  const [trusted] = await query(
    `insert into trusted_device (tenant_id, staff_user_id, token_hash, expires_at)
     values ($1, $2, repeat('0', 64), now() + interval '30 days') returning id`,
    [studio.tenantId, staffUserId],
  );
  const clientAccountId = await clientAccount(studio, query, visit.id);
  const [booker] = await query("select client_id from appointment where id = $1", [visit.id]);
  const clientId = String(booker?.["client_id"]);
  const asked = await askRequest(studio.as({ client: clientId }), {
    kind: "correction",
    wish: "My number is another one.",
  });
  const wished = succeeded(
    await askRequest(studio.as({ client: clientId }), {
      kind: "restriction",
      wish: "Tell my insurer nothing.",
    }),
  );
  succeeded(
    await decideRequest(adminBy(studio, { staffUserId, sessionId: String(session?.["id"]) }), {
      requestId: asId<Id<"rights_request">>(wished.id),
      decision: "approved",
      answer: "We will not.",
    }),
  );
  const [incident] = await query(
    "insert into security_incident (tenant_id, kind, dedupe_key) values ($1, 'new_device', 'planted') returning id",
    [studio.tenantId],
  );
  const [letter, otherLetter] = await query(
    `insert into dead_letter (tenant_id, run_id, function_id, event_name, event_data, error)
     select $1::uuid, run, 'quietroom-rotate-keys', 'keys/rotation-asked', jsonb_build_object('tenantId', $1::uuid), 'Error'
     from unnest(array['planted', 'planted too']) run returning id`,
    [studio.tenantId],
  );
  await query("update service set needs_screening = true where id = $1", [studio.serviceId]);
  const related = await relate(studio);
  const groupSessionId = await groupSession(studio, { day: 13 });
  const terms = { kind: "terms", basedOn: 0, body: "Be kind." } as const;
  succeeded(
    await publishDocument(adminBy(studio, { staffUserId, sessionId: String(session?.["id"]) }), terms),
  );
  const sign = (kind: keyof Tokens, id: string) => links.sign({ kind, tenantId: studio.tenantId, id });
  const [keeps] = await query("select hours_version, limits_version from practitioner where id = $1", [
    studio.practitionerId,
  ]);
  return {
    groupSessionId,
    appointmentId: visit.id,
    version: Number(booked?.["version"]),
    entryId: String(entry?.["id"]),
    staffUserId,
    sessionId: String(session?.["id"]),
    identityId: String(identity?.["id"]),
    incidentId: String(incident?.["id"]),
    deadLetterId: String(letter?.["id"]),
    otherDeadLetterId: String(otherLetter?.["id"]),
    clientAccountId,
    clientId,
    requestId: succeeded(asked).id,
    restrictionId: wished.id,
    passkeyId: String(passkey?.["id"]),
    deviceId: String(trusted?.["id"]),
    openingId: String(opening?.["id"]),
    ...related,
    roomId: String(studio.roomIds[0]),
    spareRoomId: await addSpareRoom(studio),
    seriesId: await unsettledSeries(studio, query, clientId),
    overrideId: await plantOverride(studio, query),
    travelPeriodId: await plantTravel(studio, query),
    licenceId: await plantLicence(studio, query),
    notificationId: await plantMessage(query, visit.id),
    noticeId: await plantNotice(query, studio.tenantId, visit.id),
    hoursVersion: Number(keeps?.["hours_version"]),
    limitsVersion: Number(keeps?.["limits_version"]),
    timeOffIds: await askDaysOff(studio, { staffUserId, sessionId: String(session?.["id"]) }),
    closureIds: await closeDays(studio, { staffUserId, sessionId: String(session?.["id"]) }),
    invitationId: await invite(studio, { staffUserId, sessionId: String(session?.["id"]) }),
    tokens: {
      hold,
      appointment: sign("appointment", visit.id),
      offer: sign("offer", outcome.offerId),
      unsubscribe: sign("unsubscribe", await plantMessage(query, visit.id, "reminder_1d")),
    } satisfies Tokens,
  };
}

/** What the bell tells of their visit. */
async function plantNotice(query: Query, tenantId: string, appointmentId: string): Promise<string> {
  const [row] = await query(
    `insert into bell_notice (tenant_id, kind, priority, appointment_id, dedupe_key, expires_at)
     values ($1, 'booked', 'normal', $2, 'planted', app.now() + interval '1 day') returning id`,
    [tenantId, appointmentId],
  );
  return String(row?.["id"]);
}

/** The date of a series that could not be booked: soon, for one that is over is nobody's to see to. */
const unsettledDate = () => addDays(localDate(instant(Date.now()), "America/New_York"), 21);

/** A series of theirs that ended with its practitioner, and of which one date could not be booked. */
async function unsettledSeries(studio: TestStudio, query: Query, clientId: string): Promise<string> {
  const { tenantId, practitionerId, locationId, serviceId } = studio;
  const [row] = await query(
    `insert into series (tenant_id, client_id, practitioner_id, location_id, service_id, mode, first_date, start_time, time_zone,
       duration_min, buffer_before_min, buffer_after_min, frequency, every, weekdays, monthly_by, missing, booked_until, stopped_because)
     values ($1, $2, $3, $4, $5, 'in_person', current_date, '10:00', 'America/New_York', 60, 0, 0, 'daily', 7, '{}', 'date', 'skip',
       current_date, 'practitioner_leaves') returning id`,
    [tenantId, clientId, practitionerId, locationId, serviceId],
  );
  await query(
    "insert into series_gap (tenant_id, series_id, series_date, because) values ($1, $2, $3::date, 'time_off')",
    [tenantId, row?.["id"], unsettledDate()],
  );
  return String(row?.["id"]);
}

/** An exception that nobody is in the way of, to be taken back. */
async function plantOverride(studio: TestStudio, query: Query): Promise<string> {
  const [row] = await query(
    `insert into date_override (tenant_id, practitioner_id, location_id, local_date)
     values ($1, $2, $3, '2031-01-06') returning id`,
    [studio.tenantId, studio.practitionerId, studio.locationId],
  );
  return String(row?.["id"]);
}

/** A licence of the practitioner's, which holds for longer than anything is booked. */
async function plantLicence(studio: TestStudio, query: Query): Promise<string> {
  const [row] = await query(
    `insert into practitioner_licence (tenant_id, practitioner_id, title, number, state, expires_on)
     values ($1, $2, 'LCSW', 'C-1001', 'New York', '2199-12-31') returning id`,
    [studio.tenantId, studio.practitionerId],
  );
  return String(row?.["id"]);
}

/** The confirmation of the visit, as it left an hour ago. */
async function plantMessage(query: Query, appointmentId: string, kind = "confirmation"): Promise<string> {
  const [row] = await query(
    `insert into notification (tenant_id, kind, channel, category, dedupe_key, client_id, appointment_id, appointment_version, due_at, status,
       sent_at, provider_id)
     select tenant_id, $2::text, 'email', 'appointments', $2::text || ' sent before', client_id, id, version, app.now() - interval '1 hour', 'sent',
       app.now() - interval '1 hour', 'p-1'
     from appointment where id = $1 returning id`,
    [appointmentId, kind],
  );
  return String(row?.["id"]);
}

/** A trip of the practitioner's. */
async function plantTravel(studio: TestStudio, query: Query): Promise<string> {
  const [row] = await query(
    `insert into travel_period (tenant_id, practitioner_id, first_date, last_date, time_zone, away)
     values ($1, $2, '2031-02-03', '2031-02-05', 'Asia/Tokyo', true) returning id`,
    [studio.tenantId, studio.practitionerId],
  );
  return String(row?.["id"]);
}

/** The portal's account of whoever booked a visit, with an app set up. */
async function clientAccount(studio: TestStudio, query: Query, appointmentId: string): Promise<string> {
  const { tenantId } = studio;
  const [visit] = await query("select client_id from appointment where id = $1", [appointmentId]);
  const clientId = String(visit?.["client_id"]);
  const account = await addAccount(studio.as("system").runtime, { tenantId, clientId }, "ana@example.com");
  await query(
    "insert into client_totp (tenant_id, client_account_id, sealed_secret, last_step) values ($1, $2, '-', 1)",
    [tenantId, account],
  );
  return account;
}

/** Somebody invited by a person who has just proven to be there. */
async function invite(studio: TestStudio, by: Person) {
  const { invitationId } = succeeded(
    await inviteColleague(adminBy(studio, by), {
      email: "invited@example.com",
      roles: ["billing"],
      practitioner: { kind: "none" },
      locations: [],
    }),
  );
  return invitationId;
}

/** A room that nobody has yet. */
async function addSpareRoom(studio: TestStudio): Promise<string> {
  const room = { ...plainRoom, kind: "room", locationId: studio.locationId, name: "Spare room" } as const;
  return succeeded(await addResource(studio.as("admin"), room)).id;
}

/** Two dates on which the studio is closed, far from whatever is booked: one to change and one to remove. */
async function closeDays(studio: TestStudio, by: Person): Promise<readonly [string, string]> {
  const close = async (day: number) => {
    const date = addDays(localDate(instant(Date.now()), "America/New_York"), day);
    const answer = await saveClosure(adminBy(studio, by), {
      ...holiday,
      id: null,
      version: null,
      locationId: null,
      firstDate: date,
      lastDate: date,
    });
    return succeeded(answer).id;
  };
  return [await close(200), await close(201)];
}

/** Days that somebody asks to have off, far ahead: one to answer, one to take back. */
async function askDaysOff(studio: TestStudio, by: Person): Promise<readonly [string, string]> {
  const ask = async (day: number) => {
    const date = addDays(localDate(instant(Date.now()), "America/New_York"), day);
    const { practitionerId } = studio;
    const dates = { firstDate: date, lastDate: date, part: null };
    const answer = await askTimeOff(adminBy(studio, by), {
      practitionerId,
      ...dates,
      reason: "",
      coverId: null,
    });
    return succeeded(answer).id;
  };
  return [await ask(220), await ask(221)];
}

const holiday = {
  part: null,
  name: "Spring holiday",
  kind: "public_holiday",
  telehealth: "closed",
} as const;

type Person = { readonly staffUserId: string; readonly sessionId: string };

/** The context of an admin who has a row and a session. */
function adminBy(studio: TestStudio, by: Person): VerbContext {
  const { tenantId } = studio;
  return {
    ...studio.as("admin"),
    actor: { kind: "staff", tenantId, ...by, roles: ["admin"], practitionerId: null },
  };
}

/** A supervisor above the practitioner, and a therapist who sees to their clients, for a year from today on. */
async function relate(studio: TestStudio) {
  const { practitionerId } = studio;
  const account = async (name: string, role: "supervisor" | "therapist", record: string | null) => {
    const created = await createStaffUser(studio.as("system"), {
      email: `${name}@example.com`,
      displayName: name,
      roles: [role],
      practitionerId: record,
      password: "a lamp left on all night",
    });
    return asId<StaffUserId>(succeeded(created).staffUserId);
  };
  const added = await addPractitioner(studio.as("admin"), { displayName: "Tom", title: "", bio: "" });
  const supervisorId = await account("sue", "supervisor", null);
  const coveringId = await account("tom", "therapist", succeeded(added).practitionerId);
  const startsAt = plus(instant(Date.now()), -dayMs);
  const supervision = await assignSupervisor(studio.as("admin"), {
    supervisorId,
    superviseeId: practitionerId,
    kind: "primary",
    startsAt,
    endsAt: plus(startsAt, 365 * dayMs),
  });
  const cover = await grantCover(studio.as("admin"), {
    coveringId,
    coveredId: practitionerId,
    startsAt,
    endsAt: plus(startsAt, 30 * dayMs),
  });
  return {
    supervisorId,
    coveringId,
    supervisionId: succeeded(supervision).id,
    coverId: succeeded(cover).id,
  };
}

const recordKeys = [
  "groupSessionId",
  "appointmentId",
  "practitionerId",
  "seriesId",
  "entryId",
  "openingId",
  "staffUserId",
  "sessionId",
  "identityId",
  "incidentId",
  "deadLetterId",
  "clientAccountId",
  "clientId",
  "requestId",
  "passkeyId",
  "deviceId",
  "superviseeId",
  "coveredId",
  "supervisionId",
  "coverId",
  "invitationId",
  "id",
] as const;

/** Where a call names the record that it is about, if it is about one. */
export function recordKey({ input }: ValidCall): (typeof recordKeys)[number] | undefined {
  return recordKeys.find((name) => name in input && input[name] !== null);
}

/** One call of every procedure that answers when asked exactly so. */
export function validCalls(studio: TestStudio, scene: Awaited<ReturnType<typeof arrange>>): ValidCall[] {
  const { slug, practitionerId, locationId, serviceId } = studio;
  const { tokens, appointmentId, version, entryId, openingId, staffUserId, sessionId } = scene;
  const { supervisorId, coveringId, supervisionId, coverId, groupSessionId } = scene;
  const inAYear = plus(instant(Date.now()), 365 * dayMs);
  const today = localDate(instant(Date.now()), "America/New_York");
  const hold = holdInput(studio, { startsAt: wallTime(7, "10:00"), viewerZone: "Europe/Paris" });
  const visit = { studio: slug, token: tokens.appointment };
  const startsAt = wallTime(8, "11:00");
  const everyWeek = {
    frequency: "daily",
    every: 7,
    weekdays: [],
    monthlyBy: "date",
    missing: "skip",
    ends: { by: "count", count: 2 },
  };
  const ofSeries = { scope: "following", exceptionsToo: false };
  const row = {
    locationId,
    weekday: weekdayOf(addDays(today, 2)), // none of the days on which something is planted
    start: "09:00",
    end: "12:00",
    everyWeeks: 1,
    effectiveFrom: today,
    effectiveUntil: addDays(today, 90),
  };
  const deskVisit = {
    serviceId,
    practitionerId,
    locationId: studio.locationId,
    mode: "telehealth",
    durationMin: null,
  } as const;
  const forClient = () => ({ clientId: scene.clientId, idempotencyKey: crypto.randomUUID() });
  const service = {
    id: serviceId,
    version: 1,
    name: "Session",
    description: "A session.",
    durationMin: 60,
    stepMin: 30,
    bufferBeforeMin: 0,
    bufferAfterMin: 0,
    maxPerDay: null,
    maxPerWeek: null,
    newClients: "anyone",
    priceMinor: 9_000,
    modes: ["in_person"],
    needsRoom: true,
    roomType: "",
    roomEquipment: [],
    roomCapacity: 2,
    roomStepFree: false,
    preferredRoomIds: [],
    deviceType: "",
    onlineBookable: true,
    active: true,
    practitionerIds: [practitionerId],
  };
  const call =
    (router: ValidCall["router"], kind: ValidCall["kind"]) => (path: string, input: ValidCall["input"]) => ({
      router,
      kind,
      path,
      input,
    });
  const ask = call("public", "query");
  const tell = call("public", "mutation");
  const look = call("staff", "query");
  const change = call("staff", "mutation");
  return [
    ask("studio.view", { studio: slug }),
    ask("studio.photo", { studio: slug, digest: "0".repeat(64) }),
    ask("slots.list", { studio: slug, choice: hold.choice, from: today, days: 14 }),
    tell("hold.create", { studio: slug, ...hold }),
    ask("groups.open", { studio: slug }),
    tell("groups.hold", { studio: slug, groupSessionId, partySize: 1, viewerZone: null, releaseToken: null }),
    ask("hold.view", { studio: slug, token: tokens.hold }),
    ask("visit.view", visit),
    ask("offer.view", { studio: slug, token: tokens.offer }),
    ask("unsubscribe.view", { studio: slug, token: tokens.unsubscribe }),
    tell("waitlist.join", {
      studio: slug,
      ...joinInput(studio, person("Elif"), { practitionerId, locationId, mode: "in_person" }),
      acceptedDocuments: [{ kind: "terms", version: 1 }],
    }),
    ask("legal.read", { studio: slug, kind: "terms", version: null }),
    look("me", {}),
    look("calendar.range", { from: today, until: addDays(today, 7) }),
    look("appointment.panel", { appointmentId }),
    look("series.preview", { appointmentId, rule: everyWeek }),
    look("series.previewMove", { appointmentId, version, ...ofSeries, startsAt }),
    look("groups.list", { from: today }),
    look("groups.roster", { groupSessionId }),
    look("groups.previewRepeat", { groupSessionId, rule: everyWeek }),
    look("requests.list", {}),
    look("bookingRules.view", {}),
    look("desk.times", { ...deskVisit, date: addDays(today, 8) }),
    look("cancellationReasons.view", {}),
    look("cancellationReasons.count", { from: addDays(today, -365), until: today }),
    look("appointment.slots", { appointmentId, practitionerId, date: addDays(today, 8) }),
    look("availability.view", { practitionerId }),
    look("availability.week", { practitionerId, from: today }),
    look("availability.explain", {
      practitionerId,
      serviceId,
      locationId,
      mode: "in_person",
      date: addDays(today, 8),
      time: "10:00",
    }),
    look("closure.list", {}),
    look("timeOff.list", {}),
    look("practitioner.list", {}),
    look("practitioner.standing", { practitionerId }),
    look("practitioner.profile", { practitionerId }),
    look("practitioner.photo", { digest: "0".repeat(64) }),
    look("practitioner.affected", {
      practitionerId,
      firstDate: today,
      lastDate: addDays(today, 9),
      part: null,
    }),
    look("practitioner.unsettledSeries", { practitionerId: null }),
    look("practitioner.unsettledCount", {}),
    look("licence.list", { practitionerId }),
    look("ownZone.view", { practitionerId }),
    look("place.list", {}),
    look("place.travel", {}),
    look("resource.list", {}),
    look("service.list", {}),
    look("clients.toCorrect", { clientId: scene.clientId }),
    look("clients.stoppedAddresses", {}),
    look("waitlist.board", {}),
    look("waitlist.figures", { days: 90 }),
    look("waitlist.line", { openingId }),
    look("waitlist.replay", { openingId }),
    look("messages.log", { before: null }),
    look("account.security", {}),
    look("account.studios", {}),
    look("session.clock", {}),
    look("session.list", {}),
    look("identity.list", {}),
    look("passkey.list", {}),
    look("trust.list", {}),
    look("trust.rule", {}),
    look("records.kept", {}),
    look("records.standing", { clientId: scene.clientId }),
    look("records.disclosures", { clientId: scene.clientId }),
    look("records.requests", {}),
    look("legal.document", { kind: "terms", version: null }),
    look("consents.ofVisit", { appointmentId }),
    look("clientPreferences.ofVisit", { appointmentId }),
    look("portalAccounts.list", { state: "all", after: null }),
    look("portalAccounts.rule", {}),
    look("team.list", {}),
    look("security.incidents", {}),
    look("security.openCount", {}),
    look("security.networks", {}),
    look("security.signInHours", {}),
    look("security.passwordRules", {}),
    look("security.keys", {}),
    look("relations.list", {}),
    look("trail.staffActivity", { staffUserId, before: null }),
    look("trail.list", { ...wholeAudit, before: null }),
    look("backgroundWork.view", {}),
    look("bell.unread", {}),
    look("bell.list", {}),
    look("bell.choices", {}),
    look("backgroundWork.deadLetters", { before: null }),
    change("trail.export", wholeAudit),
    change("clients.search", { text: "ana okafor" }),
    // From here on each call changes what the next ones find.
    tell("booking.askCode", { studio: slug, token: tokens.hold, email: "farid@example.com" }),
    tell("booking.confirm", {
      studio: slug,
      token: tokens.hold,
      ...bookInput(person("Farid")),
      acceptedDocuments: [{ kind: "terms", version: 1 }],
    }),
    tell("hold.release", { studio: slug, token: tokens.hold }),
    tell("visit.reschedule", { ...visit, practitionerId, startsAt }),
    tell("visit.askToCancel", { ...visit, reason: "Travelling" }),
    tell("visit.cancel", { ...visit, reason: "Travelling" }),
    tell("unsubscribe.stop", { studio: slug, token: tokens.unsubscribe }),
    tell("offer.answer", { studio: slug, token: tokens.offer, answer: "decline" }),
    change("account.connectApp", { name: "Phone" }),
    change("account.renewRecoveryCodes", {}),
    change("account.askEmailChange", { email: "another@example.com" }),
    change("identity.allowLinking", {}),
    change("identity.unlink", { identityId: scene.identityId }),
    change("passkey.start", {}),
    change("passkey.add", {
      name: "Phone",
      made: { id: "AAAA", clientDataJSON: "AAAA", attestationObject: "AAAA", transports: ["internal"] },
    }),
    change("passkey.remove", { passkeyId: scene.passkeyId }),
    change("trust.end", { deviceId: scene.deviceId }),
    change("trust.setRule", { rule: "for_30_days" }),
    change("portalAccounts.setRule", { rule: "required" }),
    change("portalAccounts.unlock", { clientAccountId: scene.clientAccountId, reason: "Called us" }),
    change("portalAccounts.resetSecondStep", {
      clientAccountId: scene.clientAccountId,
      reason: "Lost phone",
    }),
    change("portalAccounts.suspend", { clientAccountId: scene.clientAccountId, reason: "Asked for it" }),
    change("portalAccounts.restore", { clientAccountId: scene.clientAccountId, reason: "All is well" }),
    change("clients.resumeAddress", { clientId: scene.clientId }),
    change("clients.correct", {
      clientId: scene.clientId,
      version: 1,
      details: { fields: "contact", email: "ana@example.com", phone: "+1 212 555 0142" },
      reason: "They called",
      answering: null,
    }),
    change("records.noteDisclosure", {
      clientId: scene.clientId,
      disclosedOn: "2026-01-05",
      recipient: "County court",
      what: "Dates of visits",
      purpose: "A subpoena",
    }),
    change("records.hold", { clientId: scene.clientId, reason: "A court asked" }),
    change("records.liftHold", { clientId: scene.clientId, reason: "It is done" }),
    change("records.remove", { clientId: scene.clientId, reason: "Asked for it" }),
    change("records.restore", { clientId: scene.clientId, reason: "Came back" }),
    change("records.decidePurge", { clientId: scene.clientId, decision: "kept", reason: "Not yet" }),
    change("records.setRetention", { years: 10 }),
    change("records.decideRequest", {
      requestId: scene.requestId,
      decision: "approved",
      answer: "You are right.",
    }),
    change("records.endRestriction", {
      requestId: scene.restrictionId,
      because: "client_told",
      reason: "We told you on the phone.",
    }),
    change("legal.publish", { kind: "terms", basedOn: 1, body: "Be very kind." }),
    change("consents.record", {
      appointmentId,
      kind: "telehealth",
      answer: "given",
      version: 1,
      place: "in_person",
    }),
    change("clientPreferences.choose", {
      appointmentId,
      category: "appointments",
      channel: "email",
      wanted: false,
    }),
    change("session.stay", {}),
    change("session.end", { sessionId }),
    change("session.endOthers", {}),
    change("team.resetSecondFactor", { staffUserId, reason: "Lost their phone" }),
    change("team.endPassword", { staffUserId, reason: "Laptop stolen" }),
    change("relations.assignSupervisor", {
      supervisorId,
      superviseeId: practitionerId,
      kind: "backup",
      startsAt: inAYear,
      endsAt: plus(inAYear, dayMs),
    }),
    change("relations.grantCover", {
      coveringId,
      coveredId: practitionerId,
      startsAt: inAYear,
      endsAt: plus(inAYear, dayMs),
    }),
    change("relations.endSupervision", { supervisionId }),
    change("relations.endCover", { coverId }),
    change("team.invite", {
      email: "another@example.com",
      roles: ["therapist"],
      practitioner: { kind: "new" },
    }),
    change("team.resendInvitation", { invitationId: scene.invitationId }),
    change("team.withdrawInvitation", { invitationId: scene.invitationId }),
    change("team.changeRoles", { staffUserId, roles: ["billing"], practitioner: { kind: "none" } }),
    change("team.setLocations", { staffUserId, locations: [locationId] }),
    change("team.endAccess", { staffUserId, reason: "Left the studio" }),
    change("team.restoreAccess", { staffUserId, reason: "Came back" }),
    change("team.unlock", { staffUserId, reason: "Back from holiday" }),
    change("security.review", { incidentId: scene.incidentId, note: "A new laptop" }),
    change("backgroundWork.retry", { deadLetterId: scene.deadLetterId }),
    change("backgroundWork.dismiss", { deadLetterId: scene.otherDeadLetterId, because: "not_needed" }),
    change("security.setNetworks", { networks: [] }),
    change("security.setSignInHours", { hours: [{ weekday: 1, from: "08:00", until: "18:00" }] }),
    change("security.replaceKeys", {}),
    change("security.setPasswordRules", { composition: ["digit"], history: 5, maxAgeDays: 90 }),
    change("bell.mark", { noticeIds: [scene.noticeId], as: "read" }),
    change("bell.choose", { category: "messages", channel: "in_app", wanted: false }),
    change("appointment.changeStatus", { appointmentId, version, to: "confirmed" }),
    change("appointment.correctStatus", { appointmentId, version, to: "scheduled", reason: "The wrong row" }),
    change("appointment.writeStaffNote", { appointmentId, version: 0, text: "Came with her sister" }),
    change("appointment.reschedule", { appointmentId, version, practitionerId, startsAt }),
    change("appointment.reassign", { appointmentId, version, from: scene.roomId, to: scene.spareRoomId }),
    change("practitioner.reassignVisit", { appointmentId, version, practitionerId }),
    change("practitioner.settleSeries", {
      seriesId: scene.seriesId,
      stopped: true,
      dates: [unsettledDate()],
    }),
    change("practitioner.saveProfile", {
      practitionerId,
      version: 1,
      displayName: "Ana Ruiz",
      title: "Physiotherapist",
      bio: "Knees and hips.",
    }),
    change("practitioner.setPhoto", { practitionerId, photo: smallPhoto() }),
    change("practitioner.setStanding", {
      practitionerId,
      version: 1,
      onlineBookable: true,
      active: true,
      lastDay: null,
    }),
    change("groups.schedule", sessionInput(studio, { day: 14 })),
    change("groups.seat", {
      groupSessionId,
      clientId: scene.clientId,
      partySize: 1,
      override: { rules: ["licence_expired"], reason: "The renewal is with the board." },
    }),
    change("groups.setScreening", { clientId: scene.clientId, serviceId, screened: true }),
    change("groups.change", { groupSessionId, version: 1, practitionerId, capacity: 6, openOnline: true }),
    change("groups.repeat", {
      groupSessionId,
      version: 2,
      rule: everyWeek,
      choices: [{ date: addDays(today, 20), startsAt: wallTime(20, "10:00") }],
    }),
    change("groups.move", {
      groupSessionId,
      version: 2,
      date: addDays(today, 13),
      time: "11:00",
      roomId: null,
    }),
    change("groups.cancel", { groupSessionId, version: 3, reason: "Practitioner unwell" }),
    change("desk.book", { ...deskVisit, ...forClient(), startsAt: wallTime(40, "11:00") }),
    change("appointment.rescheduleWithOverride", {
      appointmentId,
      version,
      practitionerId,
      startsAt,
      rules: ["slot_taken"],
      reason: "Her sister is in town",
    }),
    change("desk.bookWithOverride", {
      ...deskVisit,
      ...forClient(),
      startsAt: wallTime(41, "11:00"),
      rules: ["slot_taken"],
      reason: "Her sister is in town",
    }),
    change("series.book", {
      appointmentId,
      version,
      rule: everyWeek,
      choices: [{ date: addDays(today, 11), startsAt: wallTime(11, "10:00") }],
      idempotencyKey: crypto.randomUUID(),
    }),
    change("series.move", { appointmentId, version, ...ofSeries, startsAt }),
    change("series.cancel", { appointmentId, version, ...ofSeries, reason: "Moving away" }),
    change("appointment.sendMessageAgain", { appointmentId, notificationId: scene.notificationId }),
    change("appointment.cancel", { appointmentId, version, reason: "Practitioner unwell" }),
    change("appointment.undoCancellation", { appointmentId, version }),
    change("cancellationReasons.save", {
      seen: [...firstCancellationReasons],
      reasons: ["Unwell", "Moved away"],
    }),
    change("bookingRules.save", {
      version: 1,
      minNoticeMin: 120,
      minNoticeDays: 0,
      horizonDays: 60,
      cancellationWindowMin: 1440,
      cancellationPolicy: "Cancel a day before.\nLater it costs half.",
      requestAnswerHours: 24,
      requestLeadMin: 120,
      clientMoveLimit: 3,
      clientVisitLimit: 9,
      noShowLimit: 3,
      noShowMonths: 6,
      ownOverlaps: "refuse",
      minutesOverMidnight: "split",
      bufferSum: "max",
      buffersInHours: true,
      undoCancelMin: 10,
      offerQuietRule: "wait",
      confirmEmails: true,
    }),
    change("requests.answerBooking", { appointmentId, version, word: "", answer: "decline" }),
    change("requests.answerCancellation", { appointmentId, version, word: "", answer: "turn_down" }),
    change("availability.setWeekly", { practitionerId, rows: [row], version: scene.hoursVersion }),
    change("availability.setCaps", {
      practitionerId,
      maxPerDay: 6,
      maxPerWeek: null,
      version: scene.limitsVersion,
    }),
    change("availability.setWeekStart", { weekStart: 6 }),
    change("availability.setOverride", {
      practitionerId,
      id: null,
      version: null,
      locationId,
      date: addDays(today, 20),
      blocks: [["10:00", "12:00"]],
      reason: "Training",
    }),
    change("availability.removeOverride", {
      practitionerId,
      id: scene.overrideId,
      version: 1,
      following: true,
    }),
    change("closure.save", {
      ...holiday,
      id: scene.closureIds[0],
      version: 1,
      locationId,
      firstDate: addDays(today, 210),
      lastDate: addDays(today, 211),
    }),
    change("closure.remove", { id: scene.closureIds[1], version: 1 }),
    change("timeOff.ask", {
      practitionerId,
      firstDate: addDays(today, 230),
      lastDate: addDays(today, 231),
      part: null,
      reason: "Family",
      coverId: null,
    }),
    change("timeOff.answer", { id: scene.timeOffIds[0], version: 1, decision: "approved", answer: "" }),
    change("timeOff.withdraw", { id: scene.timeOffIds[1], version: 1 }),
    change("ownZone.set", { practitionerId, timeZone: "America/Chicago" }),
    change("ownZone.addTravel", {
      practitionerId,
      firstDate: addDays(today, 240),
      lastDate: addDays(today, 241),
      timeZone: "Asia/Tokyo",
      away: true,
    }),
    change("ownZone.removeTravel", { practitionerId, id: scene.travelPeriodId }),
    change("licence.add", {
      practitionerId,
      title: "LPC",
      number: "P-2002",
      state: "New York",
      expiresOn: "2199-12-30",
    }),
    change("licence.renew", { practitionerId, id: scene.licenceId, version: 1, expiresOn: "2199-12-31" }),
    change("licence.remove", { practitionerId, id: scene.licenceId }),
    change("place.add", { ...place, opening, timeZone: "America/New_York" }),
    change("place.save", { ...place, opening, id: locationId, version: 1, active: true }),
    change("place.saveTravel", {
      unknownMin: 30,
      ways: [],
      telehealth: [],
    }),
    change("place.changeZone", {
      id: locationId,
      version: 2,
      timeZone: "America/Detroit",
      visits: "keep_moment",
    }),
    change("service.save", service),
    change("resource.add", { ...plainRoom, kind: "room", locationId, name: "Another room" }),
    change("resource.save", {
      ...plainRoom,
      id: scene.spareRoomId,
      version: 1,
      name: "Spare room",
      active: true,
    }),
    change("resource.setOutOfService", {
      id: scene.roomId,
      version: 1,
      period: {
        firstDate: addDays(today, 220),
        firstTime: "08:00",
        lastDate: addDays(today, 221),
        lastTime: "18:00",
        reason: "Painting",
      },
    }),
    change("waitlist.skip", { openingId, entryId, reason: "Away that week" }),
    change("waitlist.move", { entryId, priority: "high", referred: true, reason: "In pain" }),
    change("waitlist.offer", { openingId, entryId, takesBack: null, reason: "Back after all" }),
    change("waitlist.withdraw", { entryId, reason: "Found another time" }),
  ];
}

const place = {
  name: "River Street",
  addressLine: "7 River Street",
  city: "Hoboken",
  region: "NJ",
  postalCode: "07030",
  country: "US",
  phone: "",
  directions: "",
} as const;

const opening = Array.from({ length: 7 }, () => ["06:00", "22:00"]);

/** The audit without anything looked for. */
const wholeAudit = {
  report: null,
  staffUserId: null,
  recordId: null,
  action: null,
  resource: null,
  from: null,
  until: null,
  records: "any",
  outcome: "any",
} as const;
