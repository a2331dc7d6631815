import { join } from "node:path";
import type { Postgres } from "./postgres.ts";
import { masterKeyFile, type StudioSecrets } from "./studio-secrets.ts";

export type StudioMode = "demo" | "development" | "test";

export type StudioPorts = {
  readonly booking: number;
  readonly dashboard: number;
  readonly sandbox: number;
  readonly workerHealth: number;
};

/** Where people reach the three sites. */
export type StudioUrls = { readonly booking: string; readonly dashboard: string; readonly sandbox: string };

type Variables = Readonly<Record<string, string>>;

/** The database of a local studio. */
export const studioDatabase = "quietroom";

/** The account that the sandbox knows: nobody's. */
const textAccount = `AC${"0".repeat(32)}`;

/** Written on the database when a seed or a restore has come to its end, so that the two can never disagree. */
export const seededMark = "seeded";

// Of the caller's environment only what programs need to run, and Inngest's settings, which choose where jobs run.
const passedOn = ["PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR"];

// All tests together ask more in a minute than a street of people; a test of a limit sets its own. Each says as a proxy would where
// it is from, so that the failures that one makes on purpose are not another's.
const roomForTests: Variables = {
  ...Object.fromEntries(
    ["VISITOR", "ADDRESS", "STAFF", "ADMIN", "CLIENT", "PAGES", "STUDIO"].map((who) => [
      `RATE_LIMIT_${who}`,
      "1000000",
    ]),
  ),
  TRUSTED_PROXY_HOPS: "1",
};

/** The whole environment of each program of a local studio: one for the product's own, one for the sandbox. */
export function studioEnvironment(studio: {
  readonly postgres: Postgres;
  readonly secrets: StudioSecrets;
  readonly ports: StudioPorts;
  readonly mode: StudioMode;
  readonly dataDir: string;
  readonly caller: NodeJS.ProcessEnv;
  readonly reachedAt?: Pick<StudioUrls, "booking" | "dashboard">;
}): { readonly urls: StudioUrls; readonly product: Variables; readonly sandbox: Variables } {
  const { postgres, secrets, ports, mode, dataDir, caller } = studio;
  const own = Object.entries(caller).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (passedOn.includes(entry[0]) || entry[0].startsWith("INNGEST_")),
  );
  const shared = { ...Object.fromEntries(own), QUIETROOM_MODE: mode, NEXT_TELEMETRY_DISABLED: "1" };
  const urls: StudioUrls = {
    booking: `http://localhost:${ports.booking}`,
    dashboard: `http://localhost:${ports.dashboard}`,
    sandbox: `http://localhost:${ports.sandbox}`,
    ...studio.reachedAt,
  };
  return {
    urls,
    product: {
      ...shared,
      DATABASE_URL: postgres.url("quietroom_app", studioDatabase),
      QUIETROOM_LINK_KEY: secrets.linkKey,
      QUIETROOM_KEY_SERVICE: "local",
      QUIETROOM_MASTER_KEY_FILE: masterKeyFile(dataDir),
      QUIETROOM_AUDIT_KEY: secrets.auditKey,
      AUDIT_FOLDER: join(dataDir, "audit"),
      NEXTAUTH_SECRET: secrets.nextAuthSecret,
      NEXTAUTH_URL: urls.dashboard,
      BOOKING_URL: urls.booking,
      DASHBOARD_URL: urls.dashboard,
      // Always the sandbox, whatever keys the caller has: the demo's people are invented, and mail to them must go nowhere.
      RESEND_API_KEY: "re_sandbox",
      RESEND_BASE_URL: urls.sandbox,
      RESEND_FROM: "Quietroom <hello@quietroom.example>",
      RESEND_WEBHOOK_SECRET: secrets.webhookSecret,
      TWILIO_ACCOUNT_SID: textAccount,
      TWILIO_AUTH_TOKEN: secrets.textToken,
      TWILIO_FROM: "+15005550006",
      TWILIO_BASE_URL: urls.sandbox,
      SANDBOX_URL: urls.sandbox,
      WORKER_HEALTH_PORT: String(ports.workerHealth),
      ...(mode === "test" ? roomForTests : {}),
    },
    sandbox: {
      ...shared,
      SANDBOX_PORT: String(ports.sandbox),
      SANDBOX_DATA: join(dataDir, "sandbox"),
      SANDBOX_SIGN_INS: join(dataDir, "demo-sign-ins.json"),
      SANDBOX_WEBHOOK_URL: `${urls.dashboard}/api/webhooks/resend`,
      SANDBOX_WEBHOOK_SECRET: secrets.webhookSecret,
      SANDBOX_TEXTS_URL: `${urls.dashboard}/api/webhooks/twilio`,
      SANDBOX_TEXTS_TOKEN: secrets.textToken,
      SANDBOX_TEXTS_ACCOUNT: textAccount,
      SANDBOX_DATABASE_URL: postgres.url("quietroom_owner", studioDatabase),
    },
  };
}
