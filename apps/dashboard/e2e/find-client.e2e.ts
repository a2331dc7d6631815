import { bookVisit, person } from "@quietroom/testing/booking";
import { dayAhead, expect, expectAccessible, photograph, test } from "@quietroom/testing/browser";
import { addClient } from "@quietroom/testing/clients";

test("ENC-09 AUD-12 a client is found with the keyboard alone, by name, email and birth date, and what is typed is in no address", async ({
  staffPage: page,
  studio,
  runtime,
  sql,
}) => {
  const startsAt = await dayAhead(sql, 4);
  const visit = await bookVisit(studio, { startsAt, who: person("Ximena") });
  for (const givenName of ["Xandra", "Xavier"])
    await addClient(runtime, studio.tenantId, { ...person(givenName), familyName: "Quillfeather" });
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  await page.reload();
  await expect(page.getByRole("button", { name: "Find a client" })).toBeVisible();

  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog", { name: "Find a client" });
  const field = dialog.getByRole("combobox", { name: "Find a client" });
  await expect(field).toBeFocused();
  await expectAccessible(page);
  await photograph(page, "dashboard-11-find-empty");

  await page.keyboard.type("x");
  await expect(dialog.getByText("Type two letters or more.")).toBeVisible();
  await page.keyboard.type("a");
  const options = dialog.getByRole("option");
  await expect(options).toHaveCount(2);
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowDown");
  await expect(options.last()).toHaveAttribute("aria-selected", "true");
  await expect(field).toHaveAttribute(
    "aria-activedescendant",
    (await options.last().getAttribute("id")) ?? "",
  );
  await expectAccessible(page);
  await photograph(page, "dashboard-11-find");

  await field.fill("nobody of that name");
  await expect(dialog.getByText("Nobody you may see is found by that.")).toBeVisible();
  await field.fill("04/12/1988");
  await expect(options).toHaveCount(3);
  await field.fill("XIMENA@example.com");
  await expect(options).toHaveCount(1);
  await expect(options.first()).toContainText("Ximena Okafor");
  await expect(options.first()).toContainText("Born on April 12, 1988");
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/calendar\\?view=day&date=[\\d-]+&open=${visit.id}$`));
  await expect(page.getByRole("dialog").getByText("ximena@example.com")).toBeVisible();

  const typed = /ximena|quillfeather|1988|nobody.of/i;
  expect(addresses.length).toBeGreaterThan(5);
  expect(addresses.filter((address) => typed.test(decodeURIComponent(address)))).toEqual([]);
  const audited = await sql(
    "select detail from audit_event where tenant_id = $1 and verb = 'clients.search' order by id",
    [studio.tenantId],
  );
  expect(audited.length).toBeGreaterThan(3);
  expect(JSON.stringify(audited)).not.toMatch(typed);
});

test("ENC-09 what comes late is not shown for what is typed since, and a search that gets no answer says so", async ({
  staffPage: page,
  studio,
  runtime,
}) => {
  await addClient(runtime, studio.tenantId, person("Ximena"));
  await addClient(runtime, studio.tenantId, person("Yusuf"));
  const { promise: held, resolve: letXGo } = Promise.withResolvers<void>();
  await page.route("**/api/trpc/clients.search**", async (route) => {
    const sent = route.request().postData() ?? "";
    if (sent.includes("xi")) await held;
    if (sent.includes("zz")) return await route.fulfill({ status: 503, body: "" });
    return await route.continue().catch(() => undefined); // it may have been given up
  });
  const opener = page.getByRole("button", { name: "Find a client" });
  await opener.click();
  const dialog = page.getByRole("dialog", { name: "Find a client" });
  const field = dialog.getByRole("combobox");
  const begun = page.waitForRequest(/clients\.search/);
  await field.fill("xi");
  await begun;
  await expect(dialog.getByText("Looking …")).toBeVisible();
  await field.fill("yu");
  await expect(dialog.getByRole("option")).toContainText(["Yusuf Okafor"]);
  letXGo();
  await field.fill("zz");
  await expect(dialog.getByRole("option")).toHaveCount(0);
  await expect(dialog.getByRole("alert")).toContainText("Nobody could be looked for.");
  await expectAccessible(page);
  await field.fill("yusuf");
  await expect(dialog.getByRole("option")).toContainText(["No visit on your calendar"]);
  await expect(dialog.getByText("Ximena")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

test("AUTH-52 AUTH-62 the desk is not offered birth dates, and compliance has no search", async ({
  staffPage: page,
  studio,
  runtime,
  sql,
}) => {
  await addClient(runtime, studio.tenantId, person("Ximena"));
  const become = async (role: string) =>
    await sql("update staff_user set roles = array[$3] where tenant_id = $1 and email = $2", [
      studio.tenantId,
      studio.signIn.email,
      role,
    ]);
  await become("receptionist");
  await page.reload();
  await page.getByRole("button", { name: "Find a client" }).click();
  const dialog = page.getByRole("dialog", { name: "Find a client" });
  await expect(dialog.getByText("birth date")).toHaveCount(0);
  await dialog.getByRole("combobox").fill("ximena");
  await expect(dialog.getByRole("option")).toContainText(["Born in 1988"]);
  await dialog.getByRole("combobox").fill("04/12/1988");
  await expect(dialog.getByText("Nobody you may see is found by that.")).toBeVisible();
  await page.keyboard.press("Escape");
  await become("compliance");
  await page.goto(new URL("/audit", page.url()).href);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Find a client" })).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await expect(dialog).toHaveCount(0);
});
