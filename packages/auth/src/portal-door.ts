import type { AskedWayIn } from "@quietroom/contracts/portal";
import { wayInLinkMs } from "@quietroom/domain/access";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { calledFrom, type CallOrigin, findTenantBySlug, type Runtime } from "@quietroom/services";
import {
  askWayIn,
  type ClientActor,
  comeIn,
  endClientSessionByToken,
  lookAtWayIn,
  resolveClientSession,
  type WayInRefusal,
} from "@quietroom/services/portal";
import { type Cookies, type PortalCookie, portalCookiesOf } from "./portal-cookies.ts";

export type { PortalCookie };

export type PortalSettings = {
  readonly runtime: Runtime;
  /** Whether the booking site is served over https, which every deployment is but a local one. */
  readonly transport: "https" | "http";
  /** Where the request comes from that the door is opened for, for the audit. */
  readonly origin?: CallOrigin;
};

type Sender = { readonly userAgent: string; readonly ip: string | null };

/**
 * The door of the clients' portals, one studio at a time. Sessions are rows of their own behind cookies of their own, one for each
 * studio: nothing of the staff's sign-in is read here, and nothing of this there (AUTH-10).
 */
export type PortalDoor = {
  /** Asks for the way in; the cookie ties what is mailed to the browser that asked. */
  ask(slug: string, asked: AskedWayIn): Promise<Result<PortalCookie, "too_many">>;
  /** What the door says to a link before anything is pressed. */
  look(slug: string, link: string, cookies: Cookies): ReturnType<typeof lookAtWayIn>;
  /** Lets a client in, by the link, its code or both. The cookies begin the session and forget the asking. */
  comeIn(
    slug: string,
    shown: { readonly link: string | null; readonly code: string | null },
    from: Sender & { readonly cookies: Cookies },
  ): Promise<Result<readonly PortalCookie[], WayInRefusal>>;
  /** The client behind a request's cookies at one studio, or null. Read from the session's row every time. */
  findClient(
    studio: { readonly slug: string; readonly tenantId: string },
    cookies: Cookies,
    purpose: "request" | "recheck",
  ): Promise<ClientActor | null>;
  /** The same where only the studio's address is known, and nobody has done anything yet: it keeps no session awake. */
  whoIs(slug: string, cookies: Cookies): Promise<ClientActor | null>;
  /** Ends the session for good; the cookie takes it from the browser. */
  leave(slug: string, cookies: Cookies): Promise<PortalCookie>;
  /** Whether a browser was signed in there, so that one that is no longer is told so. */
  wasIn(slug: string, cookies: Cookies): boolean;
};

export function createPortalDoor(settings: PortalSettings): PortalDoor {
  const { transport, origin } = settings;
  const runtime = origin === undefined ? settings.runtime : calledFrom(settings.runtime, origin);
  const { nameOf, cookie, tokenIn } = portalCookiesOf({ transport });

  return {
    async ask(slug, asked) {
      const tenantId = await findTenantBySlug(runtime, slug);
      if (tenantId === null) return refuse("too_many"); // no page leads here without a studio
      const answer = await askWayIn(runtime, { tenantId, ...asked });
      if (!answer.ok) return answer;
      return ok(cookie(nameOf("way-in", slug), answer.value.browserToken, wayInLinkMs / 1_000));
    },
    async look(slug, link, cookies) {
      const tenantId = await findTenantBySlug(runtime, slug);
      if (tenantId === null) return "unknown";
      return await lookAtWayIn(runtime, { tenantId, link, browserToken: tokenIn(cookies, "way-in", slug) });
    },
    async comeIn(slug, shown, { cookies, ...sender }) {
      const tenantId = await findTenantBySlug(runtime, slug);
      if (tenantId === null) return refuse("unknown");
      const come = await comeIn(runtime, {
        ...shown,
        ...sender,
        tenantId,
        browserToken: tokenIn(cookies, "way-in", slug),
        tokenBefore: tokenIn(cookies, "portal", slug),
      });
      if (!come.ok) return come;
      return ok([cookie(nameOf("portal", slug), come.value.token), cookie(nameOf("way-in", slug), "", 0)]);
    },
    findClient: async ({ slug, tenantId }, cookies, purpose) =>
      await resolveClientSession(runtime, { tenantId, token: tokenIn(cookies, "portal", slug) }, purpose),
    async whoIs(slug, cookies) {
      const token = tokenIn(cookies, "portal", slug);
      if (token === null) return null;
      const tenantId = await findTenantBySlug(runtime, slug);
      return tenantId === null ? null : await resolveClientSession(runtime, { tenantId, token }, "recheck");
    },
    async leave(slug, cookies) {
      const tenantId = await findTenantBySlug(runtime, slug);
      const token = tokenIn(cookies, "portal", slug);
      if (tenantId !== null) await endClientSessionByToken(runtime, { tenantId, token });
      return cookie(nameOf("portal", slug), "", 0);
    },
    wasIn: (slug, cookies) => (tokenIn(cookies, "portal", slug) ?? "") !== "",
  };
}
