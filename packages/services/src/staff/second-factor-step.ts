import { type Device, deviceOf } from "@quietroom/domain/access";
import { isUuid } from "@quietroom/domain/ids";
import type { Instant } from "@quietroom/domain/time";
import { randomUUID } from "node:crypto";
import { defineVerb } from "../define-verb.ts";
import { found } from "../errors.ts";
import { fromInstantColumn } from "../instant-column.ts";
import type { Runtime } from "../runtime.ts";
import { inTheWay, listOpenSessions } from "./open-sessions.ts";
import type { SignedIn } from "./sign-in.ts";
import { lockStandingSession, totpSealedFor } from "./standing-session.ts";
import { newTotpSecret, totpUri } from "./totp.ts";

/** What stands between a session and the studio's data: a code of the app that is enrolled, or enrolling one. */
export type SecondFactorStep =
  | {
      readonly kind: "code";
      /** The session that going on will end, as only two may be open (AUTH-33); null when there is room. */
      readonly ends: { readonly device: Device; readonly startedAt: Instant } | null;
      /** Whether a passkey of the person's own can stand in for the code. */
      readonly passkey: "possible" | "none";
      /** Whether the studio lets them trust this browser from now on (AUTH-22). */
      readonly trust: "possible" | "never";
    }
  | {
      readonly kind: "enrol";
      /** In base32, for typing. */
      readonly secret: string;
      /** The same for a QR code, with the names under which the app lists it. */
      readonly uri: string;
    };

/**
 * What a session whose password was right needs next; null when it is over or needs nothing. The secret to enrol with belongs to
 * this session alone and stays the same while it lasts, so that nobody enrols an app that somebody else has seen the secret of.
 */
export async function secondFactorStep(
  runtime: Runtime,
  { tenantId, sessionId }: SignedIn,
): Promise<SecondFactorStep | null> {
  if (!isUuid(tenantId) || !isUuid(sessionId)) return null;
  const context = { runtime, actor: { kind: "public", tenantId }, requestId: randomUUID() } as const;
  return await readStep(context, { sessionId });
}

const readStep = defineVerb<{ readonly sessionId: string }, SecondFactorStep | null>({
  name: "staff.second_factor_step",
  permission: "session:start",
  isolation: "read committed",
  trace: "audited",
  async run({ tx, input, tenantId, seal, audit }) {
    const { sessionId } = input;
    const session = await lockStandingSession(tx, tenantId, sessionId);
    const asked = { action: "attempt", resource: "second_factor", resourceId: sessionId } as const;
    if (session === null || session.mfaPassedAt !== null) {
      audit({ ...asked, detail: { step: "none" } });
      return null;
    }
    const { staffUserId, email, studioName, sealedSecret, sealedEnrolment } = session;
    const step = sealedSecret === null ? "enrolment" : "challenge";
    audit({ ...asked, detail: { staffUserId, step } });
    if (sealedSecret !== null) {
      const [oldest] = inTheWay(await listOpenSessions(tx, tenantId, staffUserId)).toReversed();
      const ends = oldest && {
        device: deviceOf(oldest.userAgent),
        startedAt: fromInstantColumn(oldest.createdAt),
      };
      const passkeys = await tx.staffPasskey.count({ where: { tenantId, staffUserId } });
      const { trustDevices } = found(await tx.tenant.findUnique({ where: { id: tenantId } }));
      return {
        kind: "code",
        ends: ends ?? null,
        passkey: passkeys === 0 ? "none" : "possible",
        // Another password, which is chosen next, ends whatever trust is given now.
        trust: trustDevices && !session.passwordExpired ? "possible" : "never",
      };
    }
    const about = totpSealedFor(tenantId, staffUserId);
    const secret = sealedEnrolment === null ? newTotpSecret() : seal.open(sealedEnrolment, about);
    if (sealedEnrolment === null) {
      await tx.session.update({
        where: { tenantId_id: { tenantId, id: sessionId } },
        data: { sealedEnrolment: seal.seal(secret, about) },
      });
    }
    return {
      kind: "enrol",
      secret,
      uri: totpUri(secret, { issuer: `Quietroom ${studioName}`, account: email }),
    };
  },
});
