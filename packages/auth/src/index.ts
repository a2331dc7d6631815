export { type Auth, type AuthSettings, createAuth } from "./create-auth.ts";
