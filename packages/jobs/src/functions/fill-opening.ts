import type { EventData } from "@quietroom/contracts/events";
import { type Runtime, systemContext } from "@quietroom/services";
import { planMessage, sendMessage } from "@quietroom/services/messages";
import { lapseOffer, offerOpening } from "@quietroom/services/waitlist";
import type { JobsClient } from "../client.ts";
import { deliver, deliveryRetries } from "./deliver.ts";
import { eventData } from "./event-data.ts";

/** One more than `offer-opening` ever makes: the last round always finds the opening closed. */
const mostRounds = 101;
/** How often it waits without having asked anybody: far more often than visitors in a row hold an hour and do not book it. */
const mostGraces = 100;
/** How often one offer's wait may be woken by an answer to another before it is left to the deadline. */
const mostWaits = 5;
/** At the deadline itself an answer is in time (ec-I3), so the wait ends just after it; and so does that for a grace, whatever this clock says. */
const afterDeadlineMs = 1_000;

/**
 * An hour was freed: offers it to one person after the other until somebody takes it or nobody is left (WAIT-04, WAIT-05); once
 * more when staff offer it by hand after that (WAIT-11). The database decides each time what has become of an offer, and whether
 * staff made it; events only wake this up early.
 */
export function fillOpening(client: JobsClient, runtime: Runtime) {
  return client.createFunction(
    {
      id: "fill-opening",
      triggers: [{ event: "opening/created" }, { event: "opening/reopened" }],
      retries: deliveryRetries,
    },
    async ({ event, step, group }) => {
      const { tenantId, openingId } = eventData("opening/created", event.data); // of one shape with reopened
      const context = systemContext(runtime, tenantId, "fill-opening");

      for (let round = 1, graces = 0; round <= mostRounds + Math.min(graces, mostGraces); round += 1) {
        const offer = await step.run(`offer-${round}`, () => offerOpening(context, { openingId }));
        if (offer.kind === "closed") return offer;
        if (offer.kind === "later") {
          graces += 1; // nobody was asked
          // Staff may offer it by hand meanwhile. One that they made before the wait was laid is announced again.
          await Promise.all([
            step.waitForEvent(`later-${round}`, {
              event: "waitlist/offered",
              match: "data.openingId",
              timeout: new Date(offer.from + afterDeadlineMs),
            }),
            step.run(`made-${round}`, async () => {
              const made = await offerOpening(context, { openingId });
              if (made.kind === "offered")
                await client.send(madeEarly({ tenantId, openingId, offerId: made.offerId }));
              return made;
            }),
          ]);
          continue;
        }
        const { offerId, expiresAt } = offer;
        const answer = (wait: number) =>
          step.waitForEvent(`answer-${round}-${wait}`, {
            event: "waitlist/answered",
            match: "data.openingId",
            timeout: new Date(expiresAt + afterDeadlineMs),
          });
        const ending = (wait: number) =>
          step.run(`ending-${round}-${wait}`, () => lapseOffer(context, { offerId, cause: "deadline" }));

        const { notificationId } = await step.run(`plan-${round}`, () =>
          planMessage(context, { kind: "waitlist_offer", offerId }),
        );
        // The wait is laid before the offer leaves, so that not even the quickest answer is missed.
        // In this mode a send that is tried again goes on beside the wait; a plain pair would be asked what follows only once both are over.
        await group.parallel({ mode: "race" }, () =>
          Promise.all([
            answer(1),
            deliver(step, `send-${round}`, async () => {
              const sent = await sendMessage(context, { notificationId });
              // Nobody answers what never arrived: the hour goes on, and this wakes the wait.
              if (sent.kind === "failed" || sent.kind === "skipped")
                await lapseOffer(context, { offerId, cause: "unreachable" });
              // The offer ended before it could leave, perhaps before the wait was laid: it is announced again.
              if (sent.kind === "skipped") await client.send(endedEarly({ tenantId, openingId, offerId }));
              return sent;
            }),
          ]),
        );
        let { status } = await ending(1);
        for (let wait = 2; status === "open" && wait <= mostWaits; wait += 1) {
          await answer(wait);
          ({ status } = await ending(wait));
        }
        if (status === "open")
          await step.sleepUntil(`deadline-${round}`, new Date(expiresAt + afterDeadlineMs));
      }
      throw new Error("an opening was offered more often than its rule allows");
    },
  );
}

function madeEarly(data: EventData<"waitlist/offered">) {
  return { id: `made-early:${data.offerId}`, name: "waitlist/offered", data };
}

function endedEarly(data: EventData<"waitlist/answered">) {
  return { id: `ended-early:${data.offerId}`, name: "waitlist/answered", data };
}
