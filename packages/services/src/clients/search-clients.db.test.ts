import { asId, type StaffUserId } from "@quietroom/domain/ids";
import { dayMs, instant, plus } from "@quietroom/domain/time";
import {
  addClient,
  bookVisit,
  clientsOf,
  createStudio,
  inspect,
  person,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  wallTime,
  withKeys,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import type { VerbContext } from "../index.ts";
import { finishRotation, moveToKey, replaceKeys } from "../keys/index.ts";
import { assignSupervisor, endSupervision } from "../relations/index.ts";
import { removeClient, restoreRecord } from "../records/index.ts";
import { createStaffUser } from "../staff/index.ts";
import { keepNameTokens, searchClients } from "./index.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);

type Wish = Partial<ReturnType<typeof person>>;

const enter = async (studio: TestStudio, wish: Wish) =>
  await addClient(runtime, studio.tenantId, { ...person("Ana"), ...wish });

async function names(context: VerbContext, text: string): Promise<readonly string[]> {
  return (await searchClients(context, { text })).clients.map(({ name }) => name);
}

const withRoles = (
  studio: TestStudio,
  roles: readonly ("therapist" | "receptionist" | "supervisor")[],
  practitionerId: string | null = null,
): VerbContext => {
  const context = studio.as("receptionist");
  const { actor } = context;
  if (actor.kind !== "staff") throw new Error("staff was asked for");
  return { ...context, actor: { ...actor, roles: [...roles], practitionerId } };
};

const studio = await createStudio(runtime, { practitioners: 2, rooms: 2 });
const admin = studio.as("admin");
const zoe = {
  givenName: "Zoë",
  familyName: "O’Brien-Núñez",
  birthDate: "1991-02-03",
  email: "zoe.o@example.com",
  phone: "+49 171 1234567",
};
await enter(studio, zoe);
await enter(studio, {
  givenName: "Wolfeschlegelsteinhausen",
  familyName: "Bergerdorff",
  birthDate: "1975-12-31",
});
await enter(studio, { givenName: "Wolfeschlegelstil", familyName: "Ito", phone: "+1 171 1234567" });
const [zoesRecord] = (await clientsOf(runtime, studio.tenantId)).filter(
  ({ givenName }) => givenName === "Zoë",
);

test.each([
  "zo",
  "ZOË",
  "nun zoe",
  "o'brien",
  "brien-nu",
  "  Zoe.O@Example.com ",
  "0171/123 45 67",
  "+49 (0)171 1234567",
  "1991-02-03",
  "2/3/1991",
  "2/3/91",
  zoesRecord?.recordNumber ?? "",
  (zoesRecord?.recordNumber ?? "").toLowerCase().replace("-", " "),
])("ENC-09 %j finds the client whom it can mean", async (text) => {
  expect(await names(admin, text)).toContain("Zoë O’Brien-Núñez");
});

test.each([
  "ob zoem",
  "oe",
  "zoe berger",
  "3/2/1991",
  "zoe.o@example.co",
  "+1 212 555 0000",
  "%",
  "z%e",
  "a b",
  "K7QX-3M2D",
])("ENC-09 %j finds nobody, and that is an answer", async (text) => {
  expect(await searchClients(admin, { text })).toMatchObject({ clients: [], more: false });
});

test("ENC-09 whom an index brings is opened and looked at: twelve letters, nine digits and a bucket of dates are not enough", async () => {
  expect(await names(admin, "wolfeschlegelst")).toEqual([
    "Wolfeschlegelsteinhausen Bergerdorff",
    "Wolfeschlegelstil Ito",
  ]);
  expect(await names(admin, "wolfeschlegelste")).toEqual(["Wolfeschlegelsteinhausen Bergerdorff"]);
  expect(await names(admin, "wolfeschlegelstein ito")).toEqual([]);
  expect(await names(admin, "+1 171 1234567")).toEqual(["Wolfeschlegelstil Ito"]);
  // Everybody into the bucket of another's birth date.
  await query(
    "update client set birth_bucket = (select birth_bucket from client where id = $2) where tenant_id = $1",
    [studio.tenantId, zoesRecord?.id],
  );
  expect(await names(admin, "2/3/1991")).toEqual(["Zoë O’Brien-Núñez"]);
});

test("ENC-09 what is found says who it is, how to reach them and when they come next", async () => {
  const here = await createStudio(runtime);
  await bookVisit(here, { startsAt: wallTime(9, "10:00") });
  const next = await bookVisit(here, { startsAt: wallTime(4, "11:00") });
  const { clients, timeZone } = await searchClients(here.as("admin"), { text: "ana oka" });
  const [kept] = await clientsOf(runtime, here.tenantId);
  expect(clients).toEqual([
    {
      id: kept?.id,
      name: "Ana Okafor",
      email: "ana@example.com",
      phone: "+1 212 555 0199",
      birthYear: 1988,
      birthDate: "1988-04-12",
      recordNumber: kept?.recordNumber,
      visit: {
        appointmentId: next.id,
        startsAt: wallTime(4, "11:00"),
        date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      },
      restricted: false,
      canCorrect: true,
    },
  ]);
  expect(timeZone).toBe("America/New_York");
  // Once all are over, the last one.
  await query(
    "update appointment set starts_at = starts_at - interval '90 days', ends_at = ends_at - interval '90 days', blocked_from = blocked_from - interval '90 days', blocked_until = blocked_until - interval '90 days' where tenant_id = $1",
    [here.tenantId],
  );
  expect((await searchClients(here.as("admin"), { text: "ana" })).clients[0]?.visit?.appointmentId).not.toBe(
    next.id,
  );
  await query(
    "update appointment set status = 'cancelled', cancelled_at = now(), cancelled_by = 'staff' where tenant_id = $1",
    [here.tenantId],
  );
  expect((await searchClients(here.as("admin"), { text: "ana" })).clients[0]?.visit).toBeNull();
});

test("ENC-09 of more than twenty the last twenty are shown in the order of their names, always the same, and it is said", async () => {
  const crowd = await createStudio(runtime);
  const letters = "abcdefghijklmnopqrstuvw";
  for (const letter of letters) await enter(crowd, { givenName: `Kim${letter}`, familyName: `Lee${letter}` });
  const first = await searchClients(crowd.as("admin"), { text: "ki" });
  expect(first.more).toBe(true);
  expect(first.clients.map(({ name }) => name)).toEqual(
    Array.from(letters.slice(3), (letter) => `Kim${letter} Lee${letter}`),
  );
  expect(await searchClients(crowd.as("admin"), { text: "KI" })).toMatchObject({ clients: first.clients });
  expect(await searchClients(crowd.as("admin"), { text: "kim leea" })).toMatchObject({
    more: false,
    clients: [{ name: "Kima Leea" }],
  });
  // Beyond the first page that the index brings: everybody else shares the bucket.
  await enter(crowd, { givenName: "Old", birthDate: "1930-01-01" });
  for (let at = 0; at < 30; at += 1) await enter(crowd, { givenName: "New", birthDate: "2001-01-01" });
  await query(
    "update client set birth_bucket = (select birth_bucket from client where id = $2) where tenant_id = $1",
    [
      crowd.tenantId,
      (await clientsOf(runtime, crowd.tenantId)).find(({ givenName }) => givenName === "Old")?.id,
    ],
  );
  expect(await names(crowd.as("admin"), "1930-01-01")).toEqual(["Old Okafor"]);
});

test("ENC-09 check 84 one name in two studios has no token in common, and neither studio's search finds the other's", async () => {
  const [ours, theirs] = [await createStudio(runtime), await createStudio(runtime)];
  const [own, foreign] = [await enter(ours, {}), await enter(theirs, {})];
  const shared = await query(
    `select one.token from client_name_token one join client_name_token other using (token)
     where one.tenant_id = $1 and other.tenant_id = $2`,
    [ours.tenantId, theirs.tenantId],
  );
  expect(shared).toEqual([]);
  const [kept] = await query(
    "select count(*)::int as tokens from client_name_token where tenant_id = any($1)",
    [[ours.tenantId, theirs.tenantId]],
  );
  expect(kept).toEqual({ tokens: 14 }); // an, ana, and ok to okafor, at each
  const columns = await query(
    "select count(distinct email_index)::int as emails, count(distinct phone_index)::int as phones from client where tenant_id = any($1)",
    [[ours.tenantId, theirs.tenantId]],
  );
  expect(columns).toEqual([{ emails: 2, phones: 2 }]);
  for (const text of ["ana", "ana@example.com", "+1 212 555 0199", "1988-04-12"]) {
    const ids = async (at: TestStudio) =>
      (await searchClients(at.as("admin"), { text })).clients.map(({ id }) => id);
    expect([await ids(ours), await ids(theirs)]).toEqual([[own], [foreign]]);
  }
  const [foreigner] = await clientsOf(runtime, theirs.tenantId);
  expect(await names(ours.as("admin"), foreigner?.recordNumber ?? "")).toEqual([]);
});

test("check 84 what is kept of five hundred names tells which begin alike and nothing else: in another studio other digests come as often", async () => {
  const given = ["Anna", "Ben", "Chloé", "Dmitri", "Eve"];
  const people = Array.from({ length: 500 }, (_, at) => ({
    givenName: given[(at * at) % 5] ?? "",
    familyName: `Nguyen${at % 37}`,
  }));
  const counted = async () => {
    const here = await createStudio(runtime);
    const id = await enter(here, {});
    await query(
      "insert into client select (jsonb_populate_record(c, jsonb_build_object('id', uuidv7(), 'record_number_index', '\\x' || md5(n::text)))).* from client c, generate_series(1, 499) n where c.id = $1",
      [id],
    );
    const ids = await query("select id from client where tenant_id = $1 order by id", [here.tenantId]);
    await withKeys(runtime, here.tenantId, async ({ tx, keys }) => {
      await keepNameTokens(
        tx,
        keys,
        people.map((each, at) => ({ id: String(ids[at]?.["id"]), ...each })),
      );
    });
    return await query(
      "select encode(token, 'hex') as token, count(*)::int as times from client_name_token where tenant_id = $1 group by 1 order by 2, 1",
      [here.tenantId],
    );
  };
  const [here, there] = [await counted(), await counted()];
  expect(here.length).toBeGreaterThan(40);
  expect(here.map(({ times }) => times)).toEqual(there.map(({ times }) => times));
  const theirs = new Set(there.map(({ token }) => token));
  expect(here.filter(({ token }) => theirs.has(token))).toEqual([]);
}, 60_000);

test("check 84 ENC-05 a replaced index key finds everybody before, while and after rows are moved to it", async () => {
  const moving = await createStudio(runtime);
  await enter(moving, {});
  await enter(moving, { ...person("Ben"), birthDate: "1970-07-07" });
  const [ana] = await clientsOf(runtime, moving.tenantId);
  const asked = ["ana", "oka ana", "ana@example.com", "1988-04-12", ana?.recordNumber ?? ""];
  const everything = async () => {
    for (const text of asked) expect(await names(moving.as("admin"), text), text).toEqual(["Ana Okafor"]);
    expect(await names(moving.as("admin"), "212 555 0199")).toEqual(["Ana Okafor", "Ben Okafor"]);
  };
  const kept = async () =>
    await query("select token from client_name_token where tenant_id = $1", [moving.tenantId]);
  const before = await kept();
  const keyId = await replaceKeys(moving.as("system"));
  await runtime.vault.keysOf(moving.tenantId, { including: keyId });
  await everything();
  await enter(moving, { ...person("Cleo"), birthDate: "1999-01-01", phone: "+1 212 555 0111" }); // under the new key beside the old ones
  expect(await names(moving.as("admin"), "okaf")).toEqual(["Ana Okafor", "Ben Okafor", "Cleo Okafor"]);
  while ((await moveToKey(moving.as("system"), { keyId, batches: 1 })) === "more");
  succeeded(await finishRotation(moving.as("system"), { keyId }));
  await everything();
  runtime.vault.forget(moving.tenantId);
  await everything();
  const tokens = new Set((await kept()).map(({ token }) => String(token)));
  expect(before.filter(({ token }) => tokens.has(String(token)))).toEqual([]);
});

test("COMP-03 a removed client is not found, and is again once the record is back", async () => {
  const here = await createStudio(runtime);
  const clientId = await enter(here, {});
  const mara = await member(here, "admin");
  succeeded(await removeClient(mara, { clientId, reason: "Asked for it" }));
  for (const text of ["ana", "ana@example.com", "+1 212 555 0199", "1988-04-12"])
    expect(await names(mara, text), text).toEqual([]);
  succeeded(await restoreRecord(mara, { clientId, reason: "Came back" }));
  expect(await names(mara, "ana")).toEqual(["Ana Okafor"]);
});

async function member(at: TestStudio, role: "admin" | "supervisor"): Promise<VerbContext> {
  const { staffUserId } = succeeded(
    await createStaffUser(at.as("system"), {
      email: `${role}@example.com`,
      displayName: "Mara Lind",
      roles: [role],
      practitionerId: null,
      password: "a lamp left on all night",
    }),
  );
  const context = at.as("admin");
  const { actor } = context;
  if (actor.kind !== "staff") throw new Error("staff was asked for");
  return { ...context, actor: { ...actor, staffUserId, roles: [role] } };
}

test("AUTH-51 AUTH-53 a therapist finds those who have visits with them, a supervisor their supervisees', and each from the next call on", async () => {
  const here = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  const [ann = here.practitionerId, bea = here.practitionerId] = here.practitionerIds;
  await bookVisit(here, { startsAt: wallTime(4, "10:00"), practitionerId: ann, who: person("Ana") });
  await bookVisit(here, { startsAt: wallTime(4, "10:00"), practitionerId: bea, who: person("Ben") });
  await enter(here, person("Cleo"));
  const found = async (context: VerbContext) => await names(context, "okafor");
  expect(await found(here.as("admin"))).toEqual(["Ana Okafor", "Ben Okafor", "Cleo Okafor"]);
  expect(await found(here.as({ therapist: ann }))).toEqual(["Ana Okafor"]);
  expect(await names(here.as({ therapist: ann }), "1988-04-12")).toEqual(["Ana Okafor"]);
  expect(await names(here.as({ therapist: ann }), "ben@example.com")).toEqual([]);
  expect(await found(withRoles(here, ["therapist"]))).toEqual([]);
  const sue = await member(here, "supervisor");
  expect(await found(sue)).toEqual([]);
  const supervisorId = asId<StaffUserId>(sue.actor.kind === "staff" ? sue.actor.staffUserId : "");
  const startsAt = plus(instant(Date.now()), -dayMs);
  const { id } = succeeded(
    await assignSupervisor(here.as("admin"), {
      supervisorId,
      superviseeId: bea,
      kind: "primary",
      startsAt,
      endsAt: null,
    }),
  );
  expect(await found(sue)).toEqual(["Ben Okafor"]);
  await endSupervision(here.as("admin"), { supervisionId: asId(id) });
  expect(await found(sue)).toEqual([]);
});

test("check 26 AUTH-52 whose view is limited finds by name, contact and number, sees no day of birth, and cannot ask for one", async () => {
  const here = await createStudio(runtime, { practitioners: 2, rooms: 2 });
  await bookVisit(here, { startsAt: wallTime(4, "10:00") });
  await enter(here, { ...person("Ben"), birthDate: "1970-07-07" });
  const desk = here.as("receptionist");
  expect((await searchClients(desk, { text: "okafor" })).clients).toMatchObject([
    {
      name: "Ana Okafor",
      birthYear: 1988,
      birthDate: null,
      recordNumber: null,
      email: "ana@example.com",
      visit: {},
    },
    { name: "Ben Okafor", birthYear: 1970, birthDate: null, recordNumber: null, visit: null },
  ]);
  expect(await names(desk, "1988-04-12")).toEqual([]);
  expect(await names(desk, "212 555 0199")).toEqual(["Ana Okafor", "Ben Okafor"]);
  // Of one's own clients the whole, of the others what the desk sees; and still no way to ask for a day.
  const both = withRoles(here, ["therapist", "receptionist"], here.practitionerId);
  expect((await searchClients(both, { text: "okafor" })).clients).toMatchObject([
    { name: "Ana Okafor", birthDate: "1988-04-12" },
    { name: "Ben Okafor", birthDate: null, recordNumber: null },
  ]);
  expect(await names(both, "1970-07-07")).toEqual([]);
});

test("AUD-03 AUD-05 a search is audited with those it showed and as what it was read, and what was typed stands nowhere", async () => {
  const here = await createStudio(runtime);
  const ids = [await enter(here, {}), await enter(here, person("Ben"))];
  const logged = runtime.logged.length;
  for (const text of ["okafor", "ben@example.com", "Nobody Anyhow", "1988-04-12"])
    await names(here.as("admin"), text);
  const rows = await query(
    "select action, resource, phi, outcome, detail from audit_event where tenant_id = $1 and verb = 'clients.search' order by id",
    [here.tenantId],
  );
  expect(rows).toMatchObject([
    { action: "read", resource: "client", phi: true, outcome: "done", detail: { by: ["name"], more: false } },
    { detail: { by: ["email"], clientIds: [ids[1]] } },
    { detail: { by: ["name"], clientIds: [] } },
    { detail: { by: ["phone", "recordNumber", "birthDate"] } },
  ]);
  const [first] = rows;
  expect(JSON.stringify(first)).toContain(ids[0]);
  expect(JSON.stringify(first)).toContain(ids[1]);
  const said = JSON.stringify([rows, runtime.logged.slice(logged)]).toLowerCase();
  for (const typed of ["okafor", "ben@", "anyhow", "1988"]) expect(said).not.toContain(typed);
});

test("AUTH-51 AUTH-55 clients, visitors and compliance look for nobody, and it is on record", async () => {
  const compliance = studio.as("admin");
  const { actor } = compliance;
  if (actor.kind !== "staff") throw new Error("staff was asked for");
  const others = [
    studio.as("public"),
    { ...compliance, actor: { ...actor, roles: ["compliance"] as const } },
  ];
  for (const context of others)
    await expect(searchClients(context, { text: "zoe" })).rejects.toThrow("forbidden");
  const rows = await query(
    "select outcome from audit_event where tenant_id = $1 and verb = 'clients.search' and outcome = 'forbidden'",
    [studio.tenantId],
  );
  expect(rows.length).toBe(2);
});
