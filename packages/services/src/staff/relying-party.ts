import type { Runtime } from "../runtime.ts";

/** What passkeys are bound to: the dashboard's host, and the origin whose pages may use them. */
export type RelyingParty = { readonly id: string; readonly origin: string };

/** Of this installation, from the dashboard's public origin. Throws in a process that does not serve the dashboard. */
export function relyingParty({ dashboardUrl }: Runtime): RelyingParty {
  if (dashboardUrl === null) throw new Error("this process serves no dashboard, so it has no passkeys");
  const { hostname, origin } = new URL(dashboardUrl);
  return { id: hostname, origin };
}
