import { randomBytes } from "node:crypto";
import { allowLinking, createStaffUser } from "@quietroom/services/staff";
import {
  appCode,
  createStudio,
  enrolApp,
  inspect,
  succeeded,
  testDatabase,
  testRuntime,
} from "@quietroom/testing";
import { type SpoiltToken, startOidcPeer } from "@quietroom/testing/oidc-peer";
import { afterAll, beforeEach, expect, test } from "vitest";
import { openBrowser } from "../test/browser.ts";
import { comeBack, leave, visit } from "../test/provider-visit.ts";
import { createAuth } from "./index.ts";

const home = "http://dashboard.test";
process.env["NEXTAUTH_URL"] = home;
const database = await testDatabase();
const runtime = await testRuntime(database);
const query = await inspect(database);
const studio = await createStudio(runtime);
const peer = await startOidcPeer([`${home}/api/auth/callback/oidc`]);
const settings = {
  runtime,
  secret: randomBytes(32).toString("base64"),
  transport: "http",
  signInPath: "/sign-in",
  accountPath: "/account",
  trustedProxyHops: 1,
  openId: {
    issuer: peer.issuer,
    clientId: peer.clientId,
    clientSecret: peer.clientSecret,
    displayName: "Example ID",
    signedWith: "RS256",
  },
} as const;
const auth = createAuth(settings);
const email = "robin@example.com";
const password = "a kettle sings at dawn";
const robin = { sub: "robin", email, email_verified: true };
const colleague = "sam@example.com";

async function hire(address: string): Promise<string> {
  const person = {
    email: address,
    displayName: "Robin Sample",
    roles: ["admin" as const],
    practitionerId: null,
  };
  return succeeded(await createStaffUser(studio.as("system"), { ...person, password })).staffUserId;
}

const staffUserId = await hire(email);
await hire(colleague);
const { secret: appSecret } = await enrolApp(runtime, { email, password });

afterAll(async () => await peer.close());

let logged = 0;

beforeEach(async () => {
  peer.seat(robin);
  peer.spoil(null);
  peer.describe(null);
  peer.stand(null);
  await query("delete from identity_directory");
  await query("delete from staff_identity");
  await query("delete from guard.subject");
  await query("update session set revoked_at = now(), revoked_reason = 'test' where revoked_at is null");
  peer.asked();
  logged = runtime.logged.length;
});

/** A browser that is all the way in by password and code. */
async function signedIn() {
  const browser = openBrowser(auth.options);
  await browser.signIn(email, password);
  await query("update staff_totp set last_step = 1");
  expect((await browser.secondFactor(appCode(appSecret))).status).toBe(200);
  return browser;
}

/** The same, that has asked on its account page for an identity to link. */
async function linking() {
  const browser = await signedIn();
  const actor = await auth.findStaff(browser.cookies(), "request");
  if (actor === null) throw new Error("nobody is signed in");
  const context = { runtime, actor, requestId: "0198a1b2-0000-7000-8000-000000000000" };
  succeeded(await allowLinking(context, {}));
  return browser;
}

async function link() {
  const browser = await linking();
  const answer = await comeBack(browser, await visit(await leave(browser, "/account")));
  expect(answer.location).toBe("/account?identity=linked");
  return browser;
}

const sessions = async () => await query("select id from session where revoked_at is null");

/** What holds whatever went wrong: a way back to sign-in with a word for it, no session, nothing linked, and no words in the log. */
async function expectRefused(browser: ReturnType<typeof openBrowser>, location: string | null) {
  const { pathname, searchParams } = new URL(location ?? "", home);
  expect(["/sign-in", "/api/auth/error", "/api/auth/signin"]).toContain(pathname);
  expect(searchParams.get("error")).toMatch(/^[A-Za-z]+$/);
  expect(await auth.findStaff(browser.cookies(), "request")).toBeNull();
  expect(await auth.secondFactorStep(browser.cookies())).toBeNull();
  expect(await sessions()).toEqual([]);
  expect(JSON.stringify(runtime.logged.slice(logged))).not.toMatch(/robin|eyJ|example\.com/);
}

test("check 44 AUTH-01 AUTH-20 an identity that its person linked signs in half way, and the code of the app opens the rest", async () => {
  const first = await link();
  expect(await auth.findStaff(first.cookies(), "request")).toMatchObject({ staffUserId });
  await first.signOut();

  const browser = openBrowser(auth.options);
  const there = await leave(browser, "/sign-in/second-factor?next=%2Fteam");
  expect(Object.fromEntries(there.searchParams)).toMatchObject({
    client_id: peer.clientId,
    redirect_uri: `${home}/api/auth/callback/oidc`,
    response_type: "code",
    scope: "openid email",
    code_challenge_method: "S256",
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
  });
  const answer = await comeBack(browser, await visit(there));
  expect(answer.location).toBe(`${home}/sign-in/second-factor?next=%2Fteam`);
  expect(await auth.findStaff(browser.cookies(), "request")).toBeNull();
  expect(await auth.secondFactorStep(browser.cookies())).toMatchObject({ kind: "code" });
  const half = browser.cookies();
  await query("update staff_totp set last_step = 1");
  await browser.secondFactor(appCode(appSecret));
  expect(await auth.findStaff(browser.cookies(), "request")).toMatchObject({ staffUserId });
  // As after a password: the half session is over.
  expect(await auth.secondFactorStep(half)).toBeNull();
});

test("AUTH-34 over https what ties the answer to a browser is Secure, out of reach of scripts and bound to its host", async () => {
  process.env["NEXTAUTH_URL"] = "https://dashboard.test";
  const browser = openBrowser(createAuth({ ...settings, transport: "https" }).options);
  const { setCookies } = await browser.post("signin/oidc", { callbackUrl: "/sign-in/second-factor" });
  process.env["NEXTAUTH_URL"] = home;
  expect(new Set(setCookies.map((line) => line.split("=")[0]))).toEqual(
    new Set([
      "__Host-quietroom-callback-url",
      "__Host-quietroom-nonce",
      "__Host-quietroom-pkce",
      "__Host-quietroom-state",
    ]),
  );
  for (const line of setCookies) {
    expect(line).toMatch(/; Path=\/;.*HttpOnly; Secure; SameSite=Lax$/);
    expect(line).not.toMatch(/Domain=/);
  }
});

test("check 44 a verified email of somebody who works here links nothing and signs nobody in; their studio's audit tells of it", async () => {
  const browser = openBrowser(auth.options);
  const { location } = await comeBack(browser, await visit(await leave(browser)));
  expect(location).toBe("/sign-in?error=NotLinked");
  await expectRefused(browser, location);
  expect(await query("select * from staff_identity")).toEqual([]);
  const [audited] = await query(
    "select outcome, detail from audit_event where tenant_id = $1 and verb = 'staff.refuse_identity' order by at desc limit 1",
    [studio.tenantId],
  );
  expect(audited).toEqual({ outcome: "not_linked", detail: { staffUserId, by: "identity" } });
});

test.each([
  ["an unverified email", { ...robin, email_verified: false }, "unverified"],
  ["an email verified in words", { ...robin, email_verified: "true" }, "unverified"],
  ["no email", { sub: "robin" }, "unverified"],
  ["two addresses", { ...robin, email: `${email},eve@evil.example` }, "unverified"],
  ["a colleague's email", { ...robin, email: colleague }, "other_email"],
] as const)(
  "check 44 with %s nothing is linked, and the person stays signed in",
  async (_, person, refusal) => {
    const browser = await linking();
    const before = browser.cookies();
    peer.seat(person);
    const { location } = await comeBack(browser, await visit(await leave(browser, "/account")));
    expect(location).toBe(`/account?identity=${refusal}`);
    expect(await query("select * from staff_identity")).toEqual([]);
    expect(browser.cookies()["quietroom-session"]).toBe(before["quietroom-session"]);
    expect(await auth.findStaff(browser.cookies(), "request")).toMatchObject({ staffUserId });
  },
);

test("check 44 once linked, the subject decides: the same email under another subject is nobody, another email under this one is its person", async () => {
  await (await link()).signOut();
  peer.seat({ ...robin, sub: "eve" });
  const eve = openBrowser(auth.options);
  await expectRefused(eve, (await comeBack(eve, await visit(await leave(eve)))).location);
  peer.seat({ ...robin, email: "robin@elsewhere.example", email_verified: false });
  const own = openBrowser(auth.options);
  await comeBack(own, await visit(await leave(own)));
  expect(await auth.secondFactorStep(own.cookies())).toMatchObject({ kind: "code" });
});

test("a provider that keeps the address out of its tokens is asked for it, and believed about the same subject alone", async () => {
  const withoutEmail = ({
    header,
    claims: { email: _email, email_verified: _verified, ...claims },
    by,
  }: SpoiltToken) => ({ header, claims, by });
  peer.spoil(withoutEmail);
  const browser = await link();
  await browser.signOut();
  await query("delete from staff_identity");
  const other = await linking();
  const back = await visit(await leave(other, "/account"));
  peer.spoil((token) => ({ ...withoutEmail(token), claims: { ...withoutEmail(token).claims, sub: "eve" } }));
  const { location } = await comeBack(other, back);
  expect(location).toContain("error=OAuthCallback");
  expect(await query("select * from staff_identity")).toEqual([]);
});

const now = () => Math.floor(Date.now() / 1_000);
const claiming = (changed: Record<string, unknown>) => (token: SpoiltToken) => ({
  ...token,
  claims: { ...token.claims, ...changed },
});
const signedBy = (alg: string, by: SpoiltToken["by"]) => (token: SpoiltToken) => ({
  ...token,
  header: { alg, typ: "JWT" },
  by,
});

const spoilt: readonly (readonly [string, (token: SpoiltToken) => SpoiltToken])[] = [
  ["no nonce", claiming({ nonce: undefined })],
  ["another nonce", claiming({ nonce: "x".repeat(43) })],
  ["another audience", claiming({ aud: "another-client" })],
  ["an audience among others that it was not issued to", claiming({ aud: ["quietroom", "x"], azp: "x" })],
  ["no audience", claiming({ aud: undefined })],
  ["another issuer", claiming({ iss: "https://evil.example" })],
  ["the issuer with a slash", claiming({ iss: `${peer.issuer}/` })],
  ["a time that is over", claiming({ exp: now() - 60, iat: now() - 360 })],
  ["no end", claiming({ exp: undefined })],
  ["a time that is to come", claiming({ nbf: now() + 300 })],
  ["no subject", claiming({ sub: undefined })],
  ["an empty subject", claiming({ sub: "" })],
  ["alg none and no signature", signedBy("none", "nobody")],
  ["alg None in other letters", signedBy("nOnE", "nobody")],
  ["alg RS256 and no signature", signedBy("RS256", "nobody")],
  ["HS256 with the client's secret", signedBy("HS256", "the client's secret")],
  ["HS256 with the provider's public key", signedBy("HS256", "its public key as a secret")],
  ["RS256 with another's key", signedBy("RS256", "another key")],
  ["RS512 though RS256 is expected", signedBy("RS512", "its key")],
];

test.each(spoilt)(
  "check 44 a token with %s signs nobody in, linked or not, and links nothing",
  async (_, change) => {
    await (await link()).signOut();
    peer.spoil(change);
    const browser = openBrowser(auth.options);
    await expectRefused(browser, (await comeBack(browser, await visit(await leave(browser)))).location);

    await query("delete from identity_directory");
    await query("delete from staff_identity");
    peer.spoil(null);
    const other = await linking();
    peer.spoil(change);
    const { location } = await comeBack(other, await visit(await leave(other, "/account")));
    expect(location).toContain("error=");
    expect(await query("select * from staff_identity")).toEqual([]);
    expect(await auth.findStaff(other.cookies(), "request")).toMatchObject({ staffUserId });
  },
);

type Browser = ReturnType<typeof openBrowser>;
type Flow = { readonly browser: Browser; readonly back: URL };

/** A flow as far as the provider's answer. */
async function flow(): Promise<Flow> {
  const browser = openBrowser(auth.options);
  return { browser, back: await visit(await leave(browser)) };
}

/** The answer with a parameter changed or left out. */
function answering(back: URL, changed: Readonly<Record<string, string | null>>): URL {
  const url = new URL(back);
  for (const [name, value] of Object.entries(changed)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url;
}

const broken: readonly (readonly [string, (one: Flow, other: Flow) => Promise<Flow> | Flow])[] = [
  ["no state", ({ browser, back }) => ({ browser, back: answering(back, { state: null }) })],
  ["another state", ({ browser, back }) => ({ browser, back: answering(back, { state: "x".repeat(43) }) })],
  ["the state of another browser's flow", ({ browser }, { back }) => ({ browser, back })],
  [
    "another flow's code under its own state",
    ({ browser, back }, other) => ({
      browser,
      back: answering(back, { code: other.back.searchParams.get("code") }),
    }),
  ],
  ["no code", ({ browser, back }) => ({ browser, back: answering(back, { code: null }) })],
  [
    "a code that was never given",
    ({ browser, back }) => ({ browser, back: answering(back, { code: "x".repeat(43) }) }),
  ],
  [
    "another issuer's name on it",
    ({ browser, back }) => ({ browser, back: answering(back, { iss: "https://evil.example" }) }),
  ],
  [
    "the person's refusal in it",
    ({ browser, back }) => ({
      browser,
      back: answering(back, { code: null, error: "access_denied", error_description: email }),
    }),
  ],
  [
    "a token in place of the code",
    ({ browser, back }) => ({
      browser,
      back: answering(back, { code: null, id_token: "eyJhbGciOiJub25lIn0.e30." }),
    }),
  ],
  [
    "an access token in place of the code",
    ({ browser, back }) => ({
      browser,
      back: answering(back, { code: null, access_token: "x", token_type: "Bearer" }),
    }),
  ],
  ...["state", "pkce", "nonce"].flatMap((what) => [
    [
      `no ${what} cookie`,
      ({ browser, back }: Flow) => (browser.put(`quietroom-${what}`, ""), { browser, back }),
    ] as const,
    [
      `a ${what} cookie of rubbish`,
      ({ browser, back }: Flow) => (browser.put(`quietroom-${what}`, "eyJ.rubbish"), { browser, back }),
    ] as const,
    [
      `the ${what} cookie of another flow`,
      ({ browser, back }: Flow, other: Flow) => (
        browser.put(`quietroom-${what}`, other.browser.cookies()[`quietroom-${what}`] ?? ""),
        { browser, back }
      ),
    ] as const,
  ]),
  ["none of the browser's cookies", ({ back }) => ({ browser: openBrowser(auth.options), back })],
];

test.each(broken)("check 44 an answer with %s signs nobody in", async (_, change) => {
  await (await link()).signOut();
  const { browser, back } = await change(await flow(), await flow());
  await expectRefused(browser, (await comeBack(browser, back)).location);
});

test("check 44 an answer that was used counts no more: not in its browser, nor with its cookies put back", async () => {
  await (await link()).signOut();
  const { browser, back } = await flow();
  const before = browser.cookies();
  await comeBack(browser, back);
  expect(await auth.secondFactorStep(browser.cookies())).toMatchObject({ kind: "code" });
  await browser.signOut();
  await expectRefused(browser, (await comeBack(browser, back)).location);
  for (const name of ["state", "pkce", "nonce"])
    browser.put(`quietroom-${name}`, before[`quietroom-${name}`] ?? "");
  await expectRefused(browser, (await comeBack(browser, back)).location);
});

const silent: readonly (readonly [string, Parameters<typeof peer.stand>[0]])[] = [
  ["is down", (request) => void request.socket.destroy()],
  ["does not answer", () => undefined],
  ["answers 500", (_, response) => void response.writeHead(500).end("{}")],
  ["answers with another page", (_, response) => void response.end("<!doctype html><title>Hello</title>")],
  ["answers with an empty object", (_, response) => void response.end("{}")],
  ["answers with null", (_, response) => void response.end("null")],
  [
    "sends elsewhere",
    (_, response) => void response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
  ],
];

test.each(silent)(
  "check 44 check 97 a provider that %s: one word and a way back, before leaving and after",
  async (_, answer) => {
    await (await link()).signOut();
    peer.stand(answer);
    const browser = openBrowser(auth.options);
    const there = await leave(browser);
    expect(there.origin).toBe(home);
    await expectRefused(browser, there.href);

    for (const path of ["/.well-known/openid-configuration", "/token", "/jwks"]) {
      peer.stand(null);
      const { browser: later, back } = await flow();
      peer.stand((request, response) =>
        request.url?.startsWith(path) ? answer?.(request, response) : "as ever",
      );
      await expectRefused(later, (await comeBack(later, back)).location);
    }
  },
);

test("check 44 a discovery document of another issuer gets neither the code nor our secret", async () => {
  await (await link()).signOut();
  const { browser, back } = await flow();
  peer.describe((document) => ({ ...document, issuer: "https://evil.example" }));
  peer.asked();
  await expectRefused(browser, (await comeBack(browser, answering(back, { iss: null }))).location);
  expect(peer.asked()).not.toContain("/token");
});

test("check 44 check 63 the address to come back to is ours, whatever a request asks for", async () => {
  await (await link()).signOut();
  for (const evil of [
    "https://evil.example/x",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "https://dashboard.test.evil.example",
  ]) {
    const browser = openBrowser(auth.options, {
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
    });
    const there = await leave(browser, evil);
    const { location } =
      there.origin === home ? { location: there.href } : await comeBack(browser, await visit(there));
    expect(new URL(location ?? "", home).origin, evil).toBe(home);
    if (there.origin !== home)
      expect(there.searchParams.get("redirect_uri")).toBe(`${home}/api/auth/callback/oidc`);
  }
});

test("check 44 leaving asks for the form's token, and nothing begins by an address alone", async () => {
  const browser = openBrowser(auth.options);
  const { body } = await browser.postWithoutToken("signin/oidc", { callbackUrl: "/" });
  expect(JSON.stringify(body)).toContain("csrf");
  const { location } = await browser.get("signin/oidc");
  expect(location).toMatch(/^\/sign-in\?/);
  expect(peer.asked()).toEqual([]);
});

test("check 42 check 44 what a token holds besides changes nothing: no role, no studio, no session, no second factor", async () => {
  await (await link()).signOut();
  peer.spoil(
    claiming({
      tenantId: studio.tenantId,
      sessionId: staffUserId,
      roles: ["admin"],
      mfa: true,
      amr: ["mfa"],
      acr: "2",
    }),
  );
  const { browser, back } = await flow();
  await comeBack(browser, back);
  expect(await auth.findStaff(browser.cookies(), "request")).toBeNull();
  expect(await auth.secondFactorStep(browser.cookies())).toMatchObject({ kind: "code" });
});

test("check 51 AUTH-40 a lock holds for a sign-in elsewhere, with the same word", async () => {
  await (await link()).signOut();
  await query("delete from guard.subject");
  const stranger = openBrowser(auth.options, { "x-forwarded-for": "203.0.113.9" });
  peer.seat({ sub: "eve" });
  for (let turn = 0; turn < 5; turn += 1)
    expect((await comeBack(stranger, await visit(await leave(stranger)))).location).toBe(
      "/sign-in?error=NotLinked",
    );
  expect((await comeBack(stranger, await visit(await leave(stranger)))).location).toBe(
    "/sign-in?error=Locked",
  );
});

test("check 43 the database away: the provider's answer begins nothing, and the page learns one fixed word", async () => {
  await (await link()).signOut();
  const away = async () => await Promise.reject(new Error(email));
  for (const gone of ["withDirectory", "withTenant", "withCounters"]) {
    const broken = { ...runtime, db: { ...runtime.db, [gone]: away } };
    const browser = openBrowser(createAuth({ ...settings, runtime: broken }).options);
    const { location } = await comeBack(browser, await visit(await leave(browser)));
    expect(location, gone).toBe("/sign-in?error=Unavailable");
    await expectRefused(browser, location);
  }
});

test("check 44 without a provider in the settings there is none: nothing begins, and no answer is taken", async () => {
  await (await link()).signOut();
  const { browser: had, back } = await flow();
  const browser = openBrowser(createAuth({ ...settings, openId: null }).options);
  for (const [name, value] of Object.entries(had.cookies())) browser.put(name, value);
  const answer = await comeBack(browser, back);
  expect(answer.status).toBe(400);
  expect(JSON.stringify((await browser.get("providers")).body)).not.toContain("oidc");
  expect(await sessions()).toEqual([]);
});

test("AUTH-44 an identity from a network that the studio leaves out begins no session and leads to the page that says so", async () => {
  const linked = await link();
  await linked.signOut();
  await query("update tenant set allowed_networks = '{203.0.113.0/24}' where id = $1", [studio.tenantId]);
  try {
    const come = async (address: string) => {
      const browser = openBrowser(auth.options, { "x-forwarded-for": address });
      return { browser, answer: await comeBack(browser, await visit(await leave(browser, "/calendar"))) };
    };
    const away = await come("198.51.100.9");
    expect(away.answer.location).toBe("/sign-in/network");
    expect(away.browser.cookies()["quietroom-session"]).toBeUndefined();
    expect(await sessions()).toEqual([]);
    const inside = await come("203.0.113.7");
    expect(await auth.secondFactorStep(inside.browser.cookies())).toMatchObject({ kind: "code" });
  } finally {
    await query("update tenant set allowed_networks = '{}' where id = $1", [studio.tenantId]);
  }
});
