import { ok, refuse, type Result } from "@quietroom/domain/result";

/** Who runs the functions: this product's own engine, a local Inngest dev server, or an Inngest server. */
export type JobsMode =
  | { readonly kind: "embedded" }
  | { readonly kind: "dev"; readonly url?: string }
  | {
      readonly kind: "server";
      readonly eventKey: string;
      readonly signingKey: string;
      /** The key before or after this one, while a server changes from one to the other: calls that it signed are answered too. */
      readonly signingKeyFallback?: string;
      readonly baseUrl?: string;
      /** The origin at which the server reaches this app; without it a stranger's Host header could name another. */
      readonly serveOrigin: string;
    };

export type JobsSettings = {
  readonly INNGEST_DEV?: string | undefined;
  readonly INNGEST_EVENT_KEY?: string | undefined;
  readonly INNGEST_SIGNING_KEY?: string | undefined;
  readonly INNGEST_SIGNING_KEY_FALLBACK?: string | undefined;
  readonly INNGEST_BASE_URL?: string | undefined;
  readonly INNGEST_SERVE_ORIGIN?: string | undefined;
  readonly production: boolean;
};

export type JobsModeRefusal = { readonly missing: readonly string[]; readonly message: string };

/**
 * Decides the mode from the environment's values: none of them means embedded, INNGEST_DEV the dev server, the others
 * together a server. Some of them only is refused with the missing names, since guessing would lose jobs silently.
 */
export function jobsMode(settings: JobsSettings): Result<JobsMode, JobsModeRefusal> {
  const dev = settings.INNGEST_DEV ?? "";
  if (!["", "0", "false"].includes(dev)) return devMode(dev, settings.production);
  const given = serverVariables.filter((name) => (settings[name] ?? "") !== "");
  if (given.length === 0) return ok({ kind: "embedded" });
  return serverMode(settings, given);
}

const required = ["INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY", "INNGEST_SERVE_ORIGIN"] as const;
const serverVariables = [...required, "INNGEST_SIGNING_KEY_FALLBACK", "INNGEST_BASE_URL"] as const;

function devMode(dev: string, production: boolean): Result<JobsMode, JobsModeRefusal> {
  // In dev mode anyone who reaches the endpoint can run any function: it answers unsigned calls.
  if (production)
    return refused([], "INNGEST_DEV must not be set in production: it turns signature checks off");
  if (["1", "true"].includes(dev)) return ok({ kind: "dev" });
  if (isHttpUrl(dev)) return ok({ kind: "dev", url: dev });
  return refused([], "INNGEST_DEV must be 1, 0 or the http(s) URL of a dev server");
}

function serverMode(settings: JobsSettings, given: readonly string[]): Result<JobsMode, JobsModeRefusal> {
  const { INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY, INNGEST_BASE_URL, INNGEST_SERVE_ORIGIN } = settings;
  const signingKeyFallback = settings.INNGEST_SIGNING_KEY_FALLBACK;
  if (!INNGEST_EVENT_KEY || !INNGEST_SIGNING_KEY || !INNGEST_SERVE_ORIGIN) {
    const missing = required.filter((name) => !given.includes(name));
    return refused(
      missing,
      `${given.join(" and ")} set, but ${missing.join(" and ")} missing: set all to use an Inngest server, or none to use the embedded engine`,
    );
  }
  for (const [name, url] of Object.entries({ INNGEST_SERVE_ORIGIN, INNGEST_BASE_URL })) {
    if (url && !isHttpUrl(url)) return refused([], `${name} must be an http(s) URL`);
  }
  return ok({
    kind: "server",
    eventKey: INNGEST_EVENT_KEY,
    signingKey: INNGEST_SIGNING_KEY,
    ...(signingKeyFallback ? { signingKeyFallback } : {}),
    ...(INNGEST_BASE_URL ? { baseUrl: INNGEST_BASE_URL } : {}),
    serveOrigin: new URL(INNGEST_SERVE_ORIGIN).origin,
  });
}

function refused(missing: readonly string[], message: string): Result<JobsMode, JobsModeRefusal> {
  return refuse({ missing, message });
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
