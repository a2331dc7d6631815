import type { resumeAddress as contract } from "@quietroom/contracts/clients";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok } from "@quietroom/domain/result";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { emailIndexes } from "./client-indexes.ts";
import { fieldsToCorrect } from "./fields-to-correct.ts";

/**
 * Sends to a client's email again, because they said that it works and that they want it (NOTIF-07): for everybody of the studio who has that
 * address, since it is one mailbox. Done twice it is done once. Throws `not_found` for whom the actor may not correct.
 */
export const resumeAddress = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "clients.resume_address",
  permission: "client:correct",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, keys, audit, emit } = work;
    const { clientId } = input;
    const of = { resource: "client", resourceId: clientId, clientId };
    audit({ ...of, action: "update", changed: ["email_stopped"] });
    found((await fieldsToCorrect(work, [clientId]))(clientId));
    const client = found(
      await tx.client.findUnique({
        where: { tenantId_id: { tenantId, id: clientId } },
        select: { id: true, email: true },
      }),
    );
    const resumed = await tx.client.updateManyAndReturn({
      where: {
        tenantId,
        emailIndex: { in: emailIndexes(keys(), client.email) },
        emailStoppedAt: { not: null },
      },
      data: { emailStoppedAt: null, emailStoppedBecause: null },
      select: { id: true },
    });
    for (const { id } of resumed)
      audit({
        action: "update",
        resource: "client",
        resourceId: id,
        clientId: id,
        changed: ["email_stopped"],
        detail: { askedBy: clientId },
      });
    emit("client/corrected", { clientId });
    return ok(null);
  },
});
