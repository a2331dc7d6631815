import { openDatabase } from "@quietroom/db";
import { createAuditKeys, verifyTrail } from "@quietroom/services/evidence";

/**
 * Looks at every studio's audit in a restored database: each row against its seal, each seal against the one before and its signature.
 * Throws where anything is wrong. What was written after the backup is not in it, so its end is compared with nothing.
 */
export async function checkTrail(
  adminUrl: string,
  publicKeys: readonly string[],
): Promise<{ readonly studios: number; readonly rows: number; readonly seals: number }> {
  const db = openDatabase({ connectionString: adminUrl, poolSize: 2 });
  try {
    const studios = await db.withDirectory(
      async ({ tx }) => await tx.tenantDirectory.findMany({ select: { tenantId: true } }),
    );
    const found = { studios: studios.length, rows: 0, seals: 0 };
    for (const { tenantId } of studios) {
      const { rows, seals, findings } = await verifyTrail(db, tenantId, {
        keys: createAuditKeys(publicKeys),
        anchors: [],
        archives: null,
        // Its end was waiting for a seal when it was taken, however long ago that is.
        now: null,
      });
      const [first] = findings;
      if (first !== undefined) {
        throw new Error(
          `The audit trail in this backup is not what was sealed (${findings.length} findings, the first: ${first.kind} in studio ${tenantId}); nothing was kept. Compare with an older backup, and with the anchors.`,
        );
      }
      found.rows += rows;
      found.seals += seals;
    }
    return found;
  } finally {
    await db.close();
  }
}
