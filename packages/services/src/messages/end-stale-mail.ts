import { defineVerb } from "../define-verb.ts";
import type { VerbContext } from "../runtime.ts";
import { forgetSealedToken } from "../staff/index.ts";
import { untilNoneIsLeft } from "../until-none-is-left.ts";
import { auditedAs, type WayIn } from "./way-in-mail.ts";

/**
 * Ends what never left of a studio's mail about accounts 8 days after it was due, when no link and no news in it is of use any more: whatever was
 * to send it has given up. The address and the link's token are kept no longer. Ways in to the portal and codes for bookings are gone after a day,
 * each with its mail, whether that left or not. Answers how many mails were ended.
 */
export async function endStaleMail(context: VerbContext): Promise<{ readonly ended: number }> {
  return { ended: await untilNoneIsLeft(async () => await endSome(context, {})) };
}

const endSome = defineVerb<object, number>({
  name: "messages.end_stale_mail",
  permission: "job:run",
  isolation: "read committed",
  trace: "sweep",
  async run({ tx, tenantId, audit, emit }) {
    const waysIn = await tx.$queryRaw<Pick<WayIn, "id" | "holdId">[]>`
      delete from client_way_in where tenant_id = ${tenantId}::uuid and created_at < now() - interval '1 day'
      returning id, hold_id as "holdId"`;
    for (const wayIn of waysIn) audit({ action: "delete", resource: auditedAs(wayIn), resourceId: wayIn.id });
    const mails = await tx.$queryRaw<{ id: string; clientId: string | null; linkId: string | null }[]>`
      update notification set status = 'skipped', reason = 'stale', to_address = null, claim_until = null, next_attempt_at = null
      where tenant_id = ${tenantId}::uuid and id in (
        select id from notification
        where tenant_id = ${tenantId}::uuid and category = 'account' and way_in_id is null and status in ('planned', 'claimed')
          and due_at < app.now() - interval '8 days'
        order by due_at limit 500 for update)
      returning id, client_id as "clientId", link_id as "linkId"`;
    for (const { id, clientId, linkId } of mails) {
      audit({ action: "update", resource: "notification", resourceId: id, clientId });
      if (linkId !== null) await forgetSealedToken(tx, tenantId, linkId);
      emit("notification/recorded", { notificationId: id });
    }
    return mails.length;
  },
});
