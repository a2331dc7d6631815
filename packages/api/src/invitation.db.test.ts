import { staffPolicies, type StaffRole } from "@quietroom/domain/access";
import { asId, type Id } from "@quietroom/domain/ids";
import { ok } from "@quietroom/domain/result";
import type { VerbContext } from "@quietroom/services";
import type { OutgoingMessage, SendRefusal } from "@quietroom/services/ports";
import {
  createStaffUser,
  inviteColleague,
  listTeam,
  resendInvitation,
  resolveSession,
  signIn,
  withdrawInvitation,
} from "@quietroom/services/staff";
import { sendMessage } from "@quietroom/services/messages";
import {
  createStudio,
  enrolApp,
  fromNowhere,
  halfSession,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
} from "@quietroom/testing";
import { expect, test } from "vitest";
import { isRefusal, served } from "../test/served.ts";
import { staffContext } from "./context.ts";
import { dashboardRouter, staffRouter } from "./root.ts";

const database = await testDatabase();
const sent: OutgoingMessage[] = [];
const failures: SendRefusal[] = [];
const runtime = await testRuntime(database, {
  sender: {
    async send(message) {
      const refusal = failures.shift();
      if (refusal !== undefined) return await Promise.resolve({ ok: false, refusal });
      sent.push(message);
      return ok({ providerId: message.idempotencyKey });
    },
  },
});
const query = await inspect(database);
const site = served(dashboardRouter, () => staffContext(runtime, async () => await Promise.resolve(null)));
const password = "a kettle sings at dawn";
const chosen = "slow rivers carry stones";
const refused = (refusal: string) => ({ ok: false, refusal });
const none = { kind: "none" } as const;
let people = 0;

const newEmail = () => {
  people += 1;
  return `invited${people}@example.com`;
};

async function hire(studio: TestStudio, email = newEmail(), role: StaffRole = "admin") {
  const person = { email, displayName: "Robin Sample", roles: [role], practitionerId: null, password };
  const { staffUserId } = succeeded(await createStaffUser(studio.as("system"), person));
  return { email, password, staffUserId };
}

/** An admin at work, who has just proven to be there. */
async function adminOf(studio: TestStudio): Promise<VerbContext> {
  const { session } = await enrolApp(runtime, await hire(studio));
  const actor = await resolveSession(runtime, session, "request");
  if (actor === null) throw new Error("the session opens nothing");
  return { runtime, actor, requestId: "test" };
}

/** What the latest mail to an address carries, sent as the jobs send it. */
async function mailedTo(studio: TestStudio, email: string): Promise<string> {
  const [mail] = await query(
    "select n.id from notification n join staff_link l on l.id = n.link_id where n.tenant_id = $1 and l.email = $2 order by n.id desc limit 1",
    [studio.tenantId, email],
  );
  expect(await sendMessage(studio.as("system"), { notificationId: String(mail?.["id"]) })).toEqual({
    kind: "sent",
  });
  const content = sent.at(-1)?.content;
  return content?.template === "staff-account" ? content.actionUrl : "";
}

type Invite = Partial<Parameters<typeof inviteColleague>[1]>;

/** Somebody invited to a studio, and the token in their mail. */
async function arrange(more: Invite = {}) {
  const studio = await createStudio(runtime);
  const admin = await adminOf(studio);
  const email = more.email ?? newEmail();
  const wish: Parameters<typeof inviteColleague>[1] = {
    email,
    roles: ["receptionist"],
    practitioner: none,
    locations: [],
    ...more,
  };
  const { invitationId } = succeeded(await inviteColleague(admin, wish));
  const url = await mailedTo(studio, email);
  expect(url).toMatch(/\/invitation#[\w-]{64}$/);
  return { studio, admin, email, invitationId, token: url.split("#")[1] ?? "" };
}

const acceptance = (token: string, more: Readonly<Record<string, unknown>> = {}) => ({
  token,
  displayName: "Nell Okafor",
  password: chosen,
  accepts: { ...staffPolicies },
  ...more,
});
const accept = async (token: string, more: Readonly<Record<string, unknown>> = {}) =>
  await site.call("invitation.accept", "mutation", acceptance(token, more));
const view = async (token: string) => (await site.call("invitation.view", "mutation", { token })).data;

const accountsOf = async (email: string) =>
  await query(
    "select tenant_id, roles, practitioner_id, active from staff_user where email = $1 order by tenant_id",
    [email],
  );
const attempt = (email: string, word: string) => ({
  email,
  password: word,
  userAgent: "",
  ...fromNowhere,
});

test("AUTH-04 an invitation becomes an account with its roles, what was agreed to, and nothing to see before a second factor", async () => {
  const { studio, admin, email, token } = await arrange();
  expect(await view(token)).toEqual({
    ok: true,
    value: {
      studioName: "Studio under test",
      email,
      roles: ["receptionist"],
      passwordRule: { composition: [], history: 0 },
    },
  });
  expect((await accept(token)).data).toEqual({ ok: true, value: { email, studio: studio.slug } });
  expect(await accountsOf(email)).toEqual([
    { tenant_id: studio.tenantId, roles: ["receptionist"], practitioner_id: null, active: true },
  ]);
  const agreed = await query(
    `select a.policy, a.version, a.accepted_at > now() - interval '1 minute' as "now" from policy_acceptance a
     join staff_user u on u.id = a.staff_user_id where u.email = $1 order by a.policy`,
    [email],
  );
  expect(agreed).toEqual([
    { policy: "security", version: staffPolicies.security, now: true },
    { policy: "terms", version: staffPolicies.terms, now: true },
  ]);
  const half = await halfSession(runtime, { email, password: chosen });
  expect(await resolveSession(runtime, half, "request")).toBeNull();
  const { session } = await enrolApp(runtime, { email, password: chosen });
  expect(await resolveSession(runtime, session, "request")).toMatchObject({ roles: ["receptionist"] });
  expect((await listTeam(admin, {})).invitations).toEqual([]);
});

test("AUTH-04 whoever is invited to see clients gets the record that was chosen, or a new one in their name", async () => {
  const studio = await createStudio(runtime, { practitioners: 2 });
  const admin = await adminOf(studio);
  const [first = studio.practitionerId, second = first] = studio.practitionerIds;
  const existing = { kind: "existing", practitionerId: second } as const;
  const invite = async (practitioner: Parameters<typeof inviteColleague>[1]["practitioner"]) => {
    const email = newEmail();
    const answer = await inviteColleague(admin, { email, roles: ["therapist"], practitioner, locations: [] });
    return { email, answer };
  };
  const one = await invite(existing);
  const two = await invite({ kind: "new" });
  for (const { email } of [one, two]) {
    const token = (await mailedTo(studio, email)).split("#")[1] ?? "";
    expect((await accept(token)).data).toMatchObject({ ok: true });
  }
  expect(await accountsOf(one.email)).toMatchObject([{ practitioner_id: second }]);
  const [made] = await query(
    "select p.display_name, p.slug from staff_user u join practitioner p on p.id = u.practitioner_id where u.email = $1",
    [two.email],
  );
  expect(made).toEqual({ display_name: "Nell Okafor", slug: "nell-okafor" });
  expect((await invite(existing)).answer).toEqual(refused("practitioner_taken"));
  const elsewhere = await createStudio(runtime);
  await expect(invite({ kind: "existing", practitionerId: elsewhere.practitionerId })).rejects.toThrow(
    "not_found",
  );
});

type Case = Awaited<ReturnType<typeof arrange>>;
type Attack = {
  readonly attack: string;
  readonly before?: (one: Case) => Promise<unknown>;
  readonly call?: (one: Case) => ReturnType<typeof accept>;
  /** A refusal by its code, or the status of a request that is no request. */
  readonly answer: string | number;
};

const attacks: readonly Attack[] = [
  { attack: "reused", before: async ({ token }) => await accept(token), answer: "link_used" },
  {
    attack: "expired",
    before: async () => await query("update staff_link set expires_at = now() where kind = 'invitation'"),
    answer: "link_expired",
  },
  {
    attack: "withdrawn",
    before: async ({ admin, invitationId }) =>
      succeeded(await withdrawInvitation(admin, { invitationId: asInvitation(invitationId) })),
    answer: "link_expired",
  },
  {
    attack: "replaced by one that was sent again",
    before: async ({ admin, invitationId }) =>
      succeeded(await resendInvitation(admin, { invitationId: asInvitation(invitationId) })),
    answer: "link_expired",
  },
  {
    attack: "for another email",
    call: async ({ token }) => await accept(token, { email: "somebody@example.com" }),
    answer: 400,
  },
  {
    attack: "with other roles in the body",
    call: async ({ token }) => await accept(token, { roles: ["admin"] }),
    answer: 400,
  },
  {
    attack: "with other roles in the link",
    call: async ({ token }) => await accept(`${token}&roles=admin`),
    answer: "link_invalid",
  },
  {
    attack: "with a letter of the link changed",
    call: async ({ token }) => await accept(token.slice(0, -1) + (token.endsWith("A") ? "B" : "A")),
    answer: "link_invalid",
  },
  {
    attack: "of another studio, by the studio's id in the link",
    call: async ({ token }) => {
      const { tenantId } = await createStudio(runtime);
      const bytes = Buffer.from(token, "base64url");
      bytes.set(Buffer.from(tenantId.replaceAll("-", ""), "hex"));
      return await accept(bytes.toString("base64url"));
    },
    answer: "link_invalid",
  },
  {
    attack: "with another studio named besides",
    call: async ({ token }) => await accept(token, { tenantId: (await createStudio(runtime)).tenantId }),
    answer: 403,
  },
  {
    attack: "of another kind",
    before: async ({ studio }) =>
      await query(
        `update staff_link l set kind = 'reset', staff_user_id = (select id from staff_user u where u.tenant_id = l.tenant_id limit 1)
         where tenant_id = $1`,
        [studio.tenantId],
      ),
    answer: "link_invalid",
  },
  {
    attack: "to an existing account of this studio",
    before: async ({ studio, email }) => await hire(studio, email, "billing"),
    answer: "email_taken",
  },
  {
    attack: "to a studio that has closed",
    before: async ({ studio }) =>
      await query("update tenant set status = 'suspended' where id = $1", [studio.tenantId]),
    answer: "studio_closed",
  },
  {
    attack: "without the words that hold today",
    call: async ({ token }) => await accept(token, { accepts: { ...staffPolicies, terms: "2020-01-01" } }),
    answer: "policies_changed",
  },
  {
    attack: "with a password that everyone has",
    call: async ({ token }) => await accept(token, { password: "studio under test" }),
    answer: "password_too_obvious",
  },
];

test.each(attacks)("check 41 AUTH-04 an invitation $attack is refused and makes nobody", async (one) => {
  const scene = await arrange();
  await one.before?.(scene);
  const accounts = await query("select id, email, password_hash, roles from staff_user order by id");
  const call = one.call ?? (async ({ token }: Case) => await accept(token));
  const reply = await call(scene);
  if (typeof one.answer === "number") expect(reply.status).toBe(one.answer);
  else expect(reply.data).toEqual(refused(one.answer));
  expect(await query("select id, email, password_hash, roles from staff_user order by id")).toEqual(accounts);
});

test("check 41 two who accept at the same moment make one account", async () => {
  const { email, token } = await arrange();
  const words = ["first kettle on the hob", "second kettle on the hob"];
  const both = await Promise.all(words.map(async (word) => await accept(token, { password: word })));
  expect(both.map(({ data }) => isRefusal(data)).toSorted(falseFirst)).toEqual([false, true]);
  expect(both.map(({ data }) => data)).toContainEqual(refused("link_used"));
  expect(await accountsOf(email)).toHaveLength(1);
  const winner = words[both.findIndex(({ data }) => !isRefusal(data))] ?? "";
  expect(await signIn(runtime, attempt(email, winner))).toMatchObject({ ok: true });
});

test("check 41 check 53 an account at another studio is neither told of nor touched: two accounts, each with its own password", async () => {
  const elsewhere = await createStudio(runtime);
  const email = newEmail();
  await hire(elsewhere, email);
  const [theirs] = await query("select id, password_hash, roles from staff_user where email = $1", [email]);
  // What the admin and the invited are answered is what it is for an address that nobody has.
  const { studio, token } = await arrange({ email });
  const stranger = await arrange();
  const plain = async ({ token: shown, email: to }: { token: string; email: string }) =>
    JSON.stringify([await view(shown), (await accept(shown)).data])
      .replaceAll(to, "them")
      .replace(/studio-\w+/, "it");
  expect(await plain({ token, email })).toBe(await plain(stranger));
  expect(await accountsOf(email)).toHaveLength(2);
  expect(
    await query("select id, password_hash, roles from staff_user where id = $1", [theirs?.["id"]]),
  ).toEqual([theirs]);
  const here = succeeded(await signIn(runtime, { ...attempt(email, chosen), studio: studio.slug }));
  expect(here.tenantId).toBe(studio.tenantId);
  const there = succeeded(await signIn(runtime, { ...attempt(email, password), studio: elsewhere.slug }));
  expect(there.tenantId).toBe(elsewhere.tenantId);
});

test("AUTH-21 AUTH-04 inviting and sending again ask for a fresh code; nobody is invited twice or while they work here", async () => {
  const { studio, admin, email, invitationId } = await arrange();
  const invite = async (to: string) =>
    await inviteColleague(admin, { email: to, roles: ["billing"], practitioner: none, locations: [] });
  expect(await invite(email)).toEqual(refused("already_invited"));
  const colleague = await hire(studio);
  expect(await invite(colleague.email)).toEqual(refused("already_staff"));
  await query("update staff_user set active = false where id = $1", [colleague.staffUserId]);
  expect(await invite(colleague.email)).toEqual(refused("already_left"));
  const both = await Promise.all([invite("twice@example.com"), invite("twice@example.com")]);
  expect(both.filter((one) => one.ok)).toHaveLength(1);
  await query("update session set mfa_passed_at = now() - interval '5 minutes' where tenant_id = $1", [
    studio.tenantId,
  ]);
  expect(await invite(newEmail())).toEqual(refused("second_factor_needed"));
  const id = asInvitation(invitationId);
  expect(await resendInvitation(admin, { invitationId: id })).toEqual(refused("second_factor_needed"));
  succeeded(await withdrawInvitation(admin, { invitationId: id }));
  expect(await withdrawInvitation(admin, { invitationId: id })).toEqual(refused("over"));
  expect(await resendInvitation(admin, { invitationId: id })).toEqual(refused("over"));
});

test("AUTH-04 the list of open invitations tells how each stands", async () => {
  const { studio, admin, email, invitationId } = await arrange();
  const state = async () =>
    (await listTeam(admin, {})).invitations.map((one) => [one.email, one.state] as const);
  expect(await state()).toEqual([[email, "sent"]]);
  succeeded(await resendInvitation(admin, { invitationId: asInvitation(invitationId) }));
  expect(await state()).toEqual([[email, "waiting"]]);
  failures.push({ code: "rejected", retryable: false });
  const [mail] = await query("select id from notification where tenant_id = $1 order by id desc limit 1", [
    studio.tenantId,
  ]);
  await sendMessage(studio.as("system"), { notificationId: String(mail?.["id"]) });
  expect(await state()).toEqual([[email, "failed"]]);
  await query("update staff_link set expires_at = now() where tenant_id = $1", [studio.tenantId]);
  expect(await state()).toEqual([[email, "expired"]]);
  const [lasts] = await query(
    "select round(extract(epoch from max(expires_at - created_at)) / 3600)::int as hours from staff_link where kind = 'invitation' and expires_at > now()",
  );
  expect(lasts).toEqual({ hours: 48 });
});

test.each([
  "two@example.com,three@example.com",
  "Nell <nell@example.com>",
  '"nell@evil.example"@example.com',
  "nell@example.com\r\nBcc: all@example.com",
  "nell@exаmple.com", // a Cyrillic letter
  "nell＠example.com",
  "nell",
])("check 45 AUTH-04 %j is not one address, and is not written to", async (email) => {
  const studio = await createStudio(runtime);
  const { actor } = await adminOf(studio);
  const admin = actor.kind === "staff" ? actor : null;
  const asAdmin = served(staffRouter, () => staffContext(runtime, async () => await Promise.resolve(admin)));
  const reply = await asAdmin.call("team.invite", "mutation", {
    email,
    roles: ["billing"],
    practitioner: none,
  });
  expect(reply.status).toBe(400);
});

function asInvitation(id: string): Id<"invitation"> {
  return asId<Id<"invitation">>(id);
}

function falseFirst(a: boolean, b: boolean): number {
  return Number(a) - Number(b);
}
