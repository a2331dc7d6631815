import type { Actor } from "@quietroom/domain/access";
import type { Runtime } from "@quietroom/services";
import { randomUUID } from "node:crypto";

export type StaffActor = Extract<Actor, { kind: "staff" }>;

/** Why the session is asked for: a person acting (which keeps it awake) or a stream that looks whether it may go on. */
export type SessionPurpose = "request" | "recheck";

/** What a call comes with. Who is asking is found out by the audience, never taken from the input. */
export type ApiContext = {
  readonly runtime: Runtime;
  readonly requestId: string;
  /** The person behind the session, or null. Always null on the public site: the two audiences share nothing. */
  readonly findStaff: (purpose: SessionPurpose) => Promise<StaffActor | null>;
  /** Studios that the request names besides; they decide nothing, and refuse it when they are others (TEN-05). */
  readonly named: readonly string[];
};

/** The context of the booking site, where nobody is signed in. */
export function publicContext(runtime: Runtime): ApiContext {
  return { runtime, requestId: randomUUID(), findStaff: async () => await Promise.resolve(null), named: [] };
}

/** The context of the dashboard. `findStaff` looks at the session again each time it is called. */
export function staffContext(runtime: Runtime, findStaff: ApiContext["findStaff"]): ApiContext {
  return { runtime, requestId: randomUUID(), findStaff, named: [] };
}
