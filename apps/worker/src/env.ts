import { type AuditPlace, auditPlace } from "@quietroom/integrations/audit-place";
import { textRefusals, textSettings } from "@quietroom/web/text-settings";
import { jobsMode, type JobsMode } from "@quietroom/jobs";
import { type KeySettings, keySettings } from "@quietroom/vault";
import { z } from "zod";

const port = "set it to a free port, such as 3003";

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
  QUIETROOM_AUDIT_KEY: z
    .base64({
      error: "set it to 32 random bytes in base64 (openssl rand -base64 32), and to nothing else's key",
    })
    .refine((text) => Buffer.from(text, "base64").length === 32, "32 bytes (openssl rand -base64 32)"),
  BOOKING_URL: z.url({
    error: "set it to the booking site's public origin, such as https://book.example.com",
  }),
  DASHBOARD_URL: z.url({
    error: "set it to the dashboard's public origin, such as https://app.example.com",
  }),
  RESEND_API_KEY: z.string().optional(),
  RESEND_BASE_URL: z.url({ error: "leave it out on a real server" }).optional(),
  RESEND_FROM: z
    .string({ error: 'set it to the sender of every email, such as "Quietroom <hello@example.com>"' })
    .min(3, 'set it to the sender of every email, such as "Quietroom <hello@example.com>"'),
  ...textSettings,
  TWILIO_BASE_URL: z.url({ error: "leave it out on a real server" }).optional(),
  WORKER_HEALTH_PORT: z.coerce.number({ error: port }).int(port).min(0, port).max(65_535, port),
  WORKER_HOST: z.string().default("127.0.0.1"),
  WORKER_METRICS_TOKEN: z
    .string()
    .refine(
      (text) => text === "" || text.length >= 32,
      "32 characters or more (openssl rand -hex 32), or leave it out",
    )
    .default("")
    .transform((text) => (text === "" ? null : text)),
  INNGEST_DEV: z.string().optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY_FALLBACK: z.string().optional(),
  INNGEST_BASE_URL: z.string().optional(),
  INNGEST_SERVE_ORIGIN: z.string().optional(),
});

const settings = schema.superRefine((env, context) => {
  for (const { name, message } of textRefusals(env))
    context.addIssue({ code: "custom", path: [name], message });
});

export type Env = z.infer<typeof schema> & {
  readonly jobsMode: JobsMode;
  readonly keySettings: KeySettings;
  readonly auditPlace: AuditPlace;
};

/** Reads the environment once, at start. Throws one error that names every variable that is wrong and what to do. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const parsed = settings.safeParse(source);
  const production = source["QUIETROOM_MODE"] === "production";
  // A dev server's door is open to all: neither of the two words for a real server may stand beside it.
  const mode = jobsMode({ ...source, production: production || source["NODE_ENV"] === "production" });
  const keys = keySettings(source, { production });
  const audit = auditPlace(source, { production });
  if (parsed.success && mode.ok && keys.ok && audit.ok)
    return { ...parsed.data, jobsMode: mode.value, keySettings: keys.value, auditPlace: audit.value };
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => `  ${issue.path.join(".")}: ${issue.message}`),
    ...(mode.ok ? [] : [`  ${mode.refusal.message}`]),
    ...[keys, audit].flatMap((read) =>
      read.ok ? [] : read.refusals.map(({ name, message }) => `  ${name}: ${message}`),
    ),
  ];
  throw new Error(
    `The worker cannot start. Correct these variables (see .env.example):\n${problems.join("\n")}`,
  );
}
