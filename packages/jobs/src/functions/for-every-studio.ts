import { listTenantIds, type Runtime } from "@quietroom/services";
import { oneAfterAnother } from "./one-after-another.ts";

/** Does something for one studio after another and answers what came of each; one studio's failure holds up no other. */
export async function forEveryStudio(
  runtime: Runtime,
  failure: string,
  work: (tenantId: string) => Promise<number>,
): Promise<readonly number[]> {
  const studios = { field: "tenantId", called: "studios", ids: await listTenantIds(runtime) } as const;
  return await oneAfterAnother(runtime, failure, studios, work);
}

/** What came of all of them together. */
export function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
