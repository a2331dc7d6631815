import {
  createStudio,
  succeeded,
  testDatabase,
  testRuntime,
  type TestStudio,
  replaceHours,
} from "@quietroom/testing";
import { isTrackedEnvelope } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { staffContext, type StaffActor } from "./context.ts";
import { createStaffCaller, staffRouter } from "./root.ts";

const database = await testDatabase();
const runtime = await testRuntime(database);

afterEach(() => {
  vi.useRealTimers();
});

function staffOf(studio: TestStudio): StaffActor {
  const { actor } = studio.as("admin");
  if (actor.kind !== "staff") throw new Error("an admin is staff");
  return actor;
}

/** Follows a studio's changes as a browser does; `session` is what the session is found to be at each look. */
async function follow(session: { actor: StaffActor | null; asked?: string[] }) {
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const context = staffContext(runtime, async (purpose) => {
    session.asked?.push(purpose);
    return await Promise.resolve(session.actor);
  });
  const caller = createStaffCaller(context, { signal: leaving.signal });
  const changes = (await caller.calendar.changes({ lastEventId: "41" }))[Symbol.asyncIterator]();
  return {
    leave: () => leaving.abort(),
    next: async () => await changes.next(),
    until: async (name: string) => {
      for (;;) {
        const told = contentOf((await changes.next()).value);
        if (told.change.name === name) return told;
      }
    },
  };
}

/** What a browser gets: the event's id and its content. The caller's types promise the content alone. */
function contentOf(envelope: unknown): { readonly id: string; readonly change: { readonly name: string } } {
  if (!isTrackedEnvelope<{ name: string }>(envelope)) throw new Error("not a tracked event");
  return { id: envelope[0], change: envelope[1] };
}

async function changeHours({ as, practitionerId }: TestStudio): Promise<void> {
  succeeded(await replaceHours(as("admin"), { practitionerId, rows: [] }));
}

test("a stream opens with resync, whatever the browser saw last, and then tells each change with its place", async () => {
  const studio = await createStudio(runtime);
  const stream = await follow({ actor: staffOf(studio) });
  expect(contentOf((await stream.next()).value)).toEqual({ id: "0", change: { seq: 0, name: "resync" } });
  await changeHours(studio);
  const { id, change } = await stream.until("availability/changed");
  expect(change).toEqual({ seq: Number(id), name: "availability/changed" });
});

test("over HTTP a stream is server-sent events, each with its id for the next connection", async () => {
  const studio = await createStudio(runtime);
  const actor = staffOf(studio);
  const leaving = new AbortController();
  const response = await fetchRequestHandler({
    endpoint: "/api/trpc",
    req: new Request("http://site.test/api/trpc/calendar.changes?input=%7B%22json%22%3A%7B%7D%7D", {
      headers: { accept: "text/event-stream" },
      signal: leaving.signal,
    }),
    router: staffRouter,
    createContext: () => staffContext(runtime, async () => await Promise.resolve(actor)),
  });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let heard = "";
  while (!heard.includes("id: 0")) heard += (await reader?.read())?.value ?? "";
  expect(heard).toContain('"name":"resync"');
  await changeHours(studio);
  while (!heard.includes("availability/changed")) heard += (await reader?.read())?.value ?? "";
  leaving.abort();
  await reader?.cancel().catch(() => undefined);
});

test("TEN-09 a stream tells of its own studio alone", async () => {
  const [ours, theirs] = [await createStudio(runtime), await createStudio(runtime)];
  const stream = await follow({ actor: staffOf(ours) });
  await stream.next();
  await changeHours(theirs);
  await changeHours(ours);
  const { id } = await stream.until("availability/changed");
  await changeHours(theirs);
  await changeHours(ours);
  const { id: next } = await stream.until("availability/changed");
  expect(Number(next)).toBeGreaterThan(Number(id) + 1); // theirs took a place in between, and was not told
});

async function untilRefused(stream: Awaited<ReturnType<typeof follow>>): Promise<void> {
  for (;;) await stream.next();
}

test("AUTH-36 check 56 a stream is over within five seconds of its session, and its looking keeps no session awake", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const studio = await createStudio(runtime);
  const session: { actor: StaffActor | null; asked: string[] } = { actor: staffOf(studio), asked: [] };
  const stream = await follow(session);
  await stream.next();
  await vi.advanceTimersByTimeAsync(5_000);
  session.actor = null;
  const ended = expect(untilRefused(stream)).rejects.toMatchObject({ code: "UNAUTHORIZED" });
  await vi.advanceTimersByTimeAsync(5_000);
  await ended;
  expect(session.asked).toEqual(["request", "recheck", "recheck"]);
});

test.each([
  ["is over", "UNAUTHORIZED", () => null],
  [
    "may see no calendar any more",
    "FORBIDDEN",
    (actor: StaffActor): StaffActor => ({ ...actor, roles: ["compliance"] }),
  ],
] as const)("check 28 AUTH-62 no change is told a second after a session %s", async (_, code, become) => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  const studio = await createStudio(runtime);
  const session: { actor: StaffActor | null } = { actor: staffOf(studio) };
  const stream = await follow(session);
  await stream.next();
  session.actor = become(staffOf(studio));
  await vi.advanceTimersByTimeAsync(1_001);
  const told = expect(stream.until("availability/changed")).rejects.toMatchObject({ code });
  await changeHours(studio);
  await told;
});

test("AUTH-55 whoever may not see the calendar may not follow it", async () => {
  const studio = await createStudio(runtime);
  const actor: StaffActor = { ...staffOf(studio), roles: ["compliance"] };
  await expect(follow({ actor })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(follow({ actor: null })).rejects.toMatchObject({ code: "UNAUTHORIZED" });
});

test("leaving ends the stream", async () => {
  const stream = await follow({ actor: staffOf(await createStudio(runtime)) });
  await stream.next();
  stream.leave();
  await expect(
    (async () => {
      for (;;) if ((await stream.next()).done === true) return "ended";
    })(),
  ).resolves.toBe("ended");
});
