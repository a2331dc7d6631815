import { asId, type StaffUserId } from "@quietroom/domain/ids";
import { ok } from "@quietroom/domain/result";
import { askPasswordReset, answerPasswordRequests, createStaffUser } from "@quietroom/services/staff";
import { sendMessage } from "@quietroom/services/messages";
import type { OutgoingMessage } from "@quietroom/services/ports";
import { createStudio, inspect, rowCounts, succeeded, testDatabase, testRuntime } from "@quietroom/testing";
import superjson from "superjson";
import { expect, test } from "vitest";
import { declarations } from "../test/declared.ts";
import { served } from "../test/served.ts";
import { staffContext } from "./context.ts";
import { arrivalRouter, bookingSiteRouter, dashboardRouter } from "./root.ts";

const database = await testDatabase();
const sent: OutgoingMessage[] = [];
const runtime = await testRuntime(database, {
  sender: {
    async send(message) {
      sent.push(message);
      return await Promise.resolve(ok({ providerId: message.idempotencyKey }));
    },
  },
});
const query = await inspect(database);
const studio = await createStudio(runtime);
const elsewhere = await createStudio(runtime);
const site = served(dashboardRouter, () => staffContext(runtime, async () => await Promise.resolve(null)));
const email = "robin@example.com";
const invalid = { ok: false, refusal: "link_invalid" };
succeeded(
  await createStaffUser(studio.as("system"), {
    email,
    displayName: "Robin Sample",
    roles: ["receptionist"],
    practitionerId: null,
    password: "a kettle sings at dawn",
  }),
);

/** A link of the kind, as its mail has it. */
async function tokenByMail(): Promise<string> {
  await query("delete from guard.subject");
  succeeded(await askPasswordReset(runtime, { email }));
  await answerPasswordRequests(runtime);
  const waiting = await query("select id from notification where link_id is not null and status = 'planned'");
  for (const { id } of waiting) await sendMessage(studio.as("system"), { notificationId: String(id) });
  const content = sent.findLast(
    (one) => one.content.template === "staff-account" && one.content.notice === "password_reset",
  )?.content;
  return content?.template === "staff-account" ? (content.actionUrl.split("#")[1] ?? "") : "";
}

const byLink = [
  ["credentials.viewReset", {}],
  ["credentials.resetPassword", { password: "five herons by the lake" }],
  ["credentials.viewEmailChange", {}],
  ["credentials.confirmEmailChange", {}],
] as const;

test("AUTH-10 what may be asked at the dashboard's door is this, and a change here is a change of who may do what", () => {
  const lines = declarations(arrivalRouter).map(
    ({ path, type, audience, permission }) => `${path} | ${type} | ${audience} | ${permission}`,
  );
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "credentials.askReset | mutation | arrival | session:start
    credentials.confirmEmailChange | mutation | email_change_link | email:confirm
    credentials.resetPassword | mutation | reset_link | password:reset
    credentials.viewEmailChange | mutation | email_change_link | email:confirm
    credentials.viewReset | mutation | reset_link | password:reset
    invitation.accept | mutation | invitation_link | invitation:accept
    invitation.view | mutation | invitation_link | invitation:accept"
  `);
  const theirs = declarations(bookingSiteRouter).map(({ audience }) => audience);
  expect(theirs).not.toContain("arrival");
  expect(theirs).not.toContain("reset_link");
});

test.each(byLink)(
  "AUTH-06 check 15 %s: a forged token, another studio's and none are one answer, and change nothing",
  async (path, more) => {
    const token = await tokenByMail();
    const bytes = Buffer.from(token, "base64url");
    const moved = Buffer.concat([
      Buffer.from(elsewhere.tenantId.replaceAll("-", ""), "hex"),
      bytes.subarray(16),
    ]);
    const before = await rowCounts(query);
    for (const wrong of [
      "",
      "x",
      token.slice(1),
      `${token}=`,
      moved.toString("base64url"),
      Buffer.alloc(48, 1).toString("base64url"),
    ]) {
      const { status, data } = await site.call(path, "mutation", { token: wrong, ...more });
      expect({ status, data }, wrong).toEqual({ status: 200, data: invalid });
    }
    expect(await rowCounts(query)).toEqual(before);
  },
);

test("AUTH-05 a link of one kind is none of another", async () => {
  const token = await tokenByMail();
  for (const path of ["credentials.viewEmailChange", "credentials.confirmEmailChange"])
    expect((await site.call(path, "mutation", { token })).data).toEqual(invalid);
  expect((await site.call("credentials.viewReset", "mutation", { token })).data).toMatchObject({ ok: true });
});

test("AUTH-05 opening a link by GET does nothing: scanners of mail open everything", async () => {
  const token = await tokenByMail();
  for (const [path, more] of byLink) {
    const search = `?input=${encodeURIComponent(JSON.stringify(superjson.serialize({ token, ...more })))}`;
    expect((await site.raw(path, { search })).status, path).toBe(405);
  }
  expect((await site.call("credentials.viewReset", "mutation", { token })).data).toMatchObject({ ok: true });
});

test("check 23 check 18 TEN-05 nothing is added to a call at the door, and no other studio named", async () => {
  const token = await tokenByMail();
  const calls = [
    ["credentials.askReset", { email }],
    ...byLink.map(([path, more]) => [path, { token, ...more }] as const),
  ] as const;
  for (const [path, input] of calls)
    for (const [name, value] of Object.entries({
      roles: ["admin"],
      active: true,
      staffUserId: asId<StaffUserId>(studio.tenantId),
      role: "admin",
    }))
      expect((await site.call(path, "mutation", { ...input, [name]: value })).status, `${path} ${name}`).toBe(
        400,
      );
  const named = await site.call("credentials.viewReset", "mutation", { token, tenantId: elsewhere.tenantId });
  expect(named.status).toBe(403);
  expect((await site.call("credentials.viewReset", "mutation", { token })).data).toMatchObject({ ok: true });
});

test("check 53 AUTH-43 AUTH-05 asking is answered alike for anyone, to the byte, and says when it was asked too often", async () => {
  await query("delete from guard.subject");
  const ask = async (who: string) => await site.call("credentials.askReset", "mutation", { email: who });
  for (let time = 0; time < 4; time += 1) {
    const [known, unknown] = [await ask(email), await ask("nobody@example.com")];
    expect({ status: unknown.status, text: unknown.text }).toEqual({
      status: known.status,
      text: known.text,
    });
    expect(known.data).toEqual(time < 3 ? { ok: true, value: {} } : { ok: false, refusal: "too_many" });
  }
  for (const text of [
    "",
    "no address",
    "a@b",
    `${"x".repeat(250)}@example.com`,
    "two@example.com,three@example.com",
  ])
    expect((await ask(text)).status, text).toBe(400);
});

test("AUTH-05 from asking to the new password, over the wire, once", async () => {
  const token = await tokenByMail();
  const view = await site.call("credentials.viewReset", "mutation", { token });
  expect(view.data).toEqual({
    ok: true,
    value: { email, studioName: "Studio under test", passwordRule: { composition: [], history: 0 } },
  });
  const reset = async (password: string) =>
    (await site.call("credentials.resetPassword", "mutation", { token, password })).data;
  expect(await reset("qwertyuiop123")).toEqual({ ok: false, refusal: "password_too_common" });
  expect(await reset("five herons by the lake")).toEqual({ ok: true, value: {} });
  expect(await reset("six herons by the lake")).toEqual({ ok: false, refusal: "link_used" });
  expect(JSON.stringify(runtime.logged)).not.toContain(token.slice(22));
});
