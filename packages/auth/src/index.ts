export { type AppDoor, bearerIn, openAppDoor } from "./app-door.ts";
export { type Auth, type AuthSettings, createAuth } from "./create-auth.ts";
export type { SecondFactorStep, SessionEnd } from "@quietroom/services/staff";
export { ownAddress } from "./own-address.ts";
