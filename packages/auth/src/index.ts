export { type Auth, type AuthSettings, createAuth } from "./create-auth.ts";
export type { SecondFactorStep } from "@quietroom/services/staff";
