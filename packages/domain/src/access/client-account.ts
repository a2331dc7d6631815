/** How a client's account at the portal stands (AUTH-09). */
export const clientAccountStates = ["pending", "active", "locked", "suspended"] as const;
export type ClientAccountState = (typeof clientAccountStates)[number];

/** What happens to an account: its address is verified, it is locked for safety, the studio suspends it, or takes that back. */
export const clientAccountEvents = ["verified", "locked", "unlocked", "suspended", "reinstated"] as const;
export type ClientAccountEvent = (typeof clientAccountEvents)[number];

/** What the studio's people do to an account, each with a reason that they write. */
export const accountActs = ["suspended", "restored", "unlocked", "second_step_reset"] as const;
export type AccountAct = (typeof accountActs)[number];

/**
 * THE table: what becomes of an account. Nothing is active by itself: whoever is unlocked or reinstated verifies the address again,
 * as at the first time. What is not written here does not happen.
 */
const transitions: Readonly<
  Record<ClientAccountState, Readonly<Partial<Record<ClientAccountEvent, ClientAccountState>>>>
> = {
  pending: { verified: "active", locked: "locked", suspended: "suspended" },
  active: { verified: "active", locked: "locked", suspended: "suspended" },
  locked: { unlocked: "pending", suspended: "suspended" },
  suspended: { reinstated: "pending" },
};

/** The state after an event, or null when the event cannot happen to an account that stands so. */
export function clientAccountAfter(
  state: ClientAccountState,
  event: ClientAccountEvent,
): ClientAccountState | null {
  return transitions[state][event] ?? null;
}

/** What decides whether a client may come in, besides being who they say they are. */
export type ClientStanding = {
  /** Null: they never came before. */
  readonly account: ClientAccountState | null;
  readonly record: "open" | "closed";
  readonly studio: "active" | "suspended" | "cancelled";
};

/**
 * Whether a client may be sent a way in and use it (AUTH-09): the record is open, and the account could become active by being
 * verified. A suspended studio's clients still come and look; a cancelled one's do not (TEN-12).
 */
export function mayComeIn({ account, record, studio }: ClientStanding): boolean {
  const verifiable = account === null || clientAccountAfter(account, "verified") !== null;
  return record === "open" && studio !== "cancelled" && verifiable;
}
