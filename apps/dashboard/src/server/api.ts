import { type Api, createStaffCaller, openApi, pageContext, pageKeepsToTenant } from "@quietroom/api";
import { type AppDoor, type Auth, createAuth, openAppDoor } from "@quietroom/auth";
import { openKeyServices } from "@quietroom/integrations/key-services";
import { clientAddress } from "@quietroom/web/client-address";
import { PATH_HEADER } from "@quietroom/web/guard-page";
import { type Cause, pageCause } from "@quietroom/web/page-cause";
import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { type Env, openIdIn, readEnv } from "../env.ts";
import { cookieJar } from "./jar.ts";
import { log } from "./log.ts";
import { site } from "./site.ts";

type Server = { readonly env: Env; readonly api: Api; readonly auth: Auth; readonly apps: AppDoor };

// One pool a process, however often the dev server reloads this module.
const held = globalThis as typeof globalThis & { quietroomDashboard?: Promise<Server> };

/** The composition root: opens the product's services and staff sign-in once with the real ports. */
export function server(): Promise<Server> {
  held.quietroomDashboard ??= open();
  return held.quietroomDashboard;
}

async function open(): Promise<Server> {
  const env = readEnv();
  try {
    const api = await openApi({
      databaseUrl: env.DATABASE_URL,
      linkKey: Buffer.from(env.QUIETROOM_LINK_KEY, "base64"),
      ...(await openKeyServices(env.keySettings)),
      bookingUrl: env.BOOKING_URL,
      dashboardUrl: env.NEXTAUTH_URL,
      log,
    });
    const transport = env.NEXTAUTH_URL.startsWith("https:") ? "https" : "http";
    const door = { runtime: api.runtime, transport, trustedProxyHops: env.TRUSTED_PROXY_HOPS } as const;
    const auth = createAuth({
      ...door,
      secret: env.NEXTAUTH_SECRET,
      signInPath: "/sign-in",
      accountPath: "/account",
      openId: openIdIn(env),
    });
    site().findStaffBy(async (jar, from) => await auth.findStaff(jar, "recheck", from));
    return { env, api, auth, apps: openAppDoor(door) };
  } catch (error) {
    // A failed start is tried again by the next request rather than remembered for ever.
    delete held.quietroomDashboard;
    throw error;
  }
}

/** The procedures' context for whoever the cookies name. */
export async function staffContext(cause: Cause = "person") {
  const { api, auth, env } = await server();
  const jar = await cookieJar();
  const from = await headers();
  const address = clientAddress(from, env.TRUSTED_PROXY_HOPS);
  return api.staffContext((purpose) => auth.findStaff(jar, cause === "page" ? "recheck" : purpose, from), {
    ip: address === "unknown" ? null : address,
    userAgent: from.get("user-agent") ?? "",
  });
}

/** Calls staff procedures from a page, as the person who is signed in; anyone else goes to sign-in. Once a request. */
export const staffCaller = cache(async () => {
  const { auth, env } = await server();
  const sent = await headers();
  const asked = sent.get(PATH_HEADER) ?? "/calendar";
  const context = pageContext(await staffContext(pageCause(sent)), {
    headers: sent,
    path: asked,
    siteUrl: env.NEXTAUTH_URL,
  });
  const actor = await context.findStaff("request");
  if (actor === null) {
    if (await auth.isKeptOut(await cookieJar(), sent)) redirect("/sign-in/network");
    if ((await auth.passwordStep(await cookieJar(), sent)) !== null)
      redirect(`/sign-in/new-password?next=${encodeURIComponent(asked)}`);
    const ended = (await auth.whyEnded(await cookieJar())) === null ? "" : "ended=1&";
    redirect(`/sign-in?${ended}next=${encodeURIComponent(asked)}`);
  }
  // Another studio's page is not there for this session, by whatever name it is asked for (TEN-05).
  if (!(await pageKeepsToTenant(context, actor))) notFound();
  return createStaffCaller(context);
});
