import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { whoOpened } from "./who-opened.ts";

type Asked = {
  /** The row that the last page ended with; null to begin. */
  readonly before: string | null;
  readonly take: number;
};

/**
 * Who of the studio opened the signed-in client's own record. The audit is the studio's, and no client's transaction reads it: this
 * reads, with the studio's rows, what is about the actor's own record and no more. That they looked is recorded by what asks this.
 */
export const findOwnOpenings = defineVerb<Asked, Awaited<ReturnType<typeof whoOpened>>>({
  name: "trail.find_own_openings",
  permission: "access_report:view",
  isolation: "read committed",
  trace: "public",
  reach: "studio",
  async run({ tx, tenantId, actor, input: { before, take } }) {
    if (actor.kind !== "client") throw new AppError("forbidden");
    return await whoOpened(tx, { tenantId, clientId: actor.clientId, before, take });
  },
});
