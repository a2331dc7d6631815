import { type OpenIdSettings, signingAlgorithms } from "@quietroom/auth/openid-settings";
import { textRefusals, textSettings } from "@quietroom/web/text-settings";
import { type KeySettings, keySettings } from "@quietroom/vault";
import { limitSettings } from "@quietroom/web/limit-settings";
import { originRefusal } from "@quietroom/web/public-origin";
import { z } from "zod";

const text = z.string().trim().min(1, "leave it out, or set it");
const openIdNames = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME"] as const;

const schema = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: "set it to the quietroom_app role's connection, postgresql://quietroom_app:…@host/quietroom",
  }),
  QUIETROOM_MODE: z.enum(["demo", "development", "test", "production"], {
    error: 'set it to "production" on a real server',
  }),
  QUIETROOM_LINK_KEY: z
    .base64({ error: "set it to 32 random bytes in base64 (openssl rand -base64 32)" })
    .refine((text) => Buffer.from(text, "base64").length >= 32, "32 bytes or more (openssl rand -base64 32)"),
  NEXTAUTH_SECRET: z
    .string({ error: "set it to 32 random bytes as text (openssl rand -base64 32)" })
    .min(32, "32 characters or more (openssl rand -base64 32)"),
  NEXTAUTH_URL: z.url({ error: "set it to this site's public origin, such as https://app.example.com" }),
  BOOKING_URL: z.url({ error: "set it to the booking site's origin, such as https://book.example.com" }),
  SANDBOX_URL: z.url({ error: "leave it out on a real server" }).optional(),
  // next-auth would take the site's own address from what a request says of itself.
  AUTH_TRUST_HOST: z
    .undefined({ error: "leave it out: NEXTAUTH_URL says where this site is reached" })
    .optional(),
  RESEND_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, "the signing secret of the webhook, whsec_…")
    .optional(),
  ...textSettings,
  OIDC_ISSUER: z
    .url({ error: "set it to the issuer that your provider's discovery document names" })
    .optional(),
  OIDC_CLIENT_ID: text.optional(),
  OIDC_CLIENT_SECRET: text.optional(),
  OIDC_NAME: text.max(40, "40 characters at most").optional(),
  OIDC_SIGNED_WITH: z
    .enum(signingAlgorithms, {
      error: `leave it out for RS256, or set it to one of ${signingAlgorithms.join(", ")}`,
    })
    .default("RS256"),
  ...limitSettings,
});

export type Env = z.infer<typeof settings> & { readonly keySettings: KeySettings };

const settings = schema.superRefine((env, context) => {
  const wrong = (name: keyof typeof env, message: string) =>
    context.addIssue({ code: "custom", path: [name], message });
  // AUTH-12: the sandbox shows everybody's mail and codes.
  if (env.QUIETROOM_MODE === "production" && env.SANDBOX_URL !== undefined)
    wrong("SANDBOX_URL", "leave it out on a real server, where the sandbox would open every account");
  const missing = openIdNames.filter((name) => env[name] === undefined);
  if (missing.length < openIdNames.length)
    for (const name of missing) wrong(name, `set it too, or none of ${openIdNames.join(", ")}`);
  for (const { name, message } of textRefusals(env)) wrong(name, message);
  if (env.QUIETROOM_MODE === "production" && env.OIDC_ISSUER?.startsWith("https:") === false)
    wrong("OIDC_ISSUER", "an issuer is reached over https");
  for (const name of ["NEXTAUTH_URL", "BOOKING_URL"] as const) {
    const refusal = originRefusal(env.QUIETROOM_MODE, env[name]);
    if (refusal !== null) wrong(name, refusal);
  }
});

/** Where staff may sign in in place of their password; null when nothing is set. */
export function openIdIn(env: Env): OpenIdSettings | null {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME, OIDC_SIGNED_WITH } = env;
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET || !OIDC_NAME) return null;
  return {
    issuer: OIDC_ISSUER,
    clientId: OIDC_CLIENT_ID,
    clientSecret: OIDC_CLIENT_SECRET,
    displayName: OIDC_NAME,
    signedWith: OIDC_SIGNED_WITH,
  };
}

/** Reads the environment once, at start. Throws one error that names every variable that is wrong and what to do. */
export function readEnv(source: Readonly<Record<string, string | undefined>> = process.env): Env {
  const parsed = settings.safeParse(source);
  const keys = keySettings(source, { production: source["QUIETROOM_MODE"] === "production" });
  if (parsed.success && keys.ok) return { ...parsed.data, keySettings: keys.value };
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `  ${issue.path.join(".")}: ${issue.message}`),
    ...(keys.ok ? [] : keys.refusals.map(({ name, message }) => `  ${name}: ${message}`)),
  ];
  throw new Error(
    `The dashboard cannot start. Correct these variables (see .env.example):\n${problems.join("\n")}`,
  );
}
