import { type CallOrigin, checkHealth, type Health, openRuntime, type Runtime } from "@quietroom/services";
import type { KeyService, Logger } from "@quietroom/services/ports";
import { type ApiContext, publicContext, staffContext } from "./context.ts";
import { isStudioPage, type PageRequest } from "./page-context.ts";

/** Everything an app needs of the product, opened once per process. */
export type Api = {
  readonly runtime: Runtime;
  /** For a request of the booking site. `findClient` is asked once a call, where the call is a client's. */
  publicContext(findClient?: ApiContext["findClient"], origin?: CallOrigin): ApiContext;
  /** For a request of the dashboard. `findStaff` is asked once a call, and again by long streams. */
  staffContext(findStaff: ApiContext["findStaff"], origin?: CallOrigin): ApiContext;
  /** Whether the studio of a page's address is there, open or not, and the page's request names no other besides (TEN-05). */
  isStudioPage(slug: string, request: PageRequest): Promise<boolean>;
  health(): Promise<Health>;
  close(): Promise<void>;
};

export type ApiSettings = {
  /** Connection string of the application role. */
  readonly databaseUrl: string;
  /** 32 random bytes or more; whoever has them can sign links. */
  readonly linkKey: Uint8Array;
  /** Keeps the master key; without one nothing that is sealed can be read or written. Older ones still open what they wrapped. */
  readonly keyService?: KeyService;
  readonly olderKeyServices?: readonly KeyService[];
  /** Origin of the booking site. */
  readonly bookingUrl: string;
  /** Origin of the dashboard, by the process that serves it: passkeys are bound to it. */
  readonly dashboardUrl?: string;
  readonly log: Logger;
  readonly poolSize?: number;
};

/** Opens the product for one app. Throws when the database cannot be reached or its role could bypass row security. */
export async function openApi(settings: ApiSettings): Promise<Api> {
  const runtime = await openRuntime(settings);
  return {
    runtime,
    publicContext: (findClient, origin) => publicContext(runtime, findClient, origin),
    staffContext: (findStaff, origin) => staffContext(runtime, findStaff, origin),
    isStudioPage: async (slug, request) => await isStudioPage(runtime, slug, request),
    health: async () => await checkHealth(runtime),
    close: runtime.close,
  };
}
