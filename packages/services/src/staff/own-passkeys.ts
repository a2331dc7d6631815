import type {
  addPasskey as addContract,
  listPasskeys as listContract,
  PasskeyMade,
  removePasskey as removeContract,
  startPasskey as startContract,
} from "@quietroom/contracts/passkey";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import type { Tx } from "@quietroom/db";
import type { Actor } from "@quietroom/domain/access";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { verifyRegistrationResponse } from "@simplewebauthn/server";
import { decodeAttestationObject } from "@simplewebauthn/server/helpers";
import { v7 as uuidv7 } from "uuid";
import { defineVerb } from "../define-verb.ts";
import { AppError, found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import type { VerbContext } from "../runtime.ts";
import { isFreshlyProven } from "./fresh-second-factor.ts";
import { challengeIn } from "./passkey-proof.ts";
import { planStaffMail } from "../plan-account-mail.ts";
import { type RelyingParty, relyingParty } from "./relying-party.ts";
import { issueTicket, spendTicket, ticketMs } from "./ticket.ts";
import { userHandle } from "./user-handle.ts";

/** EdDSA, ES256 and RS256 (COSE): what authenticators have. */
const algorithms = [-8, -7, -257];
const mostPasskeys = 10;

/** The signed-in person's passkeys, the latest first. */
export const listPasskeys = defineVerb<object, OutputOf<typeof listContract>>({
  name: "staff.list_passkeys",
  permission: "session:own",
  isolation: "read committed",
  trace: "public",
  async run({ tx, tenantId, actor }) {
    const { staffUserId } = asStaff(actor);
    const passkeys = await tx.staffPasskey.findMany({
      where: { tenantId, staffUserId },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    });
    return {
      passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
        passkeyId: id,
        name,
        createdAt: fromInstantColumn(createdAt),
        lastUsedAt: lastUsedAt && fromInstantColumn(lastUsedAt),
      })),
    };
  },
});

type Start = { readonly party: RelyingParty };

const start = defineVerb<Start, OutputOf<typeof startContract>>({
  name: "staff.start_passkey",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, seal, audit }) {
    const { staffUserId, sessionId } = asStaff(actor);
    audit({ action: "attempt", resource: "passkey", resourceId: null, detail: { staffUserId } });
    const own = await roomForOneMore(tx, tenantId, actor);
    if (!own.ok) return own;
    const { email, displayName } = found(
      await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id: staffUserId } } }),
    );
    const studio = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
    const { id } = input.party;
    return ok({
      rp: { id, name: "Quietroom" },
      user: {
        id: userHandle({ tenantId, staffUserId }),
        name: email,
        displayName: `${displayName}, ${studio.name}`,
      },
      challenge: await issueTicket({ tx, seal }, { purpose: "add_passkey", bearer: sessionId }),
      pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key" as const, alg })),
      timeout: ticketMs,
      excludeCredentials: own.value.map(({ credentialId, transports }) => ({
        type: "public-key" as const,
        id: credentialId,
        transports,
      })),
      authenticatorSelection: {
        residentKey: "required" as const,
        requireResidentKey: true as const,
        userVerification: "required" as const,
      },
      attestation: "none" as const,
    });
  },
});

/** What the signed-in person's browser makes a passkey with. Asks for a fresh second factor (AUTH-21). */
export const startPasskey = Object.assign(
  async (context: VerbContext, input: InputOf<typeof startContract>) =>
    await start(context, { ...input, party: relyingParty(context.runtime) }),
  { verbName: start.verbName, permission: start.permission },
);

const add = defineVerb<InputOf<typeof addContract> & Start, OutputOf<typeof addContract>>({
  name: "staff.add_passkey",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  conflicts: { staff_passkey_tenant_id_credential_id_key: "known_already" },
  async run({ tx, input, tenantId, actor, seal, audit, emit }) {
    const { name, made, party } = input;
    const { staffUserId, sessionId } = asStaff(actor);
    const id = uuidv7();
    audit({ action: "create", resource: "passkey", resourceId: id, detail: { staffUserId } });
    const own = await roomForOneMore(tx, tenantId, actor);
    if (!own.ok) return own;
    const asked = { purpose: "add_passkey", bearer: sessionId } as const;
    if (!(await spendTicket({ tx, seal }, challengeIn(made.clientDataJSON), asked)))
      return refuse("not_valid");
    const checked = await checkMade(party, made);
    if (checked === null) return refuse("not_valid");
    const { publicKey, counter } = checked;
    await tx.staffPasskey.create({
      data: {
        tenantId,
        id,
        staffUserId,
        name,
        credentialId: made.id,
        publicKey,
        counter: BigInt(counter),
        transports: made.transports,
      },
    });
    const person = found(
      await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id: staffUserId } } }),
    );
    await planStaffMail({ tx, tenantId, emit }, person, "passkey_added");
    return ok({ passkeyId: id });
  },
});

/** Keeps what the browser has made, once it answers our challenge to this session, and tells the owner by mail. */
export const addPasskey = Object.assign(
  async (context: VerbContext, input: InputOf<typeof addContract>) =>
    await add(context, { ...input, party: relyingParty(context.runtime) }),
  { verbName: add.verbName, permission: add.permission },
);

/** Takes one of one's own passkeys away. Asks for a fresh second factor, and tells the owner by mail. Somebody else's is not found. */
export const removePasskey = defineVerb<InputOf<typeof removeContract>, OutputOf<typeof removeContract>>({
  name: "staff.remove_passkey",
  permission: "session:own",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, actor, audit, emit }) {
    const { passkeyId } = input;
    const { staffUserId } = asStaff(actor);
    audit({ action: "delete", resource: "passkey", resourceId: passkeyId, detail: { staffUserId } });
    const key = { where: { tenantId_id: { tenantId, id: passkeyId } } };
    const passkey = found(await tx.staffPasskey.findUnique(key));
    if (passkey.staffUserId !== staffUserId) throw new AppError("not_found");
    if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
    await tx.staffPasskey.delete(key);
    const person = found(
      await tx.staffUser.findUnique({ where: { tenantId_id: { tenantId, id: staffUserId } } }),
    );
    await planStaffMail({ tx, tenantId, emit }, person, "passkey_removed");
    return ok({});
  },
});

/** The person's passkeys, one asker at a time, when another may be added now. */
async function roomForOneMore(
  tx: Tx,
  tenantId: string,
  actor: Actor,
): Promise<Result<{ credentialId: string; transports: string[] }[], "second_factor_needed" | "too_many">> {
  const { staffUserId } = asStaff(actor);
  if (!(await isFreshlyProven(tx, actor))) return refuse("second_factor_needed");
  await tx.$queryRaw`select 1 from staff_user where tenant_id = ${tenantId}::uuid and id = ${staffUserId}::uuid for update`;
  const own = await tx.staffPasskey.findMany({
    where: { tenantId, staffUserId },
    select: { credentialId: true, transports: true },
  });
  return own.length >= mostPasskeys ? refuse("too_many") : ok(own);
}

/** Key and counter of what was made for our site, with the person checked on the device; null for anything else. */
async function checkMade(party: RelyingParty, made: PasskeyMade) {
  const { id, clientDataJSON, attestationObject } = made;
  try {
    if (!attestsNothing(attestationObject)) return null;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: {
        id,
        rawId: id,
        type: "public-key",
        clientExtensionResults: {},
        response: { clientDataJSON, attestationObject },
      },
      expectedChallenge: challengeIn(clientDataJSON),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    if (!verified || registrationInfo.credential.id !== id) return null;
    return registrationInfo.credential;
  } catch {
    return null;
  }
}

/**
 * We ask for no attestation, and take none: a certificate in one may name addresses that checking it would fetch, which would let
 * whoever makes it send our server wherever they like (check 68). Signed by the passkey itself it names nobody.
 */
function attestsNothing(attestationObject: string): boolean {
  const decoded = decodeAttestationObject(new Uint8Array(Buffer.from(attestationObject, "base64url")));
  const format = decoded.get("fmt");
  return format === "none" || (format === "packed" && decoded.get("attStmt").get("x5c") === undefined);
}

function asStaff(actor: Actor): Extract<Actor, { kind: "staff" }> {
  if (actor.kind !== "staff") throw new AppError("forbidden");
  return actor;
}
