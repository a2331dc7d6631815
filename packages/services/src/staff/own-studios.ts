import type { ownStudios as contract } from "@quietroom/contracts/staff";
import type { OutputOf } from "@quietroom/contracts/wire";
import { defineVerb } from "../define-verb.ts";
import { findStaffByEmail } from "../directory.ts";
import { AppError, found } from "../errors.ts";
import type { VerbContext } from "../runtime.ts";

type Studio = OutputOf<typeof contract>["studios"][number];

/**
 * The studios that know one's own email as staff who may come in, the present one first (TEN-20). It opens none of them: whoever
 * switches signs in there, with that studio's password and second factor, and leaves this one.
 */
export const ownStudios = Object.assign(
  async (context: VerbContext, input: object): Promise<OutputOf<typeof contract>> => {
    const { email } = await readOwnEmail(context, input);
    const { runtime, requestId, actor } = context;
    const studios: Studio[] = [];
    for (const { tenantId, staffUserId } of await findStaffByEmail(runtime, email)) {
      const there = { runtime, requestId, actor: { kind: "public", tenantId } } as const;
      const studio = await readStudio(there, { staffUserId });
      if (studio === null) continue;
      if (tenantId === actor.tenantId) studios.unshift({ ...studio, here: true });
      else studios.push({ ...studio, here: false });
    }
    return { email, studios };
  },
  { verbName: "staff.own_studios", permission: "session:own" } as const,
);

const readOwnEmail = defineVerb<object, { readonly email: string }>({
  name: "staff.own_studios",
  permission: "session:own",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const id = actor.staffUserId;
    return found(
      await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id } }, select: { email: true } }),
    );
  },
});

/** Name and address of a studio where this person may still come in; null elsewhere. */
const readStudio = defineVerb<{ readonly staffUserId: string }, Pick<Studio, "name" | "slug"> | null>({
  name: "staff.read_own_studio",
  permission: "session:start",
  isolation: "read committed",
  trace: "public",
  async run({ tx, input, tenantId }) {
    const works = await tx.staffUser.count({ where: { tenantId, id: input.staffUserId, active: true } });
    if (works === 0) return null;
    return await tx.tenant.findFirst({
      where: { id: tenantId, status: { not: "cancelled" } },
      select: { name: true, slug: true },
    });
  },
});
