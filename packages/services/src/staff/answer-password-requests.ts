import { minuteMs } from "@quietroom/domain/time";
import { defineVerb } from "../define-verb.ts";
import { findStaffByEmail } from "../directory.ts";
import { type Runtime, systemContext } from "../runtime.ts";
import { planStaffLink } from "./staff-link.ts";

type PasswordRequest = { readonly id: string; readonly sealed: string; readonly late: boolean };

const batch = 20;

/**
 * Looks up who has asked for a new password and plans a mail with a link for each account: one a studio for whoever works for several,
 * as their passwords there are not the same and no studio's link may open another. Each request is claimed for a minute and
 * deleted once it is answered, so that nothing is lost when a process dies; what nobody answered for a quarter of an hour is
 * dropped, as whoever asked has given up or asked again. Answers how many it dealt with.
 */
export async function answerPasswordRequests(runtime: Runtime): Promise<number> {
  const claimed = await runtime.db.withCounters(
    async ({ tx }) =>
      await tx.$queryRaw<PasswordRequest[]>`
        update guard.password_request set claim_until = now() + interval '1 minute' where id in
          (select id from guard.password_request where claim_until is null or claim_until <= now()
           order by asked_at limit ${batch} for update skip locked)
        returning id, sealed_email as sealed, asked_at <= now() - interval '15 minutes' as late`,
  );
  const failures: unknown[] = [];
  for (const request of claimed) await answer(runtime, request).catch((error) => failures.push(error));
  // One that could not be answered has kept nobody else waiting, and is told of all the same.
  if (failures.length > 0) throw failures[0];
  return claimed.length;
}

async function answer(runtime: Runtime, { id, sealed, late }: PasswordRequest): Promise<void> {
  const email = late ? null : runtime.seal.open(sealed, passwordRequestSealedFor(id));
  for (const { tenantId, staffUserId } of email === null ? [] : await findStaffByEmail(runtime, email))
    await planReset(systemContext(runtime, tenantId, "answer-password-requests"), { staffUserId });
  await runtime.db.withCounters(
    async ({ tx }) => await tx.$executeRaw`delete from guard.password_request where id = ${id}::uuid`,
  );
}

/** What the email of a request is sealed for: it may be nobody's, so it belongs to no studio. */
export function passwordRequestSealedFor(id: string) {
  return { tenantId: "", recordId: id, field: "guard.password_request.email" };
}

const planReset = defineVerb<{ readonly staffUserId: string }, void>({
  name: "staff.plan_password_reset",
  permission: "job:run",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, audit } = work;
    const { staffUserId } = input;
    audit({ action: "create", resource: "password_reset", resourceId: staffUserId });
    const person = await tx.staffUser.findFirst({ where: { tenantId, id: staffUserId, active: true } });
    const studio = await tx.tenant.findFirst({ where: { id: tenantId, status: { not: "cancelled" } } });
    if (person === null || studio === null) return;
    await planStaffLink(work, { kind: "reset", staffUserId, email: person.email, lifetimeMs: 15 * minuteMs });
  },
});
