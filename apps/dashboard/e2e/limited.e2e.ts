import { expect, expectAccessible, test } from "@quietroom/testing/browser";

test("check 71 API-06 whoever is limited is told so where they work, and it ends by itself", async ({
  staffPage: page,
  addresses,
}) => {
  let limited = true;
  await page.route("**/api/trpc/**", async (route) => {
    if (!limited || route.request().url().includes("calendar.changes")) return await route.continue();
    const error = {
      json: {
        message: "rate_limited",
        code: -32_029,
        data: {
          code: "TOO_MANY_REQUESTS",
          appCode: "rate_limited",
          httpStatus: 429,
          requestId: null,
          fields: [],
        },
      },
    };
    await route.fulfill({
      status: 429,
      headers: { "retry-after": "2" },
      contentType: "application/json",
      body: JSON.stringify({ error }),
    });
  });
  await page.goto(`${addresses.dashboard}/calendar`);
  const notice = page.getByRole("status").filter({ hasText: "Too many requests from your account" });
  await expect(notice).toBeVisible();
  await expect(page.getByRole("navigation").first()).toBeVisible();
  await expectAccessible(page);
  limited = false;
  await expect(notice).toBeHidden({ timeout: 70_000 });
});
