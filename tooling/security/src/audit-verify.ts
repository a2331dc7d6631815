import { giveUp, say } from "@quietroom/local/terminal";
import { verifyTrail } from "@quietroom/services/evidence";
import type { AnchoredHead } from "@quietroom/services/ports";
import { instant } from "@quietroom/domain/time";
import { findingLine } from "./finding-line.ts";
import { withAudit } from "./audit-settings.ts";

/** Looks at every studio's audit and says where the first thing is wrong. Ends with 1 when anything is. */
try {
  const bad = await withAudit(process.env, async ({ db, keys, anchors, archives }) => {
    const heads = await headsByStudio(anchors.all());
    const known = await db.withDirectory(async ({ tx }) =>
      tx.tenantDirectory.findMany({ select: { tenantId: true } }),
    );
    // A studio that is anchored and not there any more is looked at as well: its end was cut off.
    const studios = new Set([...known.map(({ tenantId }) => tenantId), ...heads.keys()]);
    let wrong = 0;
    const started = performance.now();
    let rows = 0;
    for (const tenantId of studios) {
      const now = instant(Date.now());
      const own = { anchors: heads.get(tenantId) ?? [], archives, now };
      const verdict = await verifyTrail(db, tenantId, { keys, ...own });
      rows += verdict.rows;
      const { findings, seals, unsealed, archived } = verdict;
      say(
        `${tenantId}  ${verdict.rows} rows, ${seals} seals, ${unsealed} not sealed yet, ${archived} archived: ` +
          (findings.length === 0 ? "holds" : `${findings.length} findings`),
      );
      for (const finding of findings.slice(0, 20)) say(`  ${findingLine(finding, verdict)}`);
      wrong += findings.length;
    }
    const seconds = (performance.now() - started) / 1000;
    say(`${rows} rows of ${studios.size} studios, ${Math.round(rows / seconds)} a second.`);
    return wrong;
  });
  process.exitCode = bad === 0 ? 0 : 1;
} catch (failure) {
  giveUp(failure);
}

async function headsByStudio(
  all: AsyncIterable<AnchoredHead>,
): Promise<ReadonlyMap<string, readonly AnchoredHead[]>> {
  const heads: AnchoredHead[] = [];
  for await (const head of all) heads.push(head);
  return Map.groupBy(heads, ({ tenantId }) => tenantId);
}
