import { slugSchema, tokenSchema } from "@quietroom/contracts/wire";
import { type Actor, can, type Permission } from "@quietroom/domain/access";
import { AppError, findTenantBySlug } from "@quietroom/services";
import { linksStand } from "@quietroom/services/studio";
import { findStaffLink, type StaffLinkKind } from "@quietroom/services/staff";
import { initTRPC } from "@trpc/server";
import { z } from "zod";
import type { ApiContext } from "./context.ts";
import { asTrpcError, errorShape } from "./error-shape.ts";
import { refuseOtherTenant } from "./named-tenant.ts";
import { wireFormat } from "./wire-format.ts";

/** What every procedure declares: who it is for, and, where no verb says it, the permission it asks for. */
type ProcedureMeta = {
  readonly audience:
    | "public"
    | "hold_link"
    | "appointment_link"
    | "offer_link"
    | "unsubscribe_link"
    | "arrival"
    | "reset_link"
    | "email_change_link"
    | "invitation_link"
    | "client"
    | "staff";
  readonly permission?: Permission;
};

const t = initTRPC
  .context<ApiContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer: wireFormat,
    isDev: false,
    errorFormatter: errorShape,
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
  });

export const router = t.router;
export const mergeRouters = t.mergeRouters;
export const createCallerFactory = t.createCallerFactory;

/** Turns what the verbs throw into what tRPC sends, in one place for every procedure. */
const guarded = t.procedure.use(async ({ next, ctx, path }) => {
  const result = await next();
  if (!result.ok) throw asTrpcError(result.error, { ...ctx, path });
  return result;
});

/** For anyone: the studio in the public address is the tenant, and an address that no studio has is `not_found`. */
export const publicProcedure = guarded
  .meta({ audience: "public" })
  .input(z.object({ studio: slugSchema }))
  .use(async ({ next, ctx, input, path, getRawInput }) => {
    const tenantId = await tenantAt(ctx, input.studio);
    await refuseOtherTenant(ctx, { path, tenantId, audience: "public", input: await getRawInput() });
    const actor: Actor = { kind: "public", tenantId };
    return await next({ ctx: { actor } });
  });

/**
 * For the bearer of a signed link of one kind. The link's own tenant decides; a link shown at another studio's address is
 * as good as none (TEN-05), and so is every link of a studio that is cancelled (TEN-12). Without a valid link `actor` is null and the
 * procedure answers `link_invalid`.
 */
export function linkProcedure(kind: "hold" | "appointment" | "offer" | "unsubscribe") {
  return guarded
    .meta({ audience: `${kind}_link` })
    .input(z.object({ studio: slugSchema, token: tokenSchema }))
    .use(async ({ next, ctx, input, path, getRawInput }) => {
      const tenantId = await tenantAt(ctx, input.studio);
      await refuseOtherTenant(ctx, { path, tenantId, audience: "public", input: await getRawInput() });
      const subject = ctx.runtime.links.verify(input.token);
      if (subject && subject.tenantId !== tenantId) {
        ctx.runtime.log.warn("link_of_another_studio", { requestId: ctx.requestId, path, tenantId });
      }
      const fits = subject?.kind === kind && subject.tenantId === tenantId;
      const valid = fits && (await linksStand(ctx.runtime, tenantId));
      const actor: Actor | null = valid
        ? { kind: "link", tenantId, subject: { kind, id: subject.id } }
        : null;
      return await next({ ctx: { actor } });
    });
}

/** For the bearer of a hold's link who books it: the same, and whom they are signed in as at this studio's portal (BOOK-07). */
export const bookingProcedure = linkProcedure("hold").use(async ({ next, ctx, input }) => {
  const { actor } = ctx;
  if (actor === null) return await next({ ctx: { actor } });
  const client = await ctx.findClient({ slug: input.studio, tenantId: actor.tenantId });
  const signedInAs = client?.tenantId === actor.tenantId ? client.clientId : null;
  const signedIn: Actor = { ...actor, signedInAs };
  return await next({ ctx: { actor: signedIn } });
});

/**
 * For whoever holds a link of one kind that was mailed for an account, on the dashboard's side and without a session. The token says
 * which studio to look in; without one of ours, or with one of another kind, `actor` is null and the procedure answers `link_invalid`.
 * A link that is used or over has its actor still, so that the verb can say so. Always a mutation, as the token must be in no address.
 */
export function staffLinkProcedure(kind: StaffLinkKind) {
  return guarded
    .meta({ audience: `${kind}_link` })
    .input(z.object({ token: tokenSchema }))
    .use(async ({ next, ctx, input, path, getRawInput }) => {
      const link = await findStaffLink(ctx.runtime, input.token);
      const actor: Actor | null =
        link?.kind === kind
          ? { kind: "link", tenantId: link.tenantId, subject: { kind, id: link.linkId } }
          : null;
      if (actor !== null) {
        const { tenantId } = actor;
        await refuseOtherTenant(ctx, { path, tenantId, audience: "staff", input: await getRawInput() });
      }
      return await next({ ctx: { actor } });
    });
}

/** For whoever stands before the dashboard's door: no session, no studio and no record, as none may be looked for. */
export const arrivalProcedure = guarded.meta({ audience: "arrival", permission: "session:start" });

/** For anyone, about nobody: no studio, no record. The price of a call by itself, for probes and benchmarks. */
export const ping = guarded.meta({ audience: "public", permission: "studio:view" }).query(() => null);

/**
 * For a person signed in to the dashboard; anyone else is `unauthenticated`. The tenant is the session's alone. A permission
 * that the procedure itself declares is asked for here; where a verb is called, the verb asks for its own.
 */
export const staffProcedure = guarded
  .meta({ audience: "staff" })
  .use(async ({ next, ctx, meta, path, getRawInput }) => {
    const actor = await ctx.findStaff("request");
    if (actor === null) throw new AppError("unauthenticated");
    const { tenantId } = actor;
    await refuseOtherTenant(ctx, {
      path,
      tenantId,
      audience: "staff",
      input: await getRawInput(),
      by: actor,
    });
    if (meta?.permission && !can(actor, meta.permission)) throw new AppError("forbidden");
    return await next({ ctx: { actor } });
  });

/**
 * For a client signed in to the portal of the studio in the public address; anyone else is `unauthenticated`, a member of staff and the
 * bearer of a link included (AUTH-10). A session of another studio is none here.
 */
export const clientProcedure = guarded
  .meta({ audience: "client" })
  .input(z.object({ studio: slugSchema }))
  .use(async ({ next, ctx, input, path, getRawInput }) => {
    const tenantId = await tenantAt(ctx, input.studio);
    await refuseOtherTenant(ctx, { path, tenantId, audience: "public", input: await getRawInput() });
    const actor = await ctx.findClient({ slug: input.studio, tenantId });
    if (actor === null || actor.tenantId !== tenantId) throw new AppError("unauthenticated");
    return await next({ ctx: { actor } });
  });

async function tenantAt({ runtime }: ApiContext, studio: string): Promise<string> {
  const tenantId = await findTenantBySlug(runtime, studio);
  if (tenantId === null) throw new AppError("not_found");
  return tenantId;
}
