import type { NotificationModel } from "@quietroom/db";

/** What became of a message after it was sent, as far as the provider told: the worst of what it told (NOTIF-07). */
export function arrivalOf({
  deliveredAt,
  bouncedAt,
  complainedAt,
}: Pick<NotificationModel, "deliveredAt" | "bouncedAt" | "complainedAt">) {
  if (complainedAt !== null) return "complained";
  if (bouncedAt !== null) return "came_back";
  return deliveredAt === null ? null : "delivered";
}
