import { staffRoles } from "@quietroom/domain/access";
import { createStudio, inspect, testDatabase, testRuntime } from "@quietroom/testing";
import { expect, test } from "vitest";
import { accessMatrix, type Cell, type Role } from "../test/access-matrix.ts";
import { declarations } from "../test/declared.ts";
import type { Reply } from "../test/served.ts";
import { recordKey } from "../test/valid-calls.ts";
import { publicRouter } from "./root.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
const elsewhere = await createStudio(runtime);
const { scene, ours, theirs, declared, cells, ask, allowed } = await accessMatrix(runtime, query, {
  studio,
  elsewhere,
});

const named = ({ call, role, stance }: Cell) => `${call.path} by ${role}, ${stance}`;

test("check 22 AUTH-55 every procedure has a valid call to be tried with, and nothing else has", () => {
  const callable = [...declarations(publicRouter), ...declared.values()]
    .filter(({ type, path }) => type !== "subscription" && path !== "ping")
    .map(({ path }) => path);
  const tried = [...ours, ...theirs.filter(({ router }) => router === "public")].map(({ path }) => path);
  expect(tried.toSorted()).toEqual(callable.toSorted());
});

/** Every row of every table in short, but those of the audit, and of incidents, which say who is refused too often (AUTH-44). */
async function everything(): Promise<Readonly<Record<string, unknown>>> {
  const tables = await query(
    "select relname::text as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not in ('audit_event', 'audit_unsealed', 'security_incident')",
  );
  const held: Record<string, unknown> = {};
  for (const { name } of tables) {
    const which = name === "outbox" ? "where name <> 'security/incident-raised'" : "";
    const [row] = await query(
      `select count(*)::int as rows, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as words from "${String(name)}" t ${which}`,
    );
    held[String(name)] = row;
  }
  return held;
}

test("check 21 check 22 AUTH-51 TEN-07 whatever the table refuses is refused, noticed, and changes nothing", async () => {
  const before = await everything();
  const wrong: string[] = [];
  const unaudited = new Set<string>();
  const bodies = new Map<string, string>();
  const refused = cells.filter(({ expected }) => expected !== 200);
  expect(refused.length).toBeGreaterThan(700);
  // Said apart from the table that the cells are made from: what of a colleague's a therapist is answered about.
  const ofColleague = ours.filter((call) => recordKey(call) !== undefined).map(({ path }) => path);
  expect(
    cells
      .filter(
        ({ role, stance, expected }) => role === "therapist" && stance === "colleague's" && expected === 200,
      )
      .map(({ call }) => call.path)
      .filter((path) => ofColleague.includes(path)),
  ).toEqual([]);
  for (const cell of refused) {
    const logged = runtime.logged.length;
    const reply = await ask(cell);
    if (reply.status !== cell.expected) wrong.push(`${named(cell)}: ${reply.status}, not ${cell.expected}`);
    const [line] = runtime.logged.slice(logged);
    const code = cell.expected === 403 ? "forbidden" : "not_found";
    if (line?.code !== code) wrong.push(`${named(cell)}: logged ${String(line?.code)}`);
    // Another studio's, one that is gone, one that never was and a colleague's: one and the same body.
    const body = reply.text.replace(/"requestId":"[^"]+"/, "");
    const alike = `${cell.call.path} ${cell.expected}`;
    if ((bodies.get(alike) ?? body) !== body) wrong.push(`${named(cell)}: tells the difference`);
    bodies.set(alike, body);
    const requestId = /"requestId":"([^"]+)"/.exec(reply.text)?.[1] ?? "";
    const audit = await query("select outcome from audit_event where tenant_id = $1 and request_id = $2", [
      studio.tenantId,
      requestId,
    ]);
    if (audit.length === 0) unaudited.add(cell.call.path);
    else if (audit.some(({ outcome }) => outcome !== code)) wrong.push(`${named(cell)}: audited otherwise`);
  }
  expect(wrong).toEqual([]);
  expect(await everything()).toEqual(before);
  // What shows no client: its reads are logged, not audited.
  expect([...unaudited].toSorted()).toEqual([
    "appointment.slots",
    "availability.explain",
    "availability.view",
    "availability.week",
    "bell.unread",
    "bookingRules.view",
    "cancellationReasons.view",
    "closure.list",
    "desk.times",
    "groups.list",
    "groups.previewRepeat",
    "legal.document",
    "licence.list",
    "ownZone.view",
    "place.list",
    "place.travel",
    "portalAccounts.rule",
    "practitioner.list",
    "practitioner.photo",
    "practitioner.profile",
    "practitioner.standing",
    "practitioner.unsettledCount",
    "resource.list",
    "security.networks",
    "security.openCount",
    "security.passwordRules",
    "security.signInHours",
    "series.preview",
    "service.list",
    "timeOff.list",
    "trust.rule",
  ]);
}, 300_000);

test("check 22 check 26 AUTH-53 a list holds a record for those whom the table lets see it, and for nobody else", async () => {
  const held: Readonly<Record<string, string>> = {
    "calendar.range": scene.appointmentId,
    "clients.search": scene.clientId,
    "waitlist.board": scene.openingId,
    "messages.log": scene.appointmentId,
    "practitioner.unsettledSeries": scene.seriesId,
    "portalAccounts.list": scene.clientAccountId,
    "relations.list": scene.supervisionId,
  };
  const wrong: string[] = [];
  for (const cell of cells.filter(({ call, expected }) => call.path in held && expected === 200)) {
    const { call, role, stance } = cell;
    const { sees } = allowed(call, role, stance);
    const { text } = await ask(cell);
    if (text.includes(held[call.path] ?? "?") !== sees) wrong.push(named(cell));
    if (text.includes(elsewhere.practitionerId)) wrong.push(`${named(cell)}: of another studio`);
  }
  expect(wrong).toEqual([]);
});

/** The fields of an answer that hold something, "appointments.*.clientName". */
function filled(value: unknown, path: readonly string[] = []): string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => filled(item, [...path, "*"]));
  if (typeof value !== "object") return [path.join(".")];
  return Object.entries(value).flatMap(([key, item]) => filled(item, [...path, key]));
}

test("check 26 AUTH-52 what a role is shown of clients is this, field by field", async () => {
  const lines: string[] = [];
  for (const call of ours.filter(({ kind, path }) => kind === "query" || path === "clients.search")) {
    const replies = new Map<Role, Reply>();
    for (const role of staffRoles) replies.set(role, await ask({ call, role, stance: "own", expected: 200 }));
    const texts = [...replies.values()].map(({ text }) => text).join("");
    if (!/Okafor/.test(texts)) continue;
    const whole = [...new Set(filled(replies.get("admin")?.data))].toSorted();
    lines.push(`${call.path}: ${whole.join(" ")}`);
    for (const [role, reply] of replies) {
      const fields = new Set(filled(reply.data));
      const lacks = whole.filter((field) => !fields.has(field));
      const extra = [...fields].filter((field) => !whole.includes(field));
      if (reply.status === 403) lines.push(`  ${role}: refused`);
      else if (lacks.length > 0) lines.push(`  ${role} lacks ${lacks.join(" ")}`);
      if (extra.length > 0) lines.push(`  ${role} has besides ${extra.join(" ")}`);
    }
  }
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "calendar.range: appointments.*.blockedFrom appointments.*.blockedUntil appointments.*.cancelAsked appointments.*.clientName appointments.*.endsAt appointments.*.holdExpiresAt appointments.*.id appointments.*.locationId appointments.*.mode appointments.*.offered appointments.*.practitionerId appointments.*.roomName appointments.*.serviceName appointments.*.startsAt appointments.*.status appointments.*.version locale now openHours.*.end openHours.*.practitionerId openHours.*.start practitioners.*.displayName practitioners.*.id practitioners.*.title timeZone
      compliance: refused
    appointment.panel: blockedFrom blockedUntil bookedAt bookedBy canAnswer canCancel canRepeat canReschedule cancelAsked cancelDeadline cancellationRequest client.birthDate client.birthYear client.canCorrect client.email client.id client.missed.lateCancels client.missed.noShows client.name client.phone client.restrictions.*.agreedAt client.restrictions.*.words.answer client.restrictions.*.words.wish client.takesMail clientName currency endsAt history.*.action history.*.actor history.*.at id lateCancel locationId locationName messages.*.canSendAgain messages.*.channel messages.*.dueAt messages.*.id messages.*.kind messages.*.sentAt messages.*.status mode nextStatuses.* offered practitionerId priceMinor reasonsToCancel.*.id reasonsToCancel.*.label remindersWanted roomName serviceName staffNote.text staffNote.version startsAt status timeZone version
      receptionist lacks client.birthDate client.restrictions.*.words.answer client.restrictions.*.words.wish
      billing lacks client.birthDate client.missed.lateCancels client.missed.noShows client.restrictions.*.words.answer client.restrictions.*.words.wish history.*.action history.*.actor history.*.at messages.*.canSendAgain messages.*.channel messages.*.dueAt messages.*.id messages.*.kind messages.*.sentAt messages.*.status nextStatuses.* reasonsToCancel.*.id reasonsToCancel.*.label staffNote.text staffNote.version
      compliance: refused
    practitioner.affected: practitioner.displayName practitioner.id visitCount visits.*.appointmentId visits.*.clientName visits.*.date visits.*.endsAt visits.*.free.*.covers visits.*.free.*.displayName visits.*.free.*.id visits.*.inSeries visits.*.locationName visits.*.mode visits.*.serviceName visits.*.startsAt visits.*.status visits.*.timeZone visits.*.times.*.practitionerId visits.*.times.*.practitionerName visits.*.times.*.startsAt visits.*.together visits.*.version
      supervisor lacks visits.*.free.*.covers visits.*.free.*.displayName visits.*.free.*.id
      therapist lacks visits.*.free.*.covers visits.*.free.*.displayName visits.*.free.*.id
      associate lacks visits.*.free.*.covers visits.*.free.*.displayName visits.*.free.*.id
      billing: refused
      compliance: refused
    practitioner.unsettledSeries: series.*.bookedUntil series.*.clientName series.*.gaps.*.because series.*.gaps.*.date series.*.gaps.*.day series.*.practitionerName series.*.seriesId series.*.serviceName series.*.stopped series.*.time seriesCount
      billing: refused
      compliance: refused
    clients.toCorrect: client.birthDate client.email client.familyName client.fields client.givenName client.phone client.version hasPortal locale requests.*.askedAt requests.*.id requests.*.wish timeZone
      supervisor lacks requests.*.askedAt requests.*.id requests.*.wish
      therapist lacks requests.*.askedAt requests.*.id requests.*.wish
      associate lacks requests.*.askedAt requests.*.id requests.*.wish
      receptionist lacks client.birthDate requests.*.askedAt requests.*.id requests.*.wish
      billing: refused
      compliance: refused
    waitlist.board: entries.*.clientName entries.*.dateFrom entries.*.dateUntil entries.*.dayparts.* entries.*.declines entries.*.id entries.*.joinedAt entries.*.ofSession entries.*.position entries.*.priority entries.*.referred entries.*.serviceName entries.*.status entries.*.weekdays.* locale now openings.*.bookedMeanwhile openings.*.cause openings.*.createdAt openings.*.endsAt openings.*.id openings.*.offers.*.clientName openings.*.offers.*.clockRested openings.*.offers.*.considered.*.clientName openings.*.offers.*.considered.*.entryId openings.*.offers.*.considered.*.fit.day openings.*.offers.*.considered.*.fit.soonness openings.*.offers.*.considered.*.fit.therapist openings.*.offers.*.considered.*.fit.time openings.*.offers.*.considered.*.fit.total openings.*.offers.*.considered.*.fit.waiting openings.*.offers.*.considered.*.outcome openings.*.offers.*.considered.*.waitingPriority.declines openings.*.offers.*.considered.*.waitingPriority.referral openings.*.offers.*.considered.*.waitingPriority.total openings.*.offers.*.considered.*.waitingPriority.urgency openings.*.offers.*.considered.*.waitingPriority.waited openings.*.offers.*.expiresAt openings.*.offers.*.fitScore openings.*.offers.*.id openings.*.offers.*.offeredAt openings.*.offers.*.round openings.*.offers.*.status openings.*.practitionerName openings.*.startsAt openings.*.status openings.*.undone timeZone
      billing: refused
      compliance: refused
    waitlist.line: canBeAnswered openOfferId people.*.answerBy people.*.binding people.*.clientName people.*.entryId people.*.fit.day people.*.fit.soonness people.*.fit.therapist people.*.fit.time people.*.fit.total people.*.fit.waiting people.*.priority people.*.standing people.*.waitingPriority.declines people.*.waitingPriority.referral people.*.waitingPriority.total people.*.waitingPriority.urgency people.*.waitingPriority.waited status
      supervisor: refused
      therapist: refused
      associate: refused
      billing: refused
      compliance: refused
    waitlist.replay: rounds.*.comesTo rounds.*.round rounds.*.was rounds.*.wouldBe
      supervisor: refused
      therapist: refused
      associate: refused
      billing: refused
      compliance: refused
    messages.log: locale messages.*.appointmentId messages.*.attempts messages.*.channel messages.*.clientName messages.*.dueAt messages.*.id messages.*.kind messages.*.sentAt messages.*.status timeZone
      billing: refused
      compliance: refused
    records.requests: locale now requests.*.answer requests.*.askedAt requests.*.clientId requests.*.clientName requests.*.decidedAt requests.*.decidedBy requests.*.dueAt requests.*.id requests.*.kind requests.*.state requests.*.wish timeZone
      supervisor: refused
      therapist: refused
      associate: refused
      receptionist: refused
      billing: refused
      compliance: refused
    portalAccounts.list: accounts.*.app accounts.*.clientAccountId accounts.*.email accounts.*.name accounts.*.password accounts.*.state locale timeZone
      supervisor: refused
      therapist: refused
      associate: refused
      billing: refused
      compliance: refused
    bell.list: locale more notices.*.clientName notices.*.createdAt notices.*.id notices.*.isRead notices.*.kind notices.*.practitionerName notices.*.priority notices.*.startsAt notices.*.visit.appointmentId notices.*.visit.day timeZone
      billing: refused
      compliance: refused
    clients.search: clients.*.birthDate clients.*.birthYear clients.*.canCorrect clients.*.email clients.*.id clients.*.name clients.*.phone clients.*.recordNumber clients.*.restricted clients.*.visit.appointmentId clients.*.visit.date clients.*.visit.startsAt locale more now timeZone
      receptionist lacks clients.*.birthDate clients.*.recordNumber
      billing lacks clients.*.birthDate clients.*.recordNumber
      compliance: refused"
  `);
});

test("check 22 AUTH-51 whatever the table allows is answered", async () => {
  const wrong: string[] = [];
  for (const cell of cells.filter(({ expected }) => expected === 200)) {
    const reply = await ask(cell);
    if (reply.status !== 200) wrong.push(`${named(cell)}: ${reply.status} ${reply.text.slice(0, 200)}`);
    // What was ended stands again, so that the next one finds what this one did.
    await query("update supervision set ends_at = starts_at + interval '365 days' where id = $1", [
      scene.supervisionId,
    ]);
    await query("update cover set ends_at = starts_at + interval '30 days' where id = $1", [scene.coverId]);
    await query("update session set revoked_at = null, revoked_reason = null");
    await query(
      `insert into staff_identity (tenant_id, id, staff_user_id, issuer, subject)
       values ($1, $2, $3, 'https://id.example.com', 'cam') on conflict do nothing`,
      [studio.tenantId, scene.identityId, scene.staffUserId],
    );
    await query(
      `insert into staff_passkey (tenant_id, id, staff_user_id, credential_id, public_key, counter, name)
       values ($1, $2, $3, 'BBBB', '\\x00', 0, 'Phone') on conflict do nothing`,
      [studio.tenantId, scene.passkeyId, scene.staffUserId],
    );
    await query(
      `insert into trusted_device (tenant_id, id, staff_user_id, token_hash, expires_at)
       values ($1, $2, $3, repeat('0', 64), now() + interval '30 days') on conflict do nothing`,
      [studio.tenantId, scene.deviceId, scene.staffUserId],
    );
    await query(
      `insert into closure (tenant_id, id, first_date, last_date, name, kind, telehealth, made_by)
       values ($1, $2, '2030-01-01', '2030-01-01', 'New Year', 'public_holiday', 'closed', $3) on conflict do nothing`,
      [studio.tenantId, scene.closureIds[1], scene.staffUserId],
    );
    await query(
      `insert into travel_period (tenant_id, id, practitioner_id, first_date, last_date, time_zone, away)
       values ($1, $2, $3, '2029-01-01', '2029-01-02', 'Asia/Tokyo', false) on conflict do nothing`,
      [studio.tenantId, scene.travelPeriodId, studio.practitionerId],
    );
    await query(
      `insert into practitioner_licence (tenant_id, id, practitioner_id, title, number, state, expires_on)
       values ($1, $2, $3, 'LCSW', 'C-1001', 'New York', '2199-12-31') on conflict do nothing`,
      [studio.tenantId, scene.licenceId, studio.practitionerId],
    );
  }
  expect(wrong).toEqual([]);
}, 300_000);
