import { listTenantIds, type Runtime } from "@quietroom/services";
import {
  archiveTrail,
  type AuditSigner,
  prepareAuditMonths,
  removeOldMonths,
  sealTrail,
} from "@quietroom/services/evidence";
import type { AnchorLog, ArchiveStore } from "@quietroom/services/ports";
import type { JobsClient } from "../client.ts";

/** What the audit is kept with: the installation's key, and two places that the database does not reach. */
export type AuditKeeping = {
  readonly signer: AuditSigner;
  readonly anchors: AnchorLog;
  readonly archives: ArchiveStore;
};

/** Every minute: what was written since is sealed, and the seals' heads leave the database (AUD-06, AUD-07). */
export function sealAudit(client: JobsClient, runtime: Runtime, keeping: AuditKeeping) {
  return client.createFunction(
    { id: "seal-audit", triggers: [{ cron: "* * * * *" }], retries: 1 },
    async ({ step }) =>
      await step.run("seal", async () => {
        const sealed = await forEveryStudio(runtime, async (tenantId) => {
          return (await sealTrail(runtime, tenantId, keeping)).sealed;
        });
        return { sealed: sealed.reduce((sum, rows) => sum + rows, 0) };
      }),
  );
}

/** Every night: months to come are opened, those of 90 days ago are copied out, those of seven years ago leave (AUD-08). */
export function archiveAudit(client: JobsClient, runtime: Runtime, keeping: AuditKeeping) {
  return client.createFunction(
    { id: "archive-audit", triggers: [{ cron: "20 3 * * *" }], retries: 2 },
    async ({ step }) => {
      await step.run("prepare", async () => await prepareAuditMonths(runtime));
      await step.run("archive", async () => {
        const months = await forEveryStudio(runtime, async (tenantId) => {
          return (await archiveTrail(runtime, tenantId, keeping)).archived.length;
        });
        return { archived: months.reduce((sum, count) => sum + count, 0) };
      });
      return await step.run("remove", async () => await removeOldMonths(runtime));
    },
  );
}

/** One studio's failure holds up no other; it is tried again with the next round, and the step fails so that it shows. */
async function forEveryStudio(
  runtime: Runtime,
  work: (tenantId: string) => Promise<number>,
): Promise<readonly number[]> {
  const done: number[] = [];
  const failures: unknown[] = [];
  for (const tenantId of await listTenantIds(runtime)) {
    try {
      done.push(await work(tenantId));
    } catch (error) {
      runtime.log.error("audit_not_kept", {
        tenantId,
        error: error instanceof Error ? error.name : typeof error,
        // Of a bucket that keeps nothing: "denied", "unlocked", "timeout".
        ...(error instanceof Error && "code" in error ? { reason: String(error.code) } : {}),
      });
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new Error("the audit of some studios was not kept", { cause: failures[0] });
  return done;
}
