import type { StaffPasswordRefusal, StaffRole } from "@quietroom/domain/access";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import type { VerbContext } from "../runtime.ts";
import { hashPassword } from "./password.ts";
import { readPasswordRules, type StaffPasswordOwner, staffPasswordRefusal } from "./staff-password.ts";

export type NewStaffUser = {
  readonly email: string;
  readonly displayName: string;
  /** At least one. */
  readonly roles: readonly StaffRole[];
  /** The practitioner this person is, when they see clients. */
  readonly practitionerId: string | null;
  readonly password: string;
};

type Created = { readonly staffUserId: string };
type Refusal = StaffPasswordRefusal | "email_taken" | "unknown_practitioner";

/** Adds a person to the studio's staff, able to sign in with this email and password. The hash is made outside the transaction. */
export async function createStaffUser(
  context: VerbContext,
  person: NewStaffUser,
): Promise<Result<Created, Refusal>> {
  const { password, ...kept } = person;
  const studio = await readStudio(context, {});
  const refusal = await staffPasswordRefusal(password, { ...kept, ...studio, former: [] });
  if (refusal) return refuse(refusal);
  return await insertStaffUser(context, { ...kept, passwordHash: await hashPassword(password) });
}

const readStudio = defineVerb<object, Pick<StaffPasswordOwner, "studioName" | "composition">>({
  name: "staff.studio_name",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId }) {
    const { name: studioName } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    return { studioName, composition: (await readPasswordRules(tx, tenantId)).composition };
  },
});

const insertStaffUser = defineVerb<
  Omit<NewStaffUser, "password"> & { readonly passwordHash: string },
  Result<Created, "email_taken" | "unknown_practitioner">
>({
  name: "staff.create_staff_user",
  permission: "staff:manage",
  isolation: "read committed",
  trace: "audited",
  conflicts: { staff_user_tenant_id_email_key: "email_taken" },
  async run({ tx, input, tenantId, audit }) {
    const { practitionerId } = input;
    if (practitionerId !== null) {
      const practitioner = await tx.practitioner.findUnique({
        where: { tenantId_id: { tenantId, id: practitionerId } },
      });
      if (practitioner === null) {
        audit({ action: "create", resource: "staff_user", resourceId: null });
        return refuse("unknown_practitioner");
      }
    }
    const email = input.email.trim().toLowerCase();
    const { id } = await tx.staffUser.create({
      data: { ...input, tenantId, email, roles: [...input.roles] },
      select: { id: true },
    });
    await tx.staffDirectory.create({ data: { email, tenantId, staffUserId: id } });
    audit({ action: "create", resource: "staff_user", resourceId: id, detail: { roles: [...input.roles] } });
    return ok({ staffUserId: id });
  },
});
