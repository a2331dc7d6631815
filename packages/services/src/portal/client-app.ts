import type { Tx } from "@quietroom/db";
import { v7 as uuidv7 } from "uuid";
import { realNow } from "../real-now.ts";
import type { Sealer } from "../seal.ts";
import { isTotpCode, newRecoveryCodes, plainRecoveryCode, totpStep } from "../staff/index.ts";

type Within = { readonly tx: Tx; readonly tenantId: string; readonly seal: Sealer };
type Owned = { readonly accountId: string };

/** What an authenticator app's secret is sealed for, while it is set up and afterwards. */
export function clientTotpFor(tenantId: string, accountId: string) {
  return { tenantId, recordId: accountId, field: "client_totp.secret" };
}

/** Whether an account has an app. */
export async function hasApp({ tx, tenantId }: Omit<Within, "seal">, { accountId }: Owned): Promise<boolean> {
  return (await tx.clientTotp.count({ where: { tenantId, clientAccountId: accountId } })) === 1;
}

/**
 * What a code proves, used up by the asking: a code of the app counts once, also when it comes twice at the same moment (check 48), and
 * so does a recovery code (check 49). Null when it proves nothing.
 */
export async function provenByCode(
  within: Within,
  { accountId, code }: Owned & { readonly code: string },
): Promise<"totp" | "recovery_code" | null> {
  if (!isTotpCode(code)) return (await useRecoveryCode(within, { accountId, code })) ? "recovery_code" : null;
  const { tx, tenantId, seal } = within;
  const kept = await tx.clientTotp.findUnique({
    where: { tenantId_clientAccountId: { tenantId, clientAccountId: accountId } },
  });
  if (kept === null) return null;
  const secret = seal.open(kept.sealedSecret, clientTotpFor(tenantId, accountId));
  const step = totpStep(secret, code, await realNow(tx));
  if (step === null) return null;
  // Compare and set: of two that come with one code, whoever is first takes the step.
  const { count } = await tx.clientTotp.updateMany({
    where: { tenantId, clientAccountId: accountId, lastStep: { lt: BigInt(step) } },
    data: { lastStep: BigInt(step) },
  });
  return count === 1 ? "totp" : null;
}

async function useRecoveryCode(
  { tx, tenantId, seal }: Within,
  { accountId, code }: Owned & { readonly code: string },
): Promise<boolean> {
  const used = await tx.$executeRaw`
    update client_recovery_code set used_at = now()
    where tenant_id = ${tenantId}::uuid and client_account_id = ${accountId}::uuid
      and code_hash = ${recoveryHash(seal, tenantId, { accountId, code })} and used_at is null`;
  return used === 1;
}

/** Sets the app up whose secret this is, by a code of it; null when the code is not of it. Answers the recovery codes, told this once. */
export async function enrolApp(
  within: Within,
  { accountId, code, sealedSecret }: Owned & { readonly code: string; readonly sealedSecret: string },
): Promise<readonly string[] | null> {
  const { tx, tenantId, seal } = within;
  const secret = seal.open(sealedSecret, clientTotpFor(tenantId, accountId));
  const step = totpStep(secret, code, await realNow(tx));
  if (step === null) return null;
  await tx.clientTotp.create({
    data: { tenantId, clientAccountId: accountId, sealedSecret, lastStep: BigInt(step) },
  });
  return await renewCodes(within, { accountId });
}

/** Ten new recovery codes; the earlier ones end. */
export async function renewCodes(
  { tx, tenantId, seal }: Within,
  { accountId }: Owned,
): Promise<readonly string[]> {
  await tx.clientRecoveryCode.deleteMany({ where: { tenantId, clientAccountId: accountId } });
  const codes = newRecoveryCodes();
  await tx.clientRecoveryCode.createMany({
    data: codes.map((code) => ({
      tenantId,
      id: uuidv7(),
      clientAccountId: accountId,
      codeHash: recoveryHash(seal, tenantId, { accountId, code }),
    })),
  });
  return codes;
}

/**
 * Takes the app and its recovery codes away. A password that is too short to stand alone goes with them, or it would be the only proof
 * from now on (AUTH-02); the way in by mail stays.
 */
export async function endApp({ tx, tenantId }: Omit<Within, "seal">, { accountId }: Owned): Promise<void> {
  const theirs = { tenantId, clientAccountId: accountId };
  await tx.clientTotp.deleteMany({ where: theirs });
  await tx.clientRecoveryCode.deleteMany({ where: theirs });
  await tx.clientPassword.deleteMany({ where: { ...theirs, standsAlone: false } });
}

function recoveryHash(
  seal: Sealer,
  tenantId: string,
  { accountId, code }: Owned & { readonly code: string },
) {
  const about = { tenantId, recordId: accountId, field: "client_recovery_code.code" };
  return seal.digest(plainRecoveryCode(code), about);
}
