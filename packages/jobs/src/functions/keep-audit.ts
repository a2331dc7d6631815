import type { Runtime } from "@quietroom/services";
import {
  archiveTrail,
  type AuditSigner,
  prepareAuditMonths,
  removeOldMonths,
  sealTrail,
} from "@quietroom/services/evidence";
import type { AnchorLog, ArchiveStore } from "@quietroom/services/ports";
import type { JobsClient } from "../client.ts";
import { forEveryStudio, sumOf } from "./for-every-studio.ts";

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
        const sealed = await forEveryStudio(runtime, "audit_not_kept", async (tenantId) => {
          return (await sealTrail(runtime, tenantId, keeping)).sealed;
        });
        return { sealed: sumOf(sealed) };
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
        const months = await forEveryStudio(runtime, "audit_not_kept", async (tenantId) => {
          return (await archiveTrail(runtime, tenantId, keeping)).archived.length;
        });
        return { archived: sumOf(months) };
      });
      return await step.run("remove", async () => await removeOldMonths(runtime));
    },
  );
}
