import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import type { Runtime } from "../runtime.ts";

/**
 * Whether the links that a studio sent to its clients open anything, from the next request on: those of a cancelled one do not, as its
 * sessions do not (TEN-12). A suspended studio's clients still see what is theirs.
 */
export async function linksStand(runtime: Runtime, tenantId: string): Promise<boolean> {
  return await readLinksStand({ runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() }, {});
}

const readLinksStand = defineVerb<object, boolean>({
  name: "studio.links_stand",
  permission: "studio:view",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId }) {
    const studio = await tx.tenant.findUnique({ where: { id: tenantId }, select: { status: true } });
    return studio !== null && studio.status !== "cancelled";
  },
});
