import type { endRestriction as contract } from "@quietroom/contracts/records";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { ok, refuse } from "@quietroom/domain/result";
import { namesOfClients } from "../clients/index.ts";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { toInstantColumn } from "../instant-column.ts";
import { actingStaff } from "./kept-client.ts";

/**
 * Ends a restriction that the studio agreed to, with a reason that the client reads (45 CFR 164.522(a)(2)). Where they did not agree, it goes
 * on to bind for what was written before. Throws `not_found` for what the studio was never asked, and for a removed record.
 */
export const endRestriction = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "records.end_restriction",
  permission: "record:manage",
  isolation: "read committed",
  trace: "audited",
  async run(work) {
    const { tx, input, tenantId, now, audit } = work;
    const { requestId: id, because, reason } = input;
    const endedBy = actingStaff(work);
    const asked = await tx.rightsRequest.findUnique({
      where: { tenantId_id: { tenantId, id } },
      select: { id: true, clientId: true },
    });
    const isShown = asked !== null && (await namesOfClients(tx, tenantId, [asked.clientId])).size === 1;
    audit({
      action: "update",
      resource: "rights_request",
      resourceId: id,
      clientId: asked?.clientId ?? null,
      detail: { ended: because },
    });
    found(isShown ? asked : null);
    const { count } = await tx.rightsRequest.updateMany({
      where: { tenantId, id, kind: "restriction", state: "approved", endedAt: null },
      data: { endedAt: toInstantColumn(now), endedBy, endedBecause: because, endedReason: reason },
    });
    return count === 0 ? refuse("not_in_force") : ok({});
  },
});
