import type { PasswordShown } from "@quietroom/contracts/client-factors";
import type { Puzzle } from "@quietroom/contracts/proof-of-work";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { calledFrom, findTenantBySlug } from "@quietroom/services";
import {
  type ClientActor,
  type ClientSecondStep,
  clientSecondStep,
  comeInWithPassword,
  type OwnProof,
  passClientStep,
  removeOwnApp,
  renewOwnCodes,
  resolveClientSession,
  setOwnPassword,
  type StepRefusal,
} from "@quietroom/services/portal";
import { newPuzzle } from "@quietroom/services/staff";
import { type Cookies, type PortalCookie, portalCookiesOf } from "./portal-cookies.ts";
import type { PortalSettings } from "./portal-door.ts";

type From = {
  readonly cookies: Cookies;
  readonly userAgent: string;
  /** As one of our own proxies saw it; null where there is none. */
  readonly ip: string | null;
};
type Refused<Act extends (...given: never[]) => Promise<Result<unknown, unknown>>> = Extract<
  Awaited<ReturnType<Act>>,
  { readonly ok: false }
>["refusal"];
type Changed<R> = Promise<Result<readonly PortalCookie[], R | "session_over">>;

/**
 * What a client added to the way in by mail, at one studio's portal: a password and an authenticator app (AUTH-07). Whatever changes how
 * somebody signs in gives their browser another cookie, so all of it goes through here and none of it through the portal's calls.
 */
export type PortalFactors = {
  /** Comes in by a password. The cookie begins a session that opens nothing before its second step, where there is one. */
  comeIn(
    slug: string,
    shown: PasswordShown,
    from: From,
  ): Promise<Result<readonly PortalCookie[], Refused<typeof comeInWithPassword>>>;
  /** What a browser solves before it tries again after three failures (AUTH-43). */
  newPuzzle(): Promise<Puzzle>;
  /** What the session behind a request's cookies needs before it opens anything, or with "an_app" an app that nobody asks for. */
  secondStep(
    slug: string,
    cookies: Cookies,
    wanted: "what_is_needed" | "an_app",
  ): Promise<ClientSecondStep | null>;
  /** Passes the second step, or sets it up; then with its recovery codes, told this once. */
  pass(
    slug: string,
    code: string,
    from: From,
  ): Promise<
    Result<
      { readonly cookies: readonly PortalCookie[]; readonly codes: readonly string[] | null },
      StepRefusal
    >
  >;
  /** Adds, changes or, with null, removes one's own password. */
  setPassword(
    slug: string,
    change: Omit<OwnProof, "ip"> & { readonly next: string | null },
    from: From,
  ): Changed<Refused<typeof setOwnPassword>>;
  removeApp(slug: string, code: string, from: From): Changed<Refused<typeof removeOwnApp>>;
  renewCodes(
    slug: string,
    code: string,
    from: From,
  ): Promise<Result<{ readonly codes: readonly string[] }, Refused<typeof renewOwnCodes> | "session_over">>;
};

export function createPortalFactors(settings: PortalSettings): PortalFactors {
  const { transport, origin } = settings;
  const runtime = origin === undefined ? settings.runtime : calledFrom(settings.runtime, origin);
  const { nameOf, cookie, tokenIn } = portalCookiesOf({ transport });
  const inCookie = (slug: string, token: string) => [cookie(nameOf("portal", slug), token)];

  async function clientBehind(slug: string, { cookies }: From): Promise<ClientActor | null> {
    const tenantId = await findTenantBySlug(runtime, slug);
    if (tenantId === null) return null;
    return await resolveClientSession(
      runtime,
      { tenantId, token: tokenIn(cookies, "portal", slug) },
      "request",
    );
  }

  return {
    async comeIn(slug, shown, { cookies, ...sender }) {
      const tenantId = await findTenantBySlug(runtime, slug);
      if (tenantId === null) return refuse("too_many"); // no page leads here without a studio
      const tokenBefore = tokenIn(cookies, "portal", slug);
      const come = await comeInWithPassword(runtime, { ...shown, ...sender, tenantId, tokenBefore });
      return come.ok ? ok(inCookie(slug, come.value.token)) : come;
    },
    newPuzzle: async () => await newPuzzle(runtime),
    async secondStep(slug, cookies, wanted) {
      const tenantId = await findTenantBySlug(runtime, slug);
      if (tenantId === null) return null;
      return await clientSecondStep(runtime, { tenantId, token: tokenIn(cookies, "portal", slug) }, wanted);
    },
    async pass(slug, code, { cookies, ip }) {
      const tenantId = await findTenantBySlug(runtime, slug);
      if (tenantId === null) return refuse("session_over");
      const session = { tenantId, token: tokenIn(cookies, "portal", slug) };
      const passed = await passClientStep(runtime, session, { code, ip });
      if (!passed.ok) return passed;
      const { token, codes } = passed.value;
      return ok({ cookies: inCookie(slug, token), codes });
    },
    async setPassword(slug, change, from) {
      const actor = await clientBehind(slug, from);
      if (actor === null) return refuse("session_over");
      const set = await setOwnPassword(runtime, actor, { ...change, ip: from.ip });
      return set.ok ? ok(inCookie(slug, set.value.token)) : set;
    },
    async removeApp(slug, code, from) {
      const actor = await clientBehind(slug, from);
      if (actor === null) return refuse("session_over");
      const removed = await removeOwnApp(runtime, actor, { code, ip: from.ip });
      return removed.ok ? ok(inCookie(slug, removed.value.token)) : removed;
    },
    async renewCodes(slug, code, from) {
      const actor = await clientBehind(slug, from);
      if (actor === null) return refuse("session_over");
      return await renewOwnCodes(runtime, actor, { code, ip: from.ip });
    },
  };
}
