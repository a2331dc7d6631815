import { can, permissions, staffRoles } from "@quietroom/domain/access";
import { createStudio, inspect, testDatabase, testRuntime } from "@quietroom/testing";
import { TRPCError } from "@trpc/server";
import { expect, test } from "vitest";
import { declarations } from "../test/declared.ts";
import { isRefusal, served } from "../test/served.ts";
import { arrange, validCalls } from "../test/valid-calls.ts";
import { publicContext, type StaffActor, staffContext } from "./context.ts";
import { createStaffCaller, publicRouter, staffRouter } from "./root.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const elsewhere = await createStudio(runtime);
const scene = await arrange(studio, query);
const theirScene = await arrange(elsewhere, query);
const { actor } = studio.as("admin");
if (actor.kind !== "staff") throw new Error("an admin is staff");

const asRole = (role: (typeof staffRoles)[number]): StaffActor => ({ ...actor, roles: [role] });

const asked = validCalls(studio, scene).filter(({ router, kind }) => router === "public" && kind === "query");
const told = validCalls(studio, scene).filter(
  ({ router, kind }) => router === "public" && kind === "mutation",
);

test("check 22 AUTH-51 what anyone may ask is answered to every role as to anyone, and no role is more there", async () => {
  const website = served(publicRouter, () => publicContext(runtime));
  expect(asked.map(({ path }) => path)).toEqual(
    declarations(publicRouter)
      .filter(({ type, path }) => type === "query" && path !== "ping")
      .map(({ path }) => path)
      .toSorted(
        (a, b) => asked.findIndex((one) => one.path === a) - asked.findIndex((one) => one.path === b),
      ),
  );
  const timeless = (text: string) => text.replace(/"now":\d+/, "");
  for (const call of asked) {
    const anyone = await website.call(call.path, call.kind, call.input);
    expect(anyone.status, call.path).toBe(200);
    for (const role of staffRoles) {
      // Were somebody to wire a session into the public site, it must change nothing.
      const signedIn = served(publicRouter, () => ({
        ...publicContext(runtime),
        findStaff: async () => await Promise.resolve(asRole(role)),
      }));
      const reply = await signedIn.call(call.path, call.kind, call.input);
      expect([call.path, role, reply.status, timeless(reply.text)]).toEqual([
        call.path,
        role,
        200,
        timeless(anyone.text),
      ]);
    }
  }
});

test("check 22 AUTH-51 no role opens a link's procedure without the link, or with another studio's", async () => {
  for (const role of staffRoles) {
    const site = served(publicRouter, () => ({
      ...publicContext(runtime),
      findStaff: async () => await Promise.resolve(asRole(role)),
    }));
    for (const { path, kind, input } of [...asked, ...told].filter(({ input }) => "token" in input)) {
      const kindOfLink = path.split(".")[0];
      const foreign = {
        hold: "hold",
        booking: "hold",
        offer: "offer",
        visit: "appointment",
        unsubscribe: "unsubscribe",
      }[String(kindOfLink)];
      const theirs = Object.entries(theirScene.tokens).find(([name]) => name === foreign)?.[1] ?? "";
      expect(theirs, path).not.toBe("");
      for (const token of [theirs, "", "A".repeat(76)]) {
        const { data } = await site.call(path, kind, { ...input, token });
        expect([path, role, isRefusal(data)]).toEqual([path, role, true]);
      }
    }
  }
});

test("check 22 AUTH-51 AUTH-55 a stream opens for whom the table lets see what it tells, and for nobody else", async () => {
  const streams = declarations(staffRouter).filter(({ type }) => type === "subscription");
  expect(streams.map(({ path }) => path)).toEqual(["calendar.changes"]);
  expect(declarations(publicRouter).filter(({ type }) => type === "subscription")).toEqual([]);
  const permission = permissions.find((one) => one === streams[0]?.permission);
  if (permission === undefined) throw new Error("a stream declares its permission");
  for (const role of staffRoles) {
    const expected = can(asRole(role), permission) ? "resync" : "FORBIDDEN";
    expect([role, await opened(asRole(role))]).toEqual([role, expected]);
    expect([role, await opened(asRole(role), [elsewhere.slug])]).toEqual([role, "FORBIDDEN"]);
  }
  expect(await opened(null)).toBe("UNAUTHORIZED");
});

/** The first that a stream tells, or why it does not open. */
async function opened(person: StaffActor | null, named: readonly string[] = []): Promise<string> {
  const leaving = new AbortController();
  const context = { ...staffContext(runtime, async () => await Promise.resolve(person)), named };
  try {
    const changes = await createStaffCaller(context, { signal: leaving.signal }).calendar.changes({});
    for await (const change of changes) return JSON.stringify(change).includes("resync") ? "resync" : "?";
    return "nothing";
  } catch (error) {
    if (error instanceof TRPCError) return error.code;
    throw error;
  } finally {
    leaving.abort();
  }
}
