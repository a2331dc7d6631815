import {
  addAccount,
  began,
  bookedClient,
  type Row,
  succeeded,
  type TestStudio,
  wallTime,
} from "@quietroom/testing";
import { localDate, weekdayOf } from "@quietroom/domain/time";
import { askRequest } from "@quietroom/services/records";
import type { Runtime } from "@quietroom/services";
import { type ClientActor, publicContext } from "../src/context.ts";
import { bookingSiteRouter } from "../src/root.ts";
import { served } from "./served.ts";

/** A call of a procedure that is for clients who are signed in. */
export type PortalCall = {
  readonly router: "client";
  readonly path: string;
  readonly kind: "query" | "mutation";
  readonly input: Readonly<Record<string, unknown>>;
};

type Query = (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** One call of every procedure that answers when its client asks exactly so; those that change something last. */
export function portalCalls(
  studio: TestStudio,
  own: { readonly appointmentId: string; readonly otherSessionId: string; readonly requestId: string },
): readonly PortalCall[] {
  const here = { studio: studio.slug };
  const visit = { ...here, appointmentId: own.appointmentId };
  // A Monday, since other calls may leave the practitioner no other hours.
  const monday = 14 + ((8 - weekdayOf(localDate(began, "America/New_York"))) % 7);
  const move = { practitionerId: studio.practitionerId, startsAt: wallTime(monday, "11:00") };
  const call = (kind: PortalCall["kind"]) => (path: string, input: PortalCall["input"]) =>
    ({ router: "client", kind, path, input }) as const;
  const look = call("query");
  const change = call("mutation");
  return [
    look("portal.visits", here),
    look("portal.visit", visit),
    look("portal.sessions", here),
    look("portal.factors", here),
    look("portal.accessHistory", { ...here, before: null }),
    look("portal.clock", here),
    look("record.requests", here),
    look("record.take", here),
    look("agreements.owed", here),
    look("agreements.view", here),
    look("preferences.view", here),
    change("agreements.accept", { ...here, documents: [{ kind: "terms", version: 1 }] }),
    change("preferences.choose", { ...here, category: "appointments", channel: "email", wanted: false }),
    change("agreements.answer", { ...here, kind: "telehealth", answer: "given", version: 1 }),
    change("record.ask", { ...here, kind: "correction", wish: "My name changed." }),
    change("record.withdraw", { ...here, requestId: own.requestId }),
    change("portal.stay", here),
    change("portal.rescheduleVisit", { ...visit, ...move }),
    change("portal.askToCancelVisit", { ...visit, reason: "Away" }),
    change("portal.cancelVisit", { ...visit, reason: "Away" }),
    change("portal.endSession", { ...here, sessionId: own.otherSessionId }),
    change("portal.endOtherSessions", here),
  ];
}

/** A client with a visit, two sessions and a request, the calls that are theirs, and the site as they reach it. */
export async function signedInPortal(runtime: Runtime, studio: TestStudio, query: Query) {
  const { clientId, appointmentId, who } = await bookedClient(studio, query, { name: "Perla", day: 12 });
  const clientAccountId = await addAccount(runtime, { tenantId: studio.tenantId, clientId }, who.email);
  const session = async (digit: number) => {
    const [row] = await query(
      `insert into client_session (tenant_id, client_account_id, client_id, token_hash, expires_at)
       values ($1, $2, $3, repeat($4, 64), now() + interval '8 hours') returning id`,
      [studio.tenantId, clientAccountId, clientId, String(digit)],
    );
    return String(row?.["id"]);
  };
  const sessionId = await session(8);
  const asked = await askRequest(studio.as({ client: clientId }), {
    kind: "restriction",
    wish: "Write to my new address only.",
  });
  const own = { appointmentId, otherSessionId: await session(9), requestId: succeeded(asked).id };
  const { tenantId } = studio;
  const actor: ClientActor = { kind: "client", tenantId, clientId, clientAccountId, sessionId };
  const isHere = (asking: { readonly tenantId: string }) => asking.tenantId === tenantId;
  return {
    actor,
    calls: portalCalls(studio, own),
    site: served(bookingSiteRouter, () =>
      publicContext(runtime, async (asking) => await Promise.resolve(isHere(asking) ? actor : null)),
    ),
  };
}
