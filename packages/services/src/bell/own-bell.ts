import type { Actor } from "@quietroom/domain/access";
import { AppError } from "../errors.ts";

/** Whose bell it is. Throws `forbidden` for whoever is no member of staff. */
export function ownBell(actor: Actor): string {
  if (actor.kind !== "staff") throw new AppError("forbidden");
  return actor.staffUserId;
}
