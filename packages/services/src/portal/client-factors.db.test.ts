import {
  appCode,
  askAndRead,
  bookedClient,
  changeClient,
  createStudio,
  enrolApp,
  enrolClientApp,
  inspect,
  keepingSender,
  signedInClient,
  solvePuzzle,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { asId, type Id } from "@quietroom/domain/ids";
import { beforeEach, expect, test, vi } from "vitest";
import type { VerbContext } from "../runtime.ts";
import { createStaffUser, newPuzzle, resolveSession } from "../staff/index.ts";
import { sendMessage } from "../messages/index.ts";
import {
  type ClientActor,
  clientSecondStep,
  comeIn,
  comeInWithPassword,
  listClientAccounts,
  passClientStep,
  removeOwnApp,
  renewOwnCodes,
  resetClientStep,
  resolveClientSession,
  restoreClient,
  setClientStepRule,
  setOwnPassword,
  suspendClient,
  unlockClient,
  viewOwnFactors,
} from "./index.ts";

/** Counts what a password costs; the work itself is the library's own. */
const evaluations = vi.hoisted(() => ({ count: 0 }));
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  const counted =
    <A extends readonly unknown[], R>(work: (...given: A) => R) =>
    (...given: A): R => {
      evaluations.count += 1;
      return work(...given);
    };
  return { ...real, hash: counted(real.hash), verify: counted(real.verify) };
});

const database = await testDatabase();
const kept = keepingSender();
const runtime = await testRuntime(database, { sender: kept.sender });
const query = await inspect(database);
const studio = await createStudio(runtime);
const { tenantId } = studio;
const desk = { email: "desk@example.com", password: "a kettle sings at dawn" };
succeeded(
  await createStaffUser(studio.as("system"), {
    ...desk,
    displayName: "Robin Sample",
    roles: ["admin"],
    practitionerId: null,
  }),
);
const admin = await provenAdmin();
const long = "slow rivers carry warm stones";
const short = "tidal lamps 4";
const refused = (refusal: string) => ({ ok: false, refusal });
let days = 1;

beforeEach(async () => {
  await query("delete from guard.subject");
  await query("update session set mfa_passed_at = now() where mfa_passed_at is not null");
});

/** An admin whose second factor is fresh. */
async function provenAdmin(): Promise<VerbContext> {
  const { session } = await enrolApp(runtime, desk);
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("the session opens nothing");
  return { runtime, actor, requestId: "test" };
}

async function somebody(name: string) {
  days += 1;
  const client = await bookedClient(studio, query, { name, day: days });
  return { ...client, ...(await signedInClient(studio, kept, client.who)) };
}

const who = async (token: string) => await resolveClientSession(runtime, { tenantId, token }, "recheck");
const stepOf = async (token: string) =>
  await clientSecondStep(runtime, { tenantId, token }, "what_is_needed");
const pass = async (token: string, code: string) =>
  await passClientStep(runtime, { tenantId, token }, { code, ip: null });

type Named = { readonly email: string; readonly birthDate: string };
const shown = (person: Named, password: string, more: object = {}) => ({
  tenantId,
  email: person.email,
  birthDate: person.birthDate,
  password,
  proof: null,
  userAgent: "Test/1.0",
  ip: null,
  tokenBefore: null,
  ...more,
});
/** One try, with earlier failures forgotten: how many there may be is tried elsewhere. */
async function byPassword(person: Named, password: string) {
  await query("delete from guard.subject");
  return await comeInWithPassword(runtime, shown(person, password));
}

async function setPassword(
  actor: ClientActor,
  next: string | null,
  proof: Partial<Record<"current" | "code", string>> = {},
) {
  return await setOwnPassword(runtime, actor, { current: "", code: "", ip: null, ...proof, next });
}

async function actorOf(token: string): Promise<ClientActor> {
  const actor = await who(token);
  if (actor === null) throw new Error("the session opens nothing");
  return actor;
}

/** The kinds of mail that were planned for an account, each sent now. */
async function mailOf(actor: ClientActor): Promise<readonly string[]> {
  const rows = await query(
    "select id, kind from notification where client_id = $1 and category = 'account' order by id",
    [actor.clientId],
  );
  for (const { id } of rows) await sendMessage(studio.as("system"), { notificationId: String(id) });
  return rows.map(({ kind }) => String(kind));
}

/** Somebody at the front desk, who has a row as everybody who gives a reason must. */
async function atTheDesk(displayName: string): Promise<VerbContext> {
  const context = studio.as("receptionist");
  if (context.actor.kind !== "staff") throw new Error("staff was asked for");
  await query(
    `insert into staff_user (tenant_id, id, email, display_name, password_hash, roles)
     values ($1, $2::uuid, $2::text || '@example.com', $3, '-', '{receptionist}')`,
    [tenantId, context.actor.staffUserId, displayName],
  );
  return context;
}

const reasonFor = (actor: ClientActor) => ({
  clientAccountId: asId<Id<"client_account">>(actor.clientAccountId),
  reason: "Called us",
});

test("AUTH-07 check 50 check 55 a client adds a password, is told by mail, and comes in by it; their other sessions end, this one goes on under another token", async () => {
  const { who: ana, token, actor } = await somebody("Ana");
  const other = await signedInClient(studio, kept, ana);
  expect(await byPassword(ana, long)).toEqual(refused("wrong_credentials"));
  const set = succeeded(await setPassword(actor, long));
  expect(await who(token)).toBeNull();
  expect(await who(other.token)).toBeNull();
  expect(await who(set.token)).toMatchObject({ sessionId: actor.sessionId });
  const sent = kept.mails.length;
  expect(await mailOf(actor)).toEqual(["password_added"]);
  const [mail] = kept.mails.slice(sent);
  expect(mail).toMatchObject({
    to: ana.email,
    content: { template: "portal-account", notice: "password_added" },
  });
  const come = succeeded(await byPassword(ana, long));
  expect(await who(come.token)).toMatchObject({ clientId: actor.clientId });
  expect(await byPassword(ana, `${long}!`)).toEqual(refused("wrong_credentials"));
  expect(await byPassword({ ...ana, birthDate: "1990-02-03" }, long)).toEqual(refused("wrong_credentials"));
});

test("AUTH-02 AUTH-07 check 54 alone a password has 15 characters, beside an app 12; nothing obvious or common, and only after the one until now", async () => {
  const { token, actor, who: ben } = await somebody("Ben");
  expect(await setPassword(actor, short)).toEqual(refused("password_too_short"));
  expect(await setPassword(actor, `${ben.email} and more`)).toEqual(refused("password_too_obvious"));
  expect(await setPassword(actor, "aaaaaaaaaaaaaaaaaaaa")).toEqual(refused("password_too_obvious"));
  const app = await enrolClientApp(studio, token);
  const withApp = await actorOf(app.token);
  expect(await setPassword(withApp, short)).toEqual(refused("wrong_code"));
  expect(await setPassword(withApp, short, { code: "000000" })).toEqual(refused("wrong_code"));
  const set = succeeded(await setPassword(withApp, short, { code: appCode(app.secret, "current") }));
  const again = await actorOf(set.token);
  const code = appCode(app.secret, "next");
  expect(await setPassword(again, long, { code })).toEqual(refused("wrong_password"));
  expect(await setPassword(again, long, { code, current: short })).toMatchObject({ ok: true });
});

test("AUTH-02 AUTH-07 a password too short to stand alone goes with the app; one that is long enough stays", async () => {
  for (const [name, password, stays] of [
    ["Cleo", short, false],
    ["Dora", long, true],
  ] as const) {
    const { token, who: person } = await somebody(name);
    const app = await enrolClientApp(studio, token);
    const set = succeeded(
      await setPassword(await actorOf(app.token), password, { code: appCode(app.secret, "current") }),
    );
    const actor = await actorOf(set.token);
    expect(await removeOwnApp(runtime, actor, { code: "000000", ip: null })).toEqual(refused("wrong_code"));
    const code = appCode(app.secret, "next");
    const removed = succeeded(await removeOwnApp(runtime, actor, { code, ip: null }));
    expect(await who(removed.token)).not.toBeNull();
    expect((await byPassword(person, password)).ok, name).toBe(stays);
    expect(await mailOf(actor)).toEqual(["app_added", "password_added", "app_removed"]);
  }
});

test("check 46 AUTH-07 AUTH-43 by link, code and password: only the right first factor and the right code open anything, and recovery codes count once", async () => {
  const { who: ella, token } = await somebody("Ella");
  const app = await enrolClientApp(studio, token);
  const set = await setPassword(await actorOf(app.token), long, { code: app.codes[0] ?? "" });
  expect(set.ok).toBe(true);
  const ways: Readonly<Record<string, () => Promise<string>>> = {
    password: async () => succeeded(await byPassword(ella, long)).token,
    link: async () => await byMail(ella, "link"),
    code: async () => await byMail(ella, "code"),
  };
  let spare = 1;
  for (const [way, come] of Object.entries(ways)) {
    const half = await come();
    expect(await who(half), way).toBeNull();
    expect(await stepOf(half), way).toEqual({ kind: "code" });
    const wrong = await Promise.all([
      pass(half, "000000"),
      pass(half, "aaaaa-aaaaa"),
      pass(half, app.codes[0] ?? ""),
    ]);
    expect(wrong, way).toEqual([refused("wrong_code"), refused("wrong_code"), refused("wrong_code")]);
    expect(await who(half), way).toBeNull();
    const passed = succeeded(await pass(half, app.codes[spare] ?? ""));
    spare += 1;
    expect(passed.codes).toBeNull();
    expect(await who(passed.token), way).not.toBeNull();
    expect(await who(half), way).toBeNull();
    expect(await pass(half, app.codes[spare] ?? ""), way).toEqual(refused("session_over"));
    await query("delete from guard.subject");
  }
  // A wrong password beside a right code is a wrong password: it leads to no step at all.
  expect(await byPassword(ella, "another long sentence")).toEqual(refused("wrong_credentials"));
  const [listed] = await query(
    "select count(*)::int as n from client_recovery_code where code_hash = any($1)",
    [app.codes],
  );
  expect(listed?.["n"]).toBe(0);
});

async function byMail(person: Named, way: "link" | "code"): Promise<string> {
  await query("delete from guard.subject");
  const { browserToken, mail } = await askAndRead(studio, kept, person);
  if (mail === null) throw new Error("nothing was mailed");
  const aside = { tenantId, browserToken, userAgent: "Test/1.0", ip: null, tokenBefore: null };
  const what = way === "link" ? { link: mail.link, code: null } : { link: null, code: mail.code };
  return succeeded(await comeIn(runtime, { ...aside, ...what })).token;
}

test("check 47 AUTH-07 a half session changes nothing of the account and is no session for anything", async () => {
  const { who: finn, token } = await somebody("Finn");
  await enrolClientApp(studio, token);
  const half = await byMail(finn, "link");
  expect(await resolveClientSession(runtime, { tenantId, token: half }, "request")).toBeNull();
  expect(await clientSecondStep(runtime, { tenantId, token: half }, "an_app")).toEqual({ kind: "code" });
  // It is gone after 15 minutes like any other, and asking for the step does not keep it awake.
  await query("update client_session set last_active_at = now() - interval '14 minutes 59 seconds'");
  expect(await stepOf(half)).toEqual({ kind: "code" });
  await query("update client_session set last_active_at = now() - interval '15 minutes'");
  expect(await stepOf(half)).toBeNull();
  expect(await pass(half, "000000")).toEqual(refused("session_over"));
});

test("check 48 AUTH-07 a code counts once, twice at the same moment once, the one before it no more, and none from another time", async () => {
  const { who: gina, token } = await somebody("Gina");
  const app = await enrolClientApp(studio, token);
  const halves = [await byMail(gina, "link"), await byMail(gina, "link")];
  const code = appCode(app.secret, "current");
  const both = await Promise.all(halves.map(async (half) => await pass(half, code)));
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  const third = await byMail(gina, "link");
  for (const old of [code, appCode(app.secret, "previous")])
    expect(await pass(third, old)).toEqual(refused("wrong_code"));
  expect((await pass(third, appCode(app.secret, "next"))).ok).toBe(true);
});

test("check 49 AUTH-07 ten recovery codes, each once; new ones end the old, and are told to nobody but once", async () => {
  const { token } = await somebody("Hana");
  const app = await enrolClientApp(studio, token);
  expect(new Set(app.codes).size).toBe(10);
  const actor = await actorOf(app.token);
  const renew = async (code: string) => await renewOwnCodes(runtime, actor, { code, ip: null });
  const { codes } = succeeded(await renew(app.codes[0] ?? ""));
  for (const old of app.codes.slice(0, 3)) expect(await renew(old)).toEqual(refused("wrong_code"));
  expect(await viewOwnFactors({ runtime, actor, requestId: "test" }, {})).toEqual({
    password: "none",
    app: "set_up",
    recoveryCodesLeft: 10,
    studio: "optional",
  });
  expect((await renew((codes[1] ?? "").toUpperCase().replace("-", " "))).ok).toBe(true);
});

test("check 51 AUTH-40 AUTH-41 of fifty passwords at once five are looked at; the account locks, its client and the studio are told, and another session goes on", async () => {
  const { actor, who: ivan } = await somebody("Ivan");
  const { token } = succeeded(await setPassword(actor, long));
  const proofs = await Promise.all(
    Array.from(
      { length: 50 },
      async () => await solvePuzzle(await newPuzzle(runtime, { rounds: 1, atLeast: 0, below: 2 })),
    ),
  );
  const tries = await Promise.all(
    proofs.map(
      async (proof) => await comeInWithPassword(runtime, shown(ivan, "not this one at all", { proof })),
    ),
  );
  const answers = tries.map((answer) => (answer.ok ? "in" : answer.refusal));
  expect(answers.filter((answer) => answer === "wrong_credentials")).toHaveLength(5);
  expect(answers.filter((answer) => answer === "too_many")).toHaveLength(45);
  expect(await comeInWithPassword(runtime, shown(ivan, long))).toEqual(refused("too_many"));
  expect(await mailOf(actor)).toEqual(["password_added", "account_locked"]);
  const incidents = await query("select 1 from security_incident where kind = 'client_locked'");
  expect(incidents).toHaveLength(1);
  const { accounts } = await listClientAccounts(admin, { state: "locked", after: null });
  expect(accounts.map(({ clientAccountId }) => clientAccountId)).toEqual([actor.clientAccountId]);
  // Whoever is in stays in, and the way in by mail is open: a stranger locks nobody out (check 52).
  expect(await who(token)).not.toBeNull();
  expect((await askAndRead(studio, kept, ivan)).mail).not.toBeNull();
  succeeded(await unlockClient(admin, reasonFor(actor)));
  expect((await comeInWithPassword(runtime, shown(ivan, long))).ok).toBe(true);
  expect(await unlockClient(admin, reasonFor(actor))).toEqual(refused("not_locked"));
});

test("check 51 AUTH-40 five wrong codes are looked at and no sixth, however many sessions they come from; a password of one's own counts with them", async () => {
  const { who: jana, token } = await somebody("Jana");
  const app = await enrolClientApp(studio, token);
  const actor = await actorOf(app.token);
  const half = await byMail(jana, "link");
  for (const wrong of ["000000", "111111", "222222"])
    expect(await pass(half, wrong)).toEqual(refused("wrong_code"));
  expect(await removeOwnApp(runtime, actor, { code: "333333", ip: null })).toEqual(refused("wrong_code"));
  expect(await pass(half, "444444")).toEqual(refused("wrong_code"));
  expect(await pass(half, appCode(app.secret, "current"))).toEqual(refused("too_many"));
  expect(await removeOwnApp(runtime, actor, { code: appCode(app.secret, "current"), ip: null })).toEqual(
    refused("too_many"),
  );
});

test("check 53 AUTH-43 whoever nobody is, has no password, is suspended or not verified gets one answer after one hash and the same audit", async () => {
  const { who: kim } = await somebody("Kim");
  const { who: lea, actor } = await somebody("Lea");
  succeeded(await setPassword(actor, long));
  succeeded(await suspendClient(admin, reasonFor(actor)));
  const nobody = { email: "nobody@example.com", birthDate: "1980-01-01" };
  await byPassword(nobody, long); // the hash that stands in for one is made at the first question
  const people: readonly (readonly [Named, string])[] = [
    [nobody, long],
    [kim, long],
    [lea, long],
    [lea, "wrong wrong wrong wrong"],
  ];
  for (const [person, password] of people) {
    const before = await query(
      "select count(*)::int as n from audit_event where verb = 'portal.come_in_with_password'",
    );
    const hashes = evaluations.count;
    expect(await byPassword(person, password)).toEqual(refused("wrong_credentials"));
    expect(evaluations.count - hashes).toBe(1);
    const after = await query(
      "select count(*)::int as n from audit_event where verb = 'portal.come_in_with_password'",
    );
    expect(Number(after[0]?.["n"]) - Number(before[0]?.["n"])).toBe(1);
  }
});

test("check 53 AUTH-43 after three failures a try costs a puzzle, known or not", async () => {
  const { who: mia } = await somebody("Mia");
  for (const person of [mia, { email: "nobody@example.com", birthDate: "1980-01-01" }]) {
    await query("delete from guard.subject");
    const once = async () => await comeInWithPassword(runtime, shown(person, "wrong wrong wrong wrong"));
    for (let time = 0; time < 3; time += 1) expect(await once()).toEqual(refused("wrong_credentials"));
    expect(await once()).toEqual(refused("proof_needed"));
  }
});

test("TEN-22 AUTH-07 check 47 once a studio asks for a second step, sessions without one end at once, and the next way in leads to setting one up", async () => {
  const { token, who: nora } = await somebody("Nora");
  const { token: otto } = await somebody("Otto");
  const app = await enrolClientApp(studio, otto);
  const rule = async (asked: "required" | "optional") => await setClientStepRule(admin, { rule: asked });
  expect(await setClientStepRule(studio.as("admin"), { rule: "required" })).toEqual(
    refused("second_factor_needed"),
  );
  succeeded(await rule("required"));
  expect(await who(token)).toBeNull();
  expect(await stepOf(token)).toBeNull();
  expect(await who(app.token)).not.toBeNull();
  const half = await byMail(nora, "link");
  expect(await who(half)).toBeNull();
  const step = await stepOf(half);
  if (step?.kind !== "enrol") throw new Error("nothing is to be set up");
  expect(await stepOf(half)).toEqual(step);
  expect(await pass(half, "000000")).toEqual(refused("wrong_code"));
  expect(await who(half)).toBeNull();
  const passed = succeeded(await pass(half, appCode(step.secret, "current")));
  expect(passed.codes).toHaveLength(10);
  const actor = await actorOf(passed.token);
  expect(await removeOwnApp(runtime, actor, { code: passed.codes?.[0] ?? "", ip: null })).toEqual(
    refused("required_here"),
  );
  succeeded(await rule("optional"));
  expect((await removeOwnApp(runtime, actor, { code: passed.codes?.[1] ?? "", ip: null })).ok).toBe(true);
  const audits = await query(
    "select detail from audit_event where verb = 'portal.set_step_rule' order by id",
  );
  expect(audits.map(({ detail }) => detail)).toEqual([
    { rule: "required" },
    { rule: "required" },
    { rule: "optional" },
  ]);
});

test("AUTH-09 AUTH-36 suspended, a client's next request is nobody's and no way leads in; restored, they verify their address first", async () => {
  const { token, actor, who: pia } = await somebody("Pia");
  const set = succeeded(await setPassword(actor, long));
  expect(await who(token)).toBeNull();
  const desks = await atTheDesk("Sam Reed");
  succeeded(await suspendClient(desks, reasonFor(actor)));
  expect(await suspendClient(desks, reasonFor(actor))).toEqual(refused("already_suspended"));
  expect(await who(set.token)).toBeNull();
  expect((await askAndRead(studio, kept, pia)).mail).toBeNull();
  expect(await byPassword(pia, long)).toEqual(refused("wrong_credentials"));
  succeeded(await restoreClient(desks, reasonFor(actor)));
  expect(await restoreClient(desks, reasonFor(actor))).toEqual(refused("not_suspended"));
  expect(await byPassword(pia, long)).toEqual(refused("wrong_credentials"));
  await byMail(pia, "link");
  expect((await byPassword(pia, long)).ok).toBe(true);
  await expect(
    suspendClient(studio.as({ therapist: studio.practitionerId }), reasonFor(actor)),
  ).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("AUTH-09 AUD-05 why an account was shut, opened or unlocked is opened for those who may do so, and the audit names the reason without its words", async () => {
  const { actor } = await somebody("Yara");
  const [first, second] = [await atTheDesk("Kim Ode"), await atTheDesk("Lou Park")];
  const act = { clientAccountId: asId<Id<"client_account">>(actor.clientAccountId) };
  succeeded(await suspendClient(first, { ...act, reason: "Ximena asked for it" }));
  // What was refused was not done, and is no reason for anything.
  expect((await suspendClient(second, { ...act, reason: "Ximena again" })).ok).toBe(false);
  succeeded(await restoreClient(second, { ...act, reason: "Ximena came by" }));
  const reasonsFor = async (context: VerbContext) => {
    const { accounts } = await listClientAccounts(context, { state: "all", after: null });
    return accounts.find(({ clientAccountId }) => clientAccountId === actor.clientAccountId)?.reasons;
  };
  expect(await reasonsFor(first)).toEqual([
    { act: "restored", at: expect.any(Number), by: "Lou Park", reason: "Ximena came by" },
    { act: "suspended", at: expect.any(Number), by: "Kim Ode", reason: "Ximena asked for it" },
  ]);
  const kept = await query("select id, act from client_reason where client_id = $1 order by id", [
    actor.clientId,
  ]);
  expect(kept.map(({ act: done }) => done)).toEqual(["suspended", "restored"]);
  const audits = await query(
    `select verb, outcome, client_id, detail from audit_event
     where resource_id = $1 and actor_kind = 'staff' and resource = 'client_account' order by id`,
    [actor.clientAccountId],
  );
  const row = { client_id: actor.clientId };
  expect(audits).toEqual([
    {
      ...row,
      verb: "portal.suspend_account",
      outcome: "done",
      detail: { state: "suspended", reasonId: kept[0]?.["id"] },
    },
    { ...row, verb: "portal.suspend_account", outcome: "already_suspended", detail: { state: "suspended" } },
    {
      ...row,
      verb: "portal.restore_account",
      outcome: "done",
      detail: { state: "restored", reasonId: kept[1]?.["id"] },
    },
  ]);
  const [seen] = await query(
    "select (select string_agg(e::text, '') from audit_event e) || (select string_agg(r::text, '') from client_reason r) as everything",
  );
  expect(String(seen?.["everything"])).not.toContain("Ximena");
});

test("check 50 AUTH-23 an admin who has just proven to be there resets a client's second step: it is gone, their sessions end, they are told", async () => {
  const { token } = await somebody("Quinn");
  const app = await enrolClientApp(studio, token);
  const actor = await actorOf(app.token);
  await expect(resetClientStep(studio.as("receptionist"), reasonFor(actor))).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await resetClientStep(studio.as("admin"), reasonFor(actor))).toEqual(
    refused("second_factor_needed"),
  );
  expect(await who(app.token)).not.toBeNull();
  succeeded(await resetClientStep(admin, reasonFor(actor)));
  expect(await who(app.token)).toBeNull();
  expect(await mailOf(actor)).toEqual(["app_added", "second_step_reset"]);
  expect(
    await query("select 1 from client_recovery_code where client_account_id = $1", [actor.clientAccountId]),
  ).toEqual([]);
  expect(await resetClientStep(admin, reasonFor(actor))).toEqual(refused("no_app"));
});

test("AUTH-08 a password counts for the address that was verified, and for none that the record got since", async () => {
  const { actor, who: rosa } = await somebody("Rosa");
  succeeded(await setPassword(actor, long));
  const email = "rosa.new@example.com";
  await changeClient(runtime, actor, { email });
  expect(await byPassword(rosa, long)).toEqual(refused("wrong_credentials"));
  expect(await byPassword({ ...rosa, email }, long)).toEqual(refused("wrong_credentials"));
  await byMail({ ...rosa, email }, "link");
  expect((await byPassword({ ...rosa, email }, long)).ok).toBe(true);
});

test("check 74 no password, secret or recovery code stands in any table, event or log line", async () => {
  const { token } = await somebody("Sven");
  const app = await enrolClientApp(studio, token);
  const password = "nine quiet herons wade";
  succeeded(await setPassword(await actorOf(app.token), password, { code: appCode(app.secret, "current") }));
  const secrets = [password, app.secret, app.token, ...app.codes];
  const tables = await query(
    "select relname::text as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace",
  );
  for (const { name } of tables)
    expect(
      await query(
        `select 1 from "${String(name)}" t, unnest($1::text[]) s where t::text like '%' || s || '%'`,
        [secrets],
      ),
      String(name),
    ).toEqual([]);
  const logged = JSON.stringify(runtime.logged);
  for (const secret of secrets) expect(logged).not.toContain(secret);
});
