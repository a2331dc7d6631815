import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { bookingSiteRouter, clientRouter, dashboardRouter, publicRouter } from "./root.ts";

// Types alone: a browser that imports this file gets nothing of the server with it.
export type PublicRouter = typeof publicRouter;
/** All that the dashboard serves, also before anybody is signed in. */
export type StaffRouter = typeof dashboardRouter;
export type ClientRouter = typeof clientRouter;
export type BookingSiteRouter = typeof bookingSiteRouter;

export type PublicInput = inferRouterInputs<PublicRouter>;
export type PublicOutput = inferRouterOutputs<PublicRouter>;
export type ClientOutput = inferRouterOutputs<ClientRouter>;
export type StaffInput = inferRouterInputs<StaffRouter>;
export type StaffOutput = inferRouterOutputs<StaffRouter>;

export type { ErrorData, FieldError } from "./error-shape.ts";
