import { randomBytes } from "node:crypto";
import { createStaffUser, newPuzzle } from "@quietroom/services/staff";
import {
  appCode,
  createStudio,
  enrolApp,
  inspect,
  solvePuzzle,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { PEER_HEADER } from "@quietroom/web/note-peer";
import { beforeEach, expect, test } from "vitest";
import { openBrowser } from "../test/browser.ts";
import { createAuth } from "./index.ts";

process.env["NEXTAUTH_URL"] = "http://dashboard.test";
const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const settings = {
  runtime,
  secret: randomBytes(32).toString("base64"),
  transport: "http",
  signInPath: "/sign-in",
  accountPath: "/account",
  openId: null,
} as const;
const email = "robin@example.com";
const password = "a kettle sings at dawn";
const person = {
  email,
  password,
  displayName: "Robin Sample",
  roles: ["admin" as const],
  practitionerId: null,
};
succeeded(await createStaffUser(studio.as("system"), person));
const { secret: appSecret } = await enrolApp(runtime, { email, password });

beforeEach(async () => {
  await query("delete from guard.subject");
});

/** Whoever stands at an address, behind so many proxies of ours, and writes what they like into the header that those append to. */
const at = (hops: number, address: string, forged: string | null) => {
  const auth = createAuth({ ...settings, trustedProxyHops: hops });
  const written = forged === null ? [] : [forged];
  const forwarded = hops === 0 ? written : [...written, address];
  const headers = {
    ...(forwarded.length === 0 ? {} : { "x-forwarded-for": forwarded.join(", ") }),
    [PEER_HEADER]: hops === 0 ? address : "10.0.0.2",
  };
  return openBrowser(auth.options, headers);
};

/** One try with the puzzle solved, so that what counts is the limit alone. */
async function attempt(browser: ReturnType<typeof at>, about: string, word: string): Promise<string> {
  const proof = await solvePuzzle(await newPuzzle(runtime, { rounds: 1, atLeast: 0, below: 2 }));
  const { status, body } = await browser.post("callback/credentials", {
    email: about,
    password: word,
    proof,
  });
  return status === 200 ? "in" : (/error=(\w+)/.exec(JSON.stringify(body))?.[1] ?? "?");
}

const nobodys = (turn: number) => `nobody${turn}@example.com`;

test.each([
  ["behind one proxy", 1, "203.0.113.7", "203.0.113.8"],
  ["behind two proxies", 2, "203.0.113.7", "203.0.113.8"],
  ["with nothing before us", 0, "203.0.113.7", "203.0.113.8"],
  ["over IPv6, moving about within one /64", 0, "2001:db8::1", "2001:db8:0:1::1"],
] as const)(
  "check 71 API-06 AUTH-40 AUTH-45 %s: five failures from one address in 15 minutes are looked at, the sixth is not, whatever it forges",
  async (_, hops, address, other) => {
    const own = hops === 2 ? `${address}, 10.0.0.3` : address;
    for (let turn = 1; turn <= 5; turn += 1) {
      const moved = address.includes(":") ? `${address}${turn}` : own;
      const tried = await attempt(at(hops, moved, `198.51.100.${turn}`), nobodys(turn), "wrong wrong wrong");
      expect(tried, `attempt ${turn}`).toBe("CredentialsSignin");
    }
    for (const forged of ["198.51.100.77", "203.0.113.200, 198.51.100.78", other, null])
      expect(await attempt(at(hops, own, forged), email, password)).toBe("Locked");
    expect(await attempt(at(hops, hops === 2 ? `${other}, 10.0.0.3` : other, null), email, password)).toBe(
      "in",
    );
  },
);

test("check 71 AUTH-40 the window is of 15 minutes: what failed before it counts no more", async () => {
  for (let turn = 1; turn <= 5; turn += 1)
    await attempt(at(1, "203.0.113.7", null), nobodys(turn), "wrong wrong wrong");
  expect(await attempt(at(1, "203.0.113.7", null), email, password)).toBe("Locked");
  await query(
    "update guard.subject set failures = array(select f - interval '15 minutes' from unnest(failures) f)",
  );
  expect(await attempt(at(1, "203.0.113.7", null), email, password)).toBe("in");
});

test("check 52 AUTH-42 a clinic behind one address: a stranger's failures there keep no known device out", async () => {
  const auth = createAuth({ ...settings, trustedProxyHops: 1 });
  const known = at(1, "203.0.113.7", null);
  expect(await attempt(known, email, password)).toBe("in");
  await query("update staff_totp set last_step = 1");
  const { setCookies } = await known.secondFactor(appCode(appSecret));
  const line = (await auth.rememberDevice({}, setCookies)) ?? "";
  for (let turn = 1; turn <= 5; turn += 1)
    await attempt(at(1, "203.0.113.7", null), nobodys(turn), "wrong wrong wrong");
  expect(await attempt(at(1, "203.0.113.7", null), email, password)).toBe("Locked");
  const again = at(1, "203.0.113.7", null);
  again.put("quietroom-device", /=([^;]+)/.exec(line)?.[1] ?? "");
  expect(await attempt(again, email, password)).toBe("in");
});

test("check 71 fifty at once from one address: five are looked at", async () => {
  const tried = await Promise.all(
    Array.from({ length: 50 }, (_, turn) =>
      attempt(at(1, "203.0.113.7", `198.51.100.${turn}`), nobodys(turn), "wrong wrong wrong"),
    ),
  );
  expect(tried.filter((word) => word === "CredentialsSignin")).toHaveLength(5);
  expect(tried.filter((word) => word === "Locked")).toHaveLength(45);
});
