import { appCode, expect, expectAccessible, test } from "@quietroom/testing/browser";
import { type OidcPeer, startOidcPeer } from "@quietroom/testing/oidc-peer";
import { type OwnProduct, startOwnProduct } from "@quietroom/testing/own-product";

const email = "robin@example.com";
const password = "slow rivers carry warm stones";
let peer: OidcPeer;
let product: OwnProduct;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  product = await startOwnProduct(
    "elsewhere",
    {},
    {
      settings: async ({ dashboard }) => {
        peer = await startOidcPeer([`${dashboard}/api/auth/callback/oidc`]);
        return {
          OIDC_ISSUER: peer.issuer,
          OIDC_CLIENT_ID: peer.clientId,
          OIDC_CLIENT_SECRET: peer.clientSecret,
          OIDC_NAME: "Example ID",
        };
      },
    },
  );
  await product.hire({ email, password });
});

test.afterAll(async () => {
  await product.stop();
  await peer.close();
});

test("check 44 AUTH-01 AUTH-20 an account elsewhere is linked, signs in with the second step, and is unlinked", async ({
  page,
}) => {
  const { dashboard } = product.urls;
  const elsewhere = page.getByRole("button", { name: "Continue with Example ID" });
  const stepsForgotten = async () => await product.query("update staff_totp set last_step = 1");
  peer.seat({ sub: "robin", email, email_verified: true });

  // Nobody is let in, nor found, by an email alone.
  await page.goto(`${dashboard}/sign-in?next=%2Fteam`);
  await expectAccessible(page);
  await elsewhere.click();
  await expect(page.getByText("That Example ID account is not linked to anybody here")).toBeVisible();
  await expectAccessible(page);

  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const secret = (await page.locator("dd").innerText()).replaceAll(" ", "");
  await page.getByRole("textbox", { name: "Code" }).fill(appCode(secret));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/\/account/);
  await expect(page.getByText("Your authenticator app is set up")).toBeVisible();

  // Somebody else sits at the provider: not linked, and told why.
  // Who is signed in at the provider is remembered there, in cookies of its own.
  const changeSeats = async (person: Parameters<typeof peer.seat>[0]) => {
    await page.context().clearCookies({ name: /^_/ });
    peer.seat(person);
  };
  await changeSeats({ sub: "sam", email: "sam@example.com", email_verified: true });
  const link = page.getByRole("button", { name: "Link Example ID" });
  await link.click();
  await expect(page.getByText(/has another email address than you have here/)).toBeVisible();
  await expectAccessible(page);

  // Minutes later it asks whether it is still the same person.
  await changeSeats({ sub: "robin", email, email_verified: true });
  await product.query(
    "update session set mfa_passed_at = now() - interval '6 minutes' where mfa_passed_at is not null",
  );
  await stepsForgotten();
  await link.click();
  const proof = page.getByRole("dialog", { name: "Is it still you?" });
  await proof.getByLabel("Code").fill(appCode(secret));
  await proof.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText(/Example ID is linked/)).toBeVisible();
  await expectAccessible(page);

  await page.getByRole("button", { name: "Sign out" }).first().click();
  await page.waitForURL(/\/sign-in$/);
  await page.goto(`${dashboard}/team`);
  await elsewhere.click();
  await expect(page.getByRole("heading", { name: "Your second step" })).toBeVisible();
  await page.goto(`${dashboard}/team`);
  await page.waitForURL(/\/sign-in/);
  await elsewhere.click();
  await expect(page.getByRole("heading", { name: "Your second step" })).toBeVisible();
  await stepsForgotten();
  await page.getByRole("textbox", { name: "Code" }).fill(appCode(secret));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/\/team$/);

  await page.goto(`${dashboard}/account`);
  await page.getByRole("button", { name: "Unlink Example ID" }).click();
  await expect(link).toBeVisible();
  await expect(page.getByRole("button", { name: "Unlink Example ID" })).toHaveCount(0);
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await page.waitForURL(/\/sign-in$/);
  await elsewhere.click();
  await expect(page.getByText("That Example ID account is not linked to anybody here")).toBeVisible();
});

test("check 44 check 97 a provider that is away leaves the password as the way in", async ({ page }) => {
  peer.stand((request) => void request.socket.destroy());
  await page.goto(`${product.urls.dashboard}/sign-in`);
  await page.getByRole("button", { name: "Continue with Example ID" }).click();
  await expect(page.getByText("Example ID could not sign you in")).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByLabel("Password")).toBeVisible();
  peer.stand(null);
});
