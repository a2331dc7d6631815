import type { APIRequestContext } from "@playwright/test";
import { appCode, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";

const pairingGrant = "urn:quietroom:grant:pairing-code";
const me = `/api/trpc/me?input=${encodeURIComponent('{"json":{}}')}`;

/** An app somewhere else: it has no cookies and says nothing of where it comes from. */
function appAt(request: APIRequestContext, dashboard: string) {
  return {
    token: async (data: unknown) => {
      const answer = await request.post(`${dashboard}/api/token`, { data });
      const body: Readonly<Record<string, unknown>> = await answer.json();
      return { status: answer.status(), headers: answer.headers(), body };
    },
    call: async (authorization: string, more: Readonly<Record<string, string>> = {}) =>
      await request.get(`${dashboard}${me}`, { headers: { authorization, ...more } }),
    change: async (authorization: string, path: string, json: object = {}) =>
      await request.post(`${dashboard}/api/trpc/${path}`, { headers: { authorization }, data: { json } }),
  };
}

test("AUTH-35 AUTH-44 an app is connected on the account page, acts by its token, refreshes it, and a copy of an old one ends it", async ({
  staffPage: page,
  request,
  studio,
  addresses,
  sql,
  mailed,
}) => {
  const app = appAt(request, addresses.dashboard);
  await sql("update session set mfa_passed_at = now() - interval '6 minutes' where tenant_id = $1", [
    studio.tenantId,
  ]);
  await page.goto(`${addresses.dashboard}/account`);
  await expect(page.getByText("None is connected.")).toBeVisible();
  // By keyboard alone, to the code of the authenticator app.
  const opener = page.getByRole("button", { name: "Connect an app" });
  await opener.focus();
  await page.keyboard.press("Enter");
  const asking = page.getByRole("dialog", { name: "Connect an app" });
  await expect(asking.getByLabel("Name")).toBeVisible();
  await asking.getByRole("button", { name: "Show the code" }).click();
  await expect(asking.getByText("Give it a name first.")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-9-connect-app");
  await asking.getByLabel("Name").fill("Phone in my bag");
  await page.keyboard.press("Enter");
  const proof = page.getByRole("dialog", { name: "Is it still you?" });
  await proof.getByLabel("Code").fill(appCode(studio.signIn.secret, "next"));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Type this code into the app")).toBeVisible();
  await expect(opener).toBeFocused();
  await expectAccessible(page);
  await photograph(page, "dashboard-9-app-code");
  const code = (await page.getByText(/^\w{4}-\w{4}-\w{4}$/).innerText()).trim();

  const first = await app.token({ grant_type: pairingGrant, code: code.toLowerCase() });
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({ token_type: "Bearer", expires_in: 900 });
  expect(first.headers["cache-control"]).toBe("no-store");
  expect(first.headers["set-cookie"]).toBeUndefined();
  expect(await app.token({ grant_type: pairingGrant, code })).toMatchObject({
    status: 400,
    body: { error: "invalid_grant" },
  });

  const list = page.getByRole("list", { name: "Your connected apps" });
  await expect(list.getByRole("paragraph").getByText("Phone in my bag", { exact: true })).toBeVisible();
  await expect(page.getByText("The app is connected.")).toBeVisible();
  await expect(page.getByText("Type this code into the app")).toHaveCount(0);
  await expectAccessible(page);
  await photograph(page, "dashboard-9-connected-app");
  await mailed(studio.signIn.email, "An app was connected to your account");

  const access = `Bearer ${String(first.body["access_token"])}`;
  const answer = await app.call(access);
  expect(answer.status()).toBe(200);
  expect(await answer.text()).toContain(studio.signIn.email);
  expect(answer.headers()["cache-control"]).toBe("no-store");
  expect(answer.headers()["set-cookie"]).toBeUndefined();
  // A change needs no word of where it comes from; what asks for a fresh proof stays closed.
  expect((await app.change(access, "session.stay")).status()).toBe(200);
  const refused = await app.change(access, "account.renewRecoveryCodes");
  expect(await refused.text()).toContain("second_factor_needed");
  // Another studio named beside it is refused as ever (TEN-05), and so is a cookie.
  expect((await app.call(access, { "x-tenant-id": "0198a1b2-0000-7000-8000-0000000000aa" })).status()).toBe(
    403,
  );
  expect((await app.call(access, { cookie: "quietroom-session=x" })).status()).toBe(400);
  // The door of the other audience knows no such token (AUTH-10).
  const portal = `/api/trpc/portal.visits?input=${encodeURIComponent(JSON.stringify({ json: { studio: studio.slug } }))}`;
  const there = await request.get(`${addresses.booking}${portal}`, { headers: { authorization: access } });
  expect(there.status()).toBe(401);

  const old = { grant_type: "refresh_token", refresh_token: first.body["refresh_token"] };
  const second = await app.token(old);
  expect(second.status).toBe(200);
  const next = `Bearer ${String(second.body["access_token"])}`;
  expect((await app.call(next)).status()).toBe(200);

  // Somebody else's copy of the old one.
  expect(await app.token(old)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  for (const dead of [access, next]) {
    const over = await app.call(dead);
    expect(over.status()).toBe(401);
    expect(over.headers()["www-authenticate"]).toContain("invalid_token");
  }
  const newest = { grant_type: "refresh_token", refresh_token: second.body["refresh_token"] };
  expect(await app.token(newest)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  await page.reload();
  await expect(page.getByText("None is connected.")).toBeVisible();
  await page.goto(`${addresses.dashboard}/security`);
  await expect(page.getByText("An app's key was used twice")).toBeVisible();
  await expectAccessible(page);
  await photograph(page, "dashboard-9-app-incident");
});

test("check 28 check 57 AUTH-36 a disconnected app is out with its next call, and so is every app once its person signs out elsewhere", async ({
  staffPage: page,
  request,
  addresses,
}) => {
  const app = appAt(request, addresses.dashboard);
  const connect = async (name: string) => {
    await page.getByRole("button", { name: "Connect an app" }).click();
    await page.getByRole("dialog", { name: "Connect an app" }).getByLabel("Name").fill(name);
    await page.keyboard.press("Enter");
    const code = await page.getByText(/^\w{4}-\w{4}-\w{4}$/).innerText();
    const { body } = await app.token({ grant_type: pairingGrant, code });
    await expect(page.getByRole("button", { name: `Disconnect ${name}` })).toBeVisible();
    return `Bearer ${String(body["access_token"])}`;
  };
  await page.goto(`${addresses.dashboard}/account`);
  const phone = await connect("Phone");
  expect((await app.call(phone)).status()).toBe(200);
  await page.getByRole("button", { name: "Disconnect Phone" }).click();
  await expect(page.getByText("The app is disconnected", { exact: true })).toBeVisible();
  expect((await app.call(phone)).status()).toBe(401);
  const tablet = await connect("Tablet");
  expect((await app.call(tablet)).status()).toBe(200);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByRole("button", { name: "Disconnect Tablet" })).toHaveCount(0);
  expect((await app.call(tablet)).status()).toBe(401);
});

test("check 85 AUTH-35 a malformed Authorization header is answered 401 and the token endpoint's odd requests by a code, and both go on", async ({
  request,
  addresses,
}) => {
  const app = appAt(request, addresses.dashboard);
  for (const authorization of [
    "Bearer",
    "Bearer x y",
    "Bearer qra_x",
    "bearer %00",
    `Bearer ${"x".repeat(5_000)}`,
  ]) {
    const answer = await app.call(authorization);
    expect([authorization.slice(0, 20), answer.status()]).toEqual([authorization.slice(0, 20), 401]);
    expect(answer.headers()["www-authenticate"]).toMatch(/^Bearer /);
  }
  const odd: readonly (readonly [unknown, string])[] = [
    [{}, "invalid_request"],
    [[], "invalid_request"],
    [{ grant_type: 7 }, "invalid_request"],
    [{ grant_type: "password" }, "unsupported_grant_type"],
    [{ grant_type: pairingGrant }, "invalid_request"],
    [{ grant_type: "refresh_token", refresh_token: "qrr_x" }, "invalid_grant"],
    [{ grant_type: "refresh_token", refresh_token: { not: "" } }, "invalid_request"],
  ];
  for (const [data, error] of odd) {
    const { status, body, headers } = await app.token(data);
    expect([data, status, body]).toEqual([data, 400, { error }]);
    expect(headers["cache-control"]).toBe("no-store");
  }
  const form = await request.post(`${addresses.dashboard}/api/token`, { form: { grant_type: pairingGrant } });
  expect([form.status(), await form.json()]).toEqual([415, { error: "invalid_request" }]);
  expect((await request.get(`${addresses.dashboard}/api/token`)).status()).toBe(405);
});
