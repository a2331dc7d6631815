import type { Actor } from "@quietroom/domain/access";
import type { Prisma } from "@quietroom/db";
import { bellKinds } from "@quietroom/domain/bell";
import { decideChannel } from "@quietroom/domain/preferences";
import type { VerbWork } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { wishesOf } from "../preferences/index.ts";
import { noticesFor } from "./notices-for.ts";

/** Whose bell it is. Throws `forbidden` for whoever is no member of staff. */
export function ownBell(actor: Actor): string {
  if (actor.kind !== "staff") throw new AppError("forbidden");
  return actor.staffUserId;
}

/** The notices of whoever asks, as a part of a query: what they may see, have not put away and want to hear of (NOTIF-08). */
export async function ownNotices({
  tx,
  now,
  tenantId,
  actor,
}: Pick<VerbWork<unknown>, "tx" | "now" | "tenantId" | "actor">): Promise<Prisma.Sql> {
  const staffUserId = ownBell(actor);
  const wishes = await wishesOf(tx, { tenantId, staffUserId }, now);
  const wanted = bellKinds.filter(
    (message) => decideChannel({ to: "staff", message, channel: "in_app" }, wishes).ok,
  );
  return noticesFor({ tenantId, now, actor, staffUserId, wanted });
}
