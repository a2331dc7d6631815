import type { askBookingCode as contract } from "@quietroom/contracts/public-booking";
import type { InputOf, OutputOf } from "@quietroom/contracts/wire";
import { refuse } from "@quietroom/domain/result";
import { normalizedEmail } from "@quietroom/vault";
import type { Verb } from "../define-verb.ts";
import { mailBookingCode } from "../scheduling/index.ts";
import { beginAttempt, type Guarded } from "../staff/index.ts";

type Asking = Verb<Pick<InputOf<typeof contract>, "email">, OutputOf<typeof contract>>;

const ask: (...call: Parameters<Asking>) => ReturnType<Asking> = async (context, input) => {
  const { runtime, actor } = context;
  const ip = runtime.origin?.ip ?? null;
  const email = normalizedEmail(input.email);
  const mail: readonly Guarded[] = [
    { kind: "booking_code", name: `${actor.tenantId} ${email}` },
    { kind: "booking_code_everywhere", name: email },
  ];
  const guarded: readonly Guarded[] =
    ip === null ? mail : [...mail, { kind: "booking_code_sender", name: ip }];
  const begun = await beginAttempt(runtime, guarded);
  return begun.ok
    ? await mailBookingCode(context, input)
    : refuse({ code: "too_many_codes", alternatives: [] });
};

/**
 * Has a code mailed to who is about to book (BOOK-07): a few times an hour for one address of mail at a studio, at all studios together, and for
 * one address of the network, whoever's they are. That it was too often says that codes were asked for that address lately, never whether it
 * is a client's.
 */
export const askBookingCode: Asking = Object.assign(ask, {
  verbName: mailBookingCode.verbName,
  permission: mailBookingCode.permission,
});
