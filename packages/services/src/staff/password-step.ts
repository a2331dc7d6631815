import type { PasswordRules } from "@quietroom/domain/access";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import { resolveSession } from "./resolve-session.ts";
import type { SignedIn } from "./sign-in.ts";
import { readPasswordRules } from "./staff-password.ts";

/** What somebody has to know who chooses another password before anything else. */
export type PasswordStep = {
  readonly email: string;
  readonly studioName: string;
  readonly rule: Pick<PasswordRules, "composition" | "history">;
};

/**
 * What a session needs whose both factors have passed and whose password is over by age (AUTH-03); null for any other. Looking does not
 * keep it awake.
 */
export async function passwordStep(
  runtime: Runtime,
  session: SignedIn,
  address: string | null,
): Promise<PasswordStep | null> {
  const actor = await resolveSession(runtime, session, "choose_password", address);
  return actor === null ? null : await readStep({ runtime, actor, requestId: randomUUID() }, {});
}

const readStep = defineVerb<object, PasswordStep | null>({
  name: "staff.password_step",
  permission: "session:own",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const { staffUserId, sessionId } = actor;
    const expired = { tenantId, id: sessionId, passwordExpired: true };
    if ((await tx.session.count({ where: expired })) === 0) return null;
    const key = { where: { tenantId_id: { tenantId, id: staffUserId } } };
    const { email } = found(await tx.staffUser.findUnique(key));
    const { name: studioName } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const { composition, history } = await readPasswordRules(tx, tenantId);
    return { email, studioName, rule: { composition, history } };
  },
});
