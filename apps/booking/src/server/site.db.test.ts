import {
  bookedClient,
  createStudio,
  inspect,
  keepingSender,
  signedInClient,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { PEER_HEADER } from "@quietroom/web/note-peer";
import { NextRequest } from "next/server";
import { afterAll, expect, test, vi } from "vitest";
import { proxy } from "../proxy.ts";
import { api } from "./api.ts";
import { site } from "./site.ts";

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
  RATE_LIMIT_VISITOR: "5",
  RATE_LIMIT_CLIENT: "3",
  RATE_LIMIT_STUDIO: "8",
})) {
  vi.stubEnv(name, value);
}
afterAll(async () => await (await api()).close());

let peers = 0;

/** How many of so many requests for a page pass, each from another address unless told. */
async function pages(path: string, count: number, more: Readonly<Record<string, string>> = {}) {
  const statuses: number[] = [];
  for (let turn = 1; turn <= count; turn += 1) {
    peers += 1;
    const headers = { [PEER_HEADER]: `10.0.${peers >> 8}.${peers & 255}`, ...more };
    statuses.push((await proxy(new NextRequest(`http://booking.test${path}`, { headers }))).status);
  }
  return { passed: statuses.filter((status) => status === 200).length, last: statuses.at(-1) };
}

test("check 71 API-06 a studio's pages are limited together, wherever they are asked from and however it is written", async () => {
  const escaped = `/%${"o".charCodeAt(0).toString(16)}pen-house`;
  expect((await pages("/open-house", 4)).passed).toBe(4);
  expect(await pages(escaped, 5)).toEqual({ passed: 4, last: 429 });
  expect((await pages("/other-house", 1)).passed).toBe(1);
});

test("check 71 one visitor is limited before the studio's others are", async () => {
  const alone = { [PEER_HEADER]: "203.0.113.7" };
  expect(await pages("/calm-house", 8, alone)).toEqual({ passed: 5, last: 429 });
  expect((await pages("/calm-house", 3)).passed).toBe(3);
});

test("check 71 API-06 a client who is signed in counts as one, wherever they ask from, in pages and calls", async () => {
  await api();
  const studio = await createStudio(runtime);
  const { who } = await bookedClient(studio, query, { name: "Ana", day: 3 });
  const { token } = await signedInClient(studio, kept, who);
  const cookie = `quietroom-portal-${studio.slug}=${token}`;
  expect((await pages(`/${studio.slug}/portal`, 1, { cookie })).passed).toBe(1);
  const call = async (calls: number) =>
    (
      await site().admit(new Headers({ cookie, [PEER_HEADER]: "203.0.113.8" }), {
        studios: [studio.slug],
        deed: "reads",
        calls,
      })
    ).ok;
  expect([await call(3), await call(2)]).toEqual([false, true]);
  expect(await pages(`/${studio.slug}/portal`, 1, { cookie })).toEqual({ passed: 0, last: 429 });
  expect((await pages(`/${studio.slug}`, 1)).passed).toBe(1);
});

test("an address that no studio has or nobody can read leads where no page is, for Next to draw one, and so does what a studio's page did not find", async () => {
  const { slug, tenantId } = await createStudio(runtime);
  const other = await createStudio(runtime);
  let senders = 0;
  const at = async (path: string, besides: Record<string, string> = {}) => {
    senders += 1;
    const headers = { [PEER_HEADER]: `198.51.100.${senders}`, ...besides };
    const { status, headers: answer } = await proxy(
      new NextRequest(`http://booking.test${path}`, { headers }),
    );
    return [
      status,
      answer.has("x-middleware-request-x-quietroom-nowhere"),
      answer.has("content-security-policy"),
    ];
  };
  expect(await at("/never-house/regular-session")).toEqual([200, true, true]);
  expect(await at(`/${slug}`)).toEqual([200, false, true]);
  expect(await at(`/${slug}/not_here`)).toEqual([200, true, true]);
  expect(await at("/")).toEqual([200, false, true]);
  for (const unreadable of ["/%E0%A4%A", `/${slug}/%E0%A4%A`])
    expect(await at(unreadable)).toEqual([200, true, true]);
  // A request that names another studio besides is no studio's (TEN-05); one that names its own is.
  expect(await at(`/${slug}?studio=${other.slug}`)).toEqual([200, true, true]);
  expect(await at(`/${slug}/regular-session?tenantId=nobody`)).toEqual([200, true, true]);
  expect(await at(`/${slug}`, { "x-tenant-id": other.tenantId })).toEqual([200, true, true]);
  expect(await at(`/${slug}?studio=${slug}`, { "x-tenant-id": tenantId })).toEqual([200, false, true]);
});
