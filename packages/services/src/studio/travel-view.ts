import type { viewTravel } from "@quietroom/contracts/travel";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { found } from "../errors.ts";

/** Places in the order of their page, with the ways between them that somebody has said. */
export async function travelView(tx: Tx, tenantId: string): Promise<OutputOf<typeof viewTravel>> {
  const studio = found(
    await tx.tenant.findUnique({ where: { id: tenantId }, select: { unknownTravelMin: true } }),
  );
  return {
    unknownMin: studio.unknownTravelMin,
    places: await tx.location.findMany({
      where: { tenantId },
      select: { id: true, name: true, active: true, telehealthPossible: true },
      orderBy: [{ active: "desc" }, { isPrimary: "desc" }, { name: "asc" }, { id: "asc" }],
    }),
    ways: await tx.travelTime.findMany({
      where: { tenantId },
      select: { oneId: true, otherId: true, minutes: true },
      orderBy: [{ oneId: "asc" }, { otherId: "asc" }],
    }),
  };
}
