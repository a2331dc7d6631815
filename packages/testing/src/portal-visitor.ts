import { expect, type Page } from "@playwright/test";
import type { Email, LiveStudio } from "./browser.ts";
import { bookVisit, person, wallTime } from "./booking.ts";
import { askForWayIn, wayInOf } from "./way-in.ts";

/** Comes in at the studio's portal as a client with one visit, by the mail's button; the visit's id. */
export async function enterPortal(
  page: Page,
  studio: LiveStudio,
  inbox: (to: string, count?: number) => Promise<readonly Email[]>,
): Promise<string> {
  const email = `ana-${studio.slug}@example.com`;
  const visit = await bookVisit(studio, {
    startsAt: wallTime(9, "10:00"),
    who: { ...person("Ana"), email },
  });
  await askForWayIn(page, studio.url, email);
  await page.goto(wayInOf(await inbox(email, 2)).link);
  await page.getByRole("button", { name: "Come in" }).click();
  await expect(page.getByRole("heading", { name: "Hello, Ana" })).toBeVisible();
  return visit.id;
}
