import type { Finding, Verdict } from "@quietroom/services/evidence";

/** What is wrong with a studio's audit and where, in a line: ids and moments (UTC), and what to do where that is not the same for all. */
export function findingLine(
  { kind, rowId, sealNumber, at }: Finding,
  { unsealed }: Pick<Verdict, "unsealed">,
): string {
  const where = [rowId === null ? null : `row ${rowId}`, sealNumber === null ? null : `seal ${sealNumber}`];
  const line = [...where.filter((part) => part !== null), new Date(at).toISOString()].join(", ");
  if (kind !== "unsealed_long") return `${kind}: ${line}`;
  return `${kind}: ${line}: ${unsealed} rows wait for a seal since then, and until they have one a change of them is not seen. Is the worker running, with QUIETROOM_AUDIT_KEY?`;
}
