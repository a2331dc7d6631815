import type { holdSlot as contract } from "@quietroom/contracts/public-booking";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { type AppointmentId, asId } from "@quietroom/domain/ids";
import { ok, refuse, type Result } from "@quietroom/domain/result";
import { decideLimitedHold } from "@quietroom/domain/scheduling";
import { canonicalZone, dayBounds, localDate } from "@quietroom/domain/time";
import { v7 as uuidv7 } from "uuid";
import { defineVerb, type VerbWork } from "../define-verb.ts";
import { offeringAlternatives, type Refused } from "./alternatives.ts";
import { holdFactsAt } from "./facts.ts";
import { lockCaps } from "./full-times.ts";
import { loadScene } from "./scene.ts";
import { loadStandingHolds } from "./standing-holds.ts";
import { lookAndTake, takeTime } from "./take-time.ts";

type Input = Pick<InputOf<typeof contract>, "choice" | "startsAt" | "viewerZone" | "releaseToken">;
type Output = OutputOf<typeof contract>;
type Held = Extract<Output, { ok: true }>["value"];
type Code = Extract<Output, { ok: false }>["refusal"]["code"];

/**
 * Keeps a chosen time for its visitor while they fill in the form (BOOK-05). With "any" practitioner the fairest free one is
 * taken, and who loses a race for one room or person is given the next (ec-E3). One person, one hold: the hold before, named by
 * its token, is given up in the same step (ec-H5). Price and zone are those of this moment (ec-H16). Of one address, and of each
 * practitioner's date, only so much is held at once (ec-H6).
 */
export const holdSlot = offeringAlternatives(
  defineVerb<Input, Result<Held, Refused<Code>>>({
    name: "scheduling.hold_slot",
    permission: "appointment:hold",
    isolation: "read committed",
    trace: "audited",
    async run(work) {
      const { tx, input, now, tenantId, links, origin, audit, emit } = work;
      const { choice, startsAt: start, viewerZone } = input;
      const id = asId<AppointmentId>(uuidv7());
      audit({ action: "create", resource: "appointment", resourceId: id });

      const date = localDate(start, "UTC");
      const scene = await loadScene(tx, { tenantId, choice, from: date, until: date, bookedBy: "client" });
      if (scene === null || !scene.offered || scene.practitioners.length === 0)
        return refusal("unknown_service");
      if (!scene.studioOpen) return refusal("studio_closed");

      const givingUp = ownHold(work);
      await lockCaps(tx, tenantId, scene);
      const heldFrom = origin?.ip ?? null;
      const standing = await loadStandingHolds(
        tx,
        {
          tenantId,
          now,
          except: givingUp,
          heldFrom,
          practitionerIds: scene.practitioners.map((practitioner) => practitioner.id),
        },
        dayBounds(localDate(start, scene.zone), scene.zone),
      );
      const held = await lookAndTake(
        tx,
        async () =>
          decideLimitedHold(
            await holdFactsAt(tx, { tenantId, now, except: givingUp, start, bookedBy: "client" }, scene),
            standing,
            now,
          ),
        async (plan) =>
          await takeTime(tx, {
            tenantId,
            now,
            givingUp,
            hold: {
              ...plan,
              id,
              timeZone: scene.zone,
              clientTimeZone: viewerZone === null ? null : canonicalZone(viewerZone),
              priceMinor: scene.priceMinor,
              currency: scene.currency,
              heldFrom,
            },
          }),
      );
      if (!held.ok) return refuse({ code: held.refusal, wanted: { choice, start, except: givingUp } });
      emit("appointment/held", { appointmentId: id });
      return ok({ token: links.sign({ kind: "hold", tenantId, id }), expiresAt: held.value.expiresAt });
    },
  }),
);

function refusal(code: "unknown_service" | "studio_closed") {
  return refuse({ code, wanted: null });
}

/** The hold this visitor had before. A token that is forged, foreign or of another kind names none. */
function ownHold({ input, links, tenantId }: VerbWork<Input>): string | null {
  const subject = input.releaseToken === null ? null : links.verify(input.releaseToken);
  return subject?.kind === "hold" && subject.tenantId === tenantId ? subject.id : null;
}
