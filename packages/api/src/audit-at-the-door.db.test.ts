import { createHash, randomUUID } from "node:crypto";
import { staffPolicies } from "@quietroom/domain/access";
import { ok } from "@quietroom/domain/result";
import type { OutgoingMessage } from "@quietroom/services/ports";
import {
  answerPasswordRequests,
  askEmailChange,
  askPasswordReset,
  createStaffUser,
  inviteColleague,
  resolveSession,
} from "@quietroom/services/staff";
import { sendMessage } from "@quietroom/services/messages";
import {
  createStudio,
  enrolApp,
  inspect,
  protectedTables,
  succeeded,
  testDatabase,
  testRuntime,
  unaudited,
  watchTransactions,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { declarations } from "../test/declared.ts";
import { served } from "../test/served.ts";
import { staffContext } from "./context.ts";
import { arrivalRouter } from "./root.ts";

const database = await testDatabase();
const sent: OutgoingMessage[] = [];
const plain = await testRuntime(database, {
  sender: {
    async send(message) {
      sent.push(message);
      return await Promise.resolve(ok({ providerId: message.idempotencyKey }));
    },
  },
});
const query = await inspect(database);
const studio = await createStudio(plain);
const tables = await protectedTables(query);
const { db, taken } = watchTransactions(plain.db);
const runtime = { ...plain, db };
const person = {
  email: "robin@example.com",
  displayName: "Robin Sample",
  roles: ["admin"] as const,
  practitionerId: null,
  password: "a kettle sings at dawn",
};
succeeded(await createStaffUser(studio.as("system"), person));

/** Who is signed in, proven a moment ago. */
async function atWork() {
  const { session } = await enrolApp(plain, person);
  const actor = await resolveSession(plain, session, "request");
  if (actor === null) throw new Error("the session opens nothing");
  return { runtime: plain, actor, requestId: "arranged" };
}
const robin = await atWork();
const newEmail = "robin.new@example.com";

/** The token of the newest link that was mailed. */
async function mailedToken(): Promise<string> {
  const waiting = await query("select id from notification where link_id is not null and status = 'planned'");
  for (const { id } of waiting) await sendMessage(studio.as("system"), { notificationId: String(id) });
  const tokens = sent.flatMap(({ content }) => /#([\w-]{40,})"/.exec(JSON.stringify(content))?.[1] ?? []);
  const token = tokens.at(-1);
  if (token === undefined) throw new Error("no link was mailed");
  return token;
}

const links: Readonly<Record<string, () => Promise<string>>> = {
  async invitation() {
    const colleague = { email: "dana@example.com", roles: ["receptionist" as const] };
    const practitioner = { kind: "none" as const };
    succeeded(await inviteColleague(robin, { ...colleague, practitioner, locations: [] }));
    return await mailedToken();
  },
  async email_change() {
    succeeded(await askEmailChange(robin, { email: newEmail }));
    return await mailedToken();
  },
  async reset() {
    succeeded(await askPasswordReset(plain, { email: newEmail }));
    await answerPasswordRequests(plain);
    return await mailedToken();
  },
};

const newPassword = "five herons by the lake";
const calls = [
  { path: "invitation.view", link: "invitation", more: {} },
  {
    path: "invitation.accept",
    link: "invitation",
    more: { displayName: "Dana", password: newPassword, accepts: { ...staffPolicies } },
  },
  { path: "credentials.viewEmailChange", link: "email_change", more: {} },
  { path: "credentials.confirmEmailChange", link: "email_change", more: {} },
  { path: "credentials.viewReset", link: "reset", more: {} },
  { path: "credentials.resetPassword", link: "reset", more: { password: newPassword } },
  { path: "credentials.askReset", link: null, more: { email: "nobody@example.com" } },
] as const;

/** Each with the reason why it owes no row. */
const needsNoRow: Readonly<Record<string, string>> = {
  "invitation.view": "shows whoever holds the letter what stands in it, and changes nothing",
  "credentials.viewEmailChange": "shows whoever holds the letter what stands in it, and changes nothing",
  "credentials.viewReset": "shows whoever holds the letter whose it is, and changes nothing",
  "credentials.askReset":
    "looks nobody up and belongs to no studio yet; what it leads to has its row (staff.plan_password_reset)",
};

async function ask(path: string, input: object, id: string) {
  const requestId = `${id}-${randomUUID()}`;
  const site = served(arrivalRouter, () => ({
    ...staffContext(runtime, async () => await Promise.resolve(null)),
    requestId,
  }));
  taken();
  const reply = await site.call(path, "mutation", input);
  const transactions = taken();
  const rows = await query("select verb, action, resource, outcome from audit_event where request_id = $1", [
    requestId,
  ]);
  return { reply, transactions, rows };
}

/** What is kept of people at the studio, in short. */
async function kept(): Promise<string> {
  const parts: unknown[] = [];
  for (const table of [
    "staff_user",
    "staff_link",
    "notification",
    "session",
    "invitation",
    "former_password",
  ])
    parts.push(await query(`select t::text as words from ${table} t order by 1`));
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

test("check 89 AUD-02 every procedure at the dashboard's door that does something leaves its row, or does nothing; the others say why they owe none", async () => {
  await query(`
    create function refuse_this_audit() returns trigger language plpgsql as $$ begin raise exception 'no audit now'; end $$;
    grant execute on function refuse_this_audit() to public;
    create trigger refuse_this_audit before insert on audit_event for each row
      when (new.request_id like 'unheard-%') execute function refuse_this_audit()`);
  const tokens = new Map<string, string>();
  const left: string[] = [];
  for (const { path, link, more } of calls) {
    if (link !== null && !tokens.has(link)) tokens.set(link, (await links[link]?.()) ?? "");
    const input = { ...more, ...(link === null ? {} : { token: tokens.get(link) }) };
    const before = await kept();
    const owesNone = path in needsNoRow;
    if (!owesNone) {
      const unheard = await ask(path, input, "unheard");
      expect([path, unheard.reply.status]).toEqual([path, 500]);
      expect(await kept(), `${path} unheard`).toBe(before);
    }
    const { reply, transactions, rows } = await ask(path, input, "walk");
    expect(reply, path).toMatchObject({ status: 200, data: { ok: true } });
    expect(unaudited(tables, transactions), path).toEqual([]);
    expect([path, rows.length > 0]).toEqual([path, !owesNone]);
    if (owesNone) expect(await kept(), path).toBe(before);
    for (const { action, resource, outcome } of rows)
      left.push([path, action, resource, outcome].map(String).join(" "));
  }
  expect(left).toMatchInlineSnapshot(`
    [
      "invitation.accept create staff_user done",
      "invitation.accept create staff_user done",
      "credentials.confirmEmailChange update staff_email done",
      "credentials.resetPassword update password done",
    ]
  `);
}, 60_000);

test("check 89 the walk at the door is over every procedure there", () => {
  expect(calls.map(({ path }) => path).toSorted()).toEqual(
    declarations(arrivalRouter)
      .map(({ path }) => path)
      .toSorted(),
  );
});
