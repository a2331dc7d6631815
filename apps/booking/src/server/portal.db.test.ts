import {
  bookedClient,
  createStudio,
  inspect,
  keepingSender,
  signedInClient,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { PATH_HEADER } from "@quietroom/web/guard-page";
import { afterAll, expect, test, vi } from "vitest";
import { endOtherSessions, endSession } from "../features/portal-account/end-sessions.ts";
import { acceptPublished, sayConsent } from "../features/portal-agreements/answer-agreements.ts";
import { removePassword, setPassword } from "../features/portal-password/actions.ts";
import { notChanged } from "../features/portal-password/password-state.ts";
import { notSignedIn } from "../features/portal-password/sign-in-state.ts";
import { signIn } from "../features/portal-password/sign-in.ts";
import { askOfRecord, takeBack } from "../features/portal-record/ask-of-record.ts";
import { passStep, removeApp, renewCodes } from "../features/portal-second-step/actions.ts";
import { notTyped } from "../features/portal-second-step/step-state.ts";
import { cancelOwn, moveOwn } from "../features/portal-visits/change-own-visit.ts";
import { notHerePath } from "../studio/not-here-path.ts";
import { api } from "./api.ts";
import { clientCaller } from "./portal.ts";

/** The request that the actions and pages of this file answer, in place of Next's. */
const request = vi.hoisted(() => ({ headers: new Headers(), cookie: "", token: "" }));
vi.mock("next/headers", () => ({
  headers: async () => await Promise.resolve(request.headers),
  cookies: async () =>
    await Promise.resolve({
      getAll: () => [{ name: request.cookie, value: request.token }],
      set: () => undefined,
    }),
}));

const database = await testDatabase();
const query = await inspect(database);
const kept = keepingSender();
const linkKey = Buffer.alloc(32, 7);
const runtime = await testRuntime(database, { sender: kept.sender, linkKey });
for (const [name, value] of Object.entries({
  DATABASE_URL: database.appUrl,
  QUIETROOM_MODE: "test",
  QUIETROOM_LINK_KEY: linkKey.toString("base64"),
  BOOKING_URL: "http://booking.test",
  DASHBOARD_URL: "http://dashboard.test",
})) {
  vi.stubEnv(name, value);
}
afterAll(async () => await (await api()).close());

const studio = await createStudio(runtime);
const { slug, tenantId } = studio;
const elsewhere = await createStudio(runtime);
const client = await bookedClient(studio, query, { name: "Ana", day: 9 });
request.token = (await signedInClient(studio, kept, client.who)).token;
request.cookie = `quietroom-portal-${slug}`;

const someId = "0198a1b2-0000-7000-8000-0000000000aa";
const back = `/${slug}/portal`;

function form(fields: Readonly<Record<string, string>>): FormData {
  const sent = new FormData();
  for (const [name, value] of Object.entries(fields)) sent.set(name, value);
  return sent;
}

/** Every form of the portal, sent with nothing to find wrong with it. */
const forms: readonly (readonly [string, () => Promise<unknown>])[] = [
  ["endOtherSessions", async () => await endOtherSessions(slug)],
  ["endSession", async () => await endSession(slug, form({ sessionId: someId }))],
  ["cancelOwn", async () => await cancelOwn(slug, client.appointmentId, form({ reason: "" }))],
  [
    "moveOwn",
    async () => {
      const here = `${back}/visit/${client.appointmentId}`;
      const sent = form({ startsAt: "4102444800000", practitionerId: "" });
      return await moveOwn(slug, client.appointmentId, 2, `${here}/reschedule?x=1`, sent);
    },
  ],
  ["askOfRecord", async () => await askOfRecord(slug, form({ kind: "correction", wish: "One l, not two" }))],
  ["takeBack", async () => await takeBack(slug, form({ requestId: someId }))],
  [
    "sayConsent",
    async () => await sayConsent(slug, form({ kind: "treatment", answer: "given", version: "1" })),
  ],
  [
    "acceptPublished",
    async () => await acceptPublished(slug, form({ documents: "terms:1", acceptDocuments: "on" })),
  ],
  [
    "setPassword",
    async () => await setPassword(slug, notChanged, form({ next: "slow rivers carry warm stones" })),
  ],
  ["removePassword", async () => await removePassword(slug, notChanged, form({}))],
  ["passStep", async () => await passStep(slug, back, notTyped, form({ code: "123456" }))],
  ["renewCodes", async () => await renewCodes(slug, notTyped, form({ code: "123456" }))],
  ["removeApp", async () => await removeApp(slug, notTyped, form({ code: "123456" }))],
  [
    "signIn",
    async () => {
      const { email, birthDate } = client.who;
      return await signIn(slug, back, notSignedIn, form({ email, birthDate, password: "x" }));
    },
  ],
];

/** What Next is told instead of an answer: that it is not there, or the address to go on to. */
async function becomesOf(act: () => Promise<unknown>): Promise<string> {
  const thrown = await act().then(
    () => null,
    (error: unknown) => error,
  );
  if (typeof thrown !== "object" || thrown === null) return "answered";
  const digest = "digest" in thrown ? String(thrown.digest) : "failed";
  const isNotHere = digest === "NEXT_HTTP_ERROR_FALLBACK;404" || digest.split(";")[2] === notHerePath(slug);
  return isNotHere ? "not here" : digest;
}

const keptRows = async () =>
  await query(
    `select (select array_agg(revoked_at) from client_session where tenant_id = $1) as sessions,
      (select count(*)::int from client_password where tenant_id = $1) as passwords,
      (select count(*)::int from consent where tenant_id = $1) as consents,
      (select count(*)::int from rights_request where tenant_id = $1) as requests,
      (select array_agg(status::text) from appointment where tenant_id = $1) as visits`,
    [tenantId],
  );

test("check 18 TEN-05 no form of the portal does anything for a request that names another studio, and each is noticed", async () => {
  const before = await keptRows();
  for (const [name, send] of forms) {
    for (const headers of [
      { "x-tenant-id": elsewhere.tenantId },
      { host: `${elsewhere.slug}.booking.test` },
      { [PATH_HEADER]: `${back}?studio=${elsewhere.slug}` },
    ]) {
      request.headers = new Headers(headers);
      expect([name, await becomesOf(send)]).toEqual([name, "not here"]);
    }
  }
  expect(await keptRows()).toEqual(before);
  const incidents = await query("select tenant_id from security_incident");
  expect(new Set(incidents.map(({ tenant_id }) => tenant_id))).toEqual(new Set([tenantId]));

  // Of one that names its own studio each gets further: here to where keys would be opened, which this site was given none of.
  request.headers = new Headers({ "x-tenant-id": tenantId });
  const about = ["endOtherSessions", "cancelOwn", "askOfRecord", "sayConsent", "passStep", "signIn"];
  for (const [name, send] of forms.filter(([each]) => about.includes(each)))
    expect([name, await becomesOf(send)]).not.toEqual([name, "not here"]);
});

test.each([
  ["a page that is opened", { "sec-fetch-dest": "document" }, 0],
  ["a form that a page sends", { "sec-fetch-dest": "empty", "next-action": "40ab" }, 0],
  ["a page that draws itself anew", { "sec-fetch-dest": "empty" }, 14],
  ["a page that is fetched ahead", { "sec-fetch-dest": "document", "sec-purpose": "prefetch" }, 14],
] as const)(
  "check 56 AUTH-30 after %s a session of 14 idle minutes has %j: %i",
  async (_, headers, minutes) => {
    await query("update client_session set last_active_at = now() - interval '14 minutes'");
    request.headers = new Headers(headers);
    const caller = await clientCaller();
    await caller.portal.clock({ studio: slug });
    const [session] = await query(
      "select floor(extract(epoch from now() - last_active_at) / 60)::int as idle from client_session",
    );
    expect(session?.["idle"]).toBe(minutes);
  },
);
