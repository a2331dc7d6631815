import type { makeUpSchema } from "@quietroom/contracts/scheduling";
import type { OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import { type Actor, reachesAny } from "@quietroom/domain/access";
import { peopleOf } from "../held-by.ts";
import { fromInstantColumn } from "../instant-column.ts";

type Seat = { readonly id: string; readonly makesUpFor: string | null };

/** Of one seat: the session that it makes up for, and the one in which it is made up itself; null also for one that the actor may not see. */
type MakeUps = { readonly makesUpFor: MakeUp; readonly madeUpIn: MakeUp; readonly isMadeUp: boolean };
type MakeUp = OutputOf<{ input: typeof makeUpSchema; output: typeof makeUpSchema }>;

/**
 * Which sessions these seats make up for, and in which they are made up; seats that were cancelled make up for nothing. When and where that
 * is, is for those alone who may see that session (TEN-07); that a seat is made up, for everybody.
 */
export async function makeUpsOf(
  tx: Tx,
  { tenantId, actor }: { readonly tenantId: string; readonly actor: Actor },
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
    select: {
      id: true,
      makesUpFor: true,
      groupSessionId: true,
      startsAt: true,
      timeZone: true,
      practitionerId: true,
      withPractitionerIds: true,
    },
  });
  const shown = (other: (typeof others)[number] | undefined): MakeUp =>
    other === undefined ||
    other.groupSessionId === null ||
    !reachesAny(actor, "calendar:view", peopleOf(other))
      ? null
      : {
          groupSessionId: other.groupSessionId,
          startsAt: fromInstantColumn(other.startsAt),
          timeZone: other.timeZone,
        };
  return ({ id, makesUpFor }) => {
    const later = others.find((one) => one.makesUpFor === id);
    return {
      makesUpFor: shown(makesUpFor === null ? undefined : others.find((one) => one.id === makesUpFor)),
      madeUpIn: shown(later),
      isMadeUp: later !== undefined,
    };
  };
}
