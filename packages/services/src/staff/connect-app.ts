import type { connectApp as contract } from "@quietroom/contracts/app-token";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { pairingMs } from "@quietroom/domain/access";
import { ok, refuse } from "@quietroom/domain/result";
import { plus } from "@quietroom/domain/time";
import type { Tx } from "@quietroom/db";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import { AppError } from "../errors.ts";
import { realNow } from "../real-now.ts";
import type { Sealer } from "../seal.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { newPairingCode, type PairingCode, shownPairingCode } from "./pairing-code.ts";

/**
 * The code by which an app is connected to one's own account, shown once (AUTH-35). Asks for a fresh second factor (AUTH-21), which no app
 * has, so that none connects another. Asking again ends the code before.
 */
export const connectApp = defineVerb<InputOf<typeof contract>, OutputOf<typeof contract>>({
  name: "staff.connect_app",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, seal, audit }) {
    if (actor.kind !== "staff") throw new AppError("forbidden");
    const { staffUserId, sessionId } = actor;
    const pairingId = uuidv7();
    audit({ action: "create", resource: "app_pairing", resourceId: pairingId, detail: { staffUserId } });
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    const endsAt = plus(await realNow(tx), pairingMs);
    const code = await freeCode(tx, seal, { tenantId, pairingId, endsAt: new Date(endsAt) });
    const kept = {
      id: pairingId,
      sessionId,
      appName: input.name,
      codeHash: pairingCodeHash(seal, { tenantId, pairingId }, code),
      tries: 0,
      createdAt: new Date(endsAt - pairingMs),
      expiresAt: new Date(endsAt),
      usedAt: null,
    };
    await tx.appPairing.upsert({
      where: { tenantId_staffUserId: { tenantId, staffUserId } },
      create: { tenantId, staffUserId, ...kept },
      update: kept,
    });
    return ok({ code: shownPairingCode(code), endsAt });
  },
});

/** What is kept of a code: keyed, since whoever has the database could try all that people can type. */
export function pairingCodeHash(
  seal: Sealer,
  { tenantId, pairingId }: { readonly tenantId: string; readonly pairingId: string },
  { secret }: PairingCode,
): string {
  return seal.digest(secret, { tenantId, recordId: pairingId, field: "app_pairing.code" });
}

/** By what a code is found whose studio nobody says. */
export function pairingSelector(seal: Sealer, { selector }: PairingCode): string {
  return seal.digest(selector, { tenantId: "", recordId: "", field: "guard.pairing" });
}

/** A code whose first part stands for no other pairing at the moment. */
async function freeCode(
  tx: Tx,
  seal: Sealer,
  pairing: { readonly tenantId: string; readonly pairingId: string; readonly endsAt: Date },
): Promise<PairingCode> {
  const { tenantId, pairingId, endsAt } = pairing;
  await tx.$executeRaw`
    delete from guard.pairing where selector in
      (select selector from guard.pairing where until < now() limit 5 for update skip locked)`;
  for (let turn = 0; turn < 10; turn += 1) {
    const code = newPairingCode();
    const taken = await tx.$executeRaw`
      insert into guard.pairing as p (selector, tenant_id, pairing_id, until)
      values (${pairingSelector(seal, code)}, ${tenantId}::uuid, ${pairingId}::uuid, ${endsAt}::timestamptz)
      on conflict (selector) do update
        set tenant_id = excluded.tenant_id, pairing_id = excluded.pairing_id, until = excluded.until
        where p.until < now()`;
    if (taken === 1) return code;
  }
  throw new AppError("unavailable");
}
