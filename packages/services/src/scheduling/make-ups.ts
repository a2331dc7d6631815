import type { makeUpSchema } from "@quietroom/contracts/scheduling";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { fromInstantColumn } from "../instant-column.ts";

type Seat = { readonly id: string; readonly makesUpFor: string | null };

/** Of one seat: the session that it makes up for, and the one in which it is made up itself. */
type MakeUps = { readonly makesUpFor: MakeUp; readonly madeUpIn: MakeUp };
type MakeUp = OutputOf<{ input: typeof makeUpSchema; output: typeof makeUpSchema }>;

/** Which sessions these seats make up for, and in which they are made up; seats that were cancelled make up for nothing. */
export async function makeUpsOf(
  tx: Tx,
  tenantId: string,
  seats: readonly Seat[],
): Promise<(seat: Seat) => MakeUps> {
  const missed = seats.flatMap(({ makesUpFor }) => (makesUpFor === null ? [] : [makesUpFor]));
  const others = await tx.appointment.findMany({
    where: {
      tenantId,
      OR: [
        { id: { in: missed } },
        { makesUpFor: { in: seats.map(({ id }) => id) }, status: { not: "cancelled" } },
      ],
    },
    select: { id: true, makesUpFor: true, groupSessionId: true, startsAt: true, timeZone: true },
  });
  const shown = (other: (typeof others)[number] | undefined): MakeUp =>
    other === undefined || other.groupSessionId === null
      ? null
      : {
          groupSessionId: other.groupSessionId,
          startsAt: fromInstantColumn(other.startsAt),
          timeZone: other.timeZone,
        };
  return ({ id, makesUpFor }) => ({
    makesUpFor: shown(makesUpFor === null ? undefined : others.find((one) => one.id === makesUpFor)),
    madeUpIn: shown(others.find((one) => one.makesUpFor === id)),
  });
}
