import type { Actor } from "@quietroom/domain/access";
import { calledFrom, type CallOrigin, type Runtime } from "@quietroom/services";
import { randomUUID } from "node:crypto";

export type StaffActor = Extract<Actor, { kind: "staff" }>;
export type ClientActor = Extract<Actor, { kind: "client" }>;

/** Why the session is asked for: a person acting (which keeps it awake) or a stream that looks whether it may go on. */
export type SessionPurpose = "request" | "recheck";

/** What a call comes with. Who is asking is found out by the audience, never taken from the input. */
export type ApiContext = {
  readonly runtime: Runtime;
  readonly requestId: string;
  /** The person behind the session, or null. Always null on the public site: the two audiences share nothing. */
  readonly findStaff: (purpose: SessionPurpose) => Promise<StaffActor | null>;
  /** The client signed in to this studio's portal, or null. Always null on the dashboard. */
  readonly findClient: (studio: {
    readonly slug: string;
    readonly tenantId: string;
  }) => Promise<ClientActor | null>;
  /** Studios that the request names besides; they decide nothing, and refuse it when they are others (TEN-05). */
  readonly named: readonly string[];
};

const nobody = async () => await Promise.resolve(null);

/** The context of the booking site: no staff there, and a client only where `findClient` finds one. */
export function publicContext(
  runtime: Runtime,
  findClient: ApiContext["findClient"] = nobody,
  origin?: CallOrigin,
): ApiContext {
  return {
    runtime: heard(runtime, origin),
    requestId: randomUUID(),
    findStaff: nobody,
    findClient,
    named: [],
  };
}

/** The context of the dashboard. `findStaff` looks at the session again each time it is called. */
export function staffContext(
  runtime: Runtime,
  findStaff: ApiContext["findStaff"],
  origin?: CallOrigin,
): ApiContext {
  return {
    runtime: heard(runtime, origin),
    requestId: randomUUID(),
    findStaff,
    findClient: nobody,
    named: [],
  };
}

function heard(runtime: Runtime, origin: CallOrigin | undefined): Runtime {
  return origin === undefined ? runtime : calledFrom(runtime, origin);
}
