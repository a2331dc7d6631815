import { createClientCaller } from "@quietroom/api";
import { createPortalFactors } from "@quietroom/auth/portal-factors";
import { createPortalDoor, type PortalCookie } from "@quietroom/auth/portal";
import { PATH_HEADER } from "@quietroom/web/guard-page";
import { pageCause } from "@quietroom/web/page-cause";
import { TRPCError } from "@trpc/server";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { api, inThisRequest } from "./api.ts";
import { notHere } from "./not-here.ts";
import { senderOf } from "./sender.ts";
import { site } from "./site.ts";
import { loadStudio } from "./studio.ts";
import { doorPath, stepPath } from "../studio/way-back.ts";

/** The clients' door at this site. */
export const portalDoor = cache(async () =>
  createPortalDoor({
    runtime: (await api()).runtime,
    transport: site().serving.transport,
    origin: await portalSender(),
  }),
);

/** What clients add to the way in by mail at this site: passwords and second steps. */
export const portalFactors = cache(async () =>
  createPortalFactors({
    runtime: (await api()).runtime,
    transport: site().serving.transport,
    origin: await portalSender(),
  }),
);

/** The same for a form sent at one studio's portal: not found where no studio is there, or the request names another (TEN-05). */
export async function portalFactorsAt(slug: string) {
  await loadStudio(slug);
  return await portalFactors();
}

/** The request's cookies by name. */
export async function portalCookies(): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await cookies()).getAll().map(({ name, value }) => [name, value]));
}

export async function setPortalCookies(set: readonly PortalCookie[]): Promise<void> {
  const jar = await cookies();
  for (const cookie of set) jar.set(cookie);
}

/** Whoever sends this request. */
export async function portalSender() {
  return senderOf(await headers());
}

/** The same, with what their browser keeps. */
export async function portalFrom() {
  return { ...(await portalSender()), cookies: await portalCookies() };
}

/** Calls client procedures from a page or an action, as the client signed in to that studio's portal. Once a request. */
export const clientCaller = cache(async () => {
  const [{ publicContext }, door, jar] = await Promise.all([api(), portalDoor(), portalCookies()]);
  const sent = await headers();
  // What a person does keeps their session awake; a page that looks by itself does not (AUTH-30).
  const purpose = pageCause(sent) === "person" ? "request" : "recheck";
  const context = publicContext((studio) => door.findClient(studio, jar, purpose), senderOf(sent));
  return createClientCaller(await inThisRequest(context));
});

/** What a signed-in client asks; anyone else goes to the door, and what is not theirs is not found. */
export async function asClient<T>(slug: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    if (error.code === "UNAUTHORIZED") {
      const back = (await headers()).get(PATH_HEADER);
      const jar = await portalCookies();
      const ended = (await portalDoor()).wasIn(slug, jar);
      const step = ended ? await (await portalFactors()).secondStep(slug, jar, "what_is_needed") : null;
      if (step !== null) redirect(stepPath(slug, back));
      redirect(doorPath(slug, { ended, back }));
    }
    if (["NOT_FOUND", "BAD_REQUEST", "FORBIDDEN"].includes(error.code)) notHere(slug);
    throw error;
  }
}
