import { join } from "node:path";
import type { LiveStudio } from "@quietroom/testing/browser";
import { builtRoutes } from "@quietroom/testing/built-routes";

/** What Next serves of the dashboard. */
export const built = builtRoutes(join(import.meta.dirname, ".."));

/** What nobody needs to be signed in for; everything else that is built is somebody's. Reviewed by eye. */
const open = [
  /^\/(sign-in|forgot-password|new-password|confirm-email|invitation|terms|security-policy)(\/|$)/,
  /^\/api\//,
  /^\/icon\.svg$/,
];
const notPages = ["/_not-found", "/_global-error"];
/** Pages of somebody who is signed in. */
export const closed = built.routes.filter(
  (route) => !open.some((one) => one.test(route)) && !notPages.includes(route),
);

/** The address of a built page with somebody's real ids in it. */
export function addressOf(route: string, studio: LiveStudio): string {
  return route.replaceAll(/\[+(\.\.\.)?\w+\]+/g, studio.practitionerId);
}

/** Words that only people of the studio see on the dashboard. */
export const secret = (studio: LiveStudio) =>
  new RegExp(`Studio under test|${studio.slug}|Practitioner 1|Regular session`);
