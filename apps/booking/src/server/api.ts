import { type Api, type ApiContext, createPublicCaller, openApi, pageContext } from "@quietroom/api";
import { createPortalDoor } from "@quietroom/auth/portal";
import { openKeyServices } from "@quietroom/integrations/key-services";
import { PATH_HEADER } from "@quietroom/web/guard-page";
import { cookies, headers } from "next/headers";
import { cache } from "react";
import { readEnv } from "../env.ts";
import { log } from "./log.ts";
import { senderOf } from "./sender.ts";
import { site } from "./site.ts";

// One pool a process, however often the dev server reloads this module.
const held = globalThis as typeof globalThis & { quietroomBookingApi?: Promise<Api> };

/** The composition root: opens the product's services once with the real ports. */
export function api(): Promise<Api> {
  held.quietroomBookingApi ??= open();
  return held.quietroomBookingApi;
}

async function open(): Promise<Api> {
  const env = readEnv();
  try {
    const opened = await openApi({
      databaseUrl: env.DATABASE_URL,
      linkKey: Buffer.from(env.QUIETROOM_LINK_KEY, "base64"),
      ...(await openKeyServices(env.keySettings)),
      bookingUrl: env.BOOKING_URL,
      log,
    });
    const { serving, findClientsBy } = site();
    const door = createPortalDoor({ runtime: opened.runtime, transport: serving.transport });
    findClientsBy(async (studio, cookies) => await door.whoIs(studio, cookies));
    return opened;
  } catch (error) {
    // A failed start is tried again by the next request rather than remembered for ever.
    delete held.quietroomBookingApi;
    throw error;
  }
}

/** What a page or an action calls with: held against its studio is whatever else the request names (TEN-05). */
export async function inThisRequest(context: ApiContext): Promise<ApiContext> {
  const sent = await headers();
  return pageContext(context, { headers: sent, path: sent.get(PATH_HEADER) ?? "/", siteUrl: site().origin });
}

/**
 * Calls public procedures from a page or an action, through the same checks as from outside. Whoever is signed in to the portal is known to those
 * that ask for it, and is not kept awake by them. Once a request.
 */
export const publicCaller = cache(async () => {
  const [{ publicContext, runtime }, sent, jar] = await Promise.all([api(), headers(), cookies()]);
  const door = createPortalDoor({ runtime, transport: site().serving.transport });
  const kept = Object.fromEntries(jar.getAll().map(({ name, value }) => [name, value]));
  const findClient: ApiContext["findClient"] = async (studio) =>
    await door.findClient(studio, kept, "recheck");
  return createPublicCaller(await inThisRequest(publicContext(findClient, senderOf(sent))));
});
