import type { Tx } from "@quietroom/db";

/**
 * Lets one caller at a time decide whom this studio offers what, until the transaction ends: two hours that are freed together go
 * to two different people, and nobody is offered one while leaving the list. Call it before `lockOpening`.
 */
export async function lockOffers(tx: Tx, tenantId: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`offers ${tenantId}`}, 0))`;
}
