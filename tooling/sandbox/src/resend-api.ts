import type { z } from "zod";
import type { Faults } from "./faults.ts";
import type { Incoming } from "./incoming.ts";
import type { MailStore, ReceivedEmail } from "./mail-store.ts";
import { jsonReply, type Reply } from "./reply.ts";
import { listed, sendEmail } from "./send-email.ts";

type ResendApi = {
  /** POST /emails */
  send(incoming: Incoming): Promise<Reply>;
  /** GET /emails/:id with a key */
  retrieve(incoming: Incoming, id: string): Reply;
};

/** Resend's own HTTP API, as far as the product uses it: the same paths, the same checks, the same shape of errors. */
export function createResendApi(context: {
  readonly store: MailStore;
  readonly faults: Faults;
  readonly studioNowMs: () => Promise<number | null>;
}): ResendApi {
  const { store, faults, studioNowMs } = context;
  return {
    async send(incoming) {
      const refused = refusedKey(incoming);
      if (refused !== null) return refused;
      const fault = faults.take();
      if (fault === "500") return vendorError(500, "internal_server_error", "An unexpected error occurred.");
      if (fault === "429") {
        return vendorError(429, "rate_limit_exceeded", "Too many requests.", { "retry-after": "1" });
      }
      if (fault === "timeout") return { end: "silence" };

      const body = parsedJson(incoming.body);
      if (body === undefined) return vendorError(400, "validation_error", "The request body is not JSON.");
      const email = sendEmail.safeParse(body);
      if (!email.success) return invalid(email.error, body);

      const idempotencyKey = incoming.headers["idempotency-key"] ?? null;
      if (idempotencyKey !== null && (idempotencyKey === "" || idempotencyKey.length > 256)) {
        return vendorError(400, "invalid_idempotency_key", "The key must be between 1 and 256 characters.");
      }
      // Read before the key is looked up: from there on nothing waits, so two sends of one key cannot both be first.
      const now = await studioNowMs();
      const before = idempotencyKey === null ? undefined : store.byIdempotencyKey(idempotencyKey);
      if (before !== undefined && before.request.body !== incoming.body) {
        return vendorError(
          409,
          "invalid_idempotent_request",
          "This key was used with a different request body.",
        );
      }
      const kept =
        before ??
        store.keep({
          receivedAt: new Date().toISOString(),
          studioNowMs: now,
          idempotencyKey,
          request: {
            method: incoming.method,
            path: incoming.path,
            headers: withoutSecrets(incoming.headers),
            body: incoming.body,
          },
        });
      return fault === "drop_after_accept" ? { end: "drop" } : jsonReply({ id: kept.id });
    },

    retrieve(incoming, id) {
      const refused = refusedKey(incoming);
      if (refused !== null) return refused;
      const found = store.byId(id);
      return found === undefined
        ? vendorError(404, "not_found", "Email not found")
        : jsonReply(asVendorEmail(found));
    },
  };
}

/** An error in the vendor's shape. */
export function vendorError(
  statusCode: number,
  name: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return jsonReply({ statusCode, name, message }, statusCode, headers);
}

function refusedKey({ headers }: Incoming): Reply | null {
  const { authorization } = headers;
  if (authorization === undefined) return vendorError(401, "missing_api_key", "Missing API Key");
  // The vendor answers a wrong key with this name and status, and tells it apart by words only.
  if (!/^Bearer re_\S+$/.test(authorization))
    return vendorError(400, "validation_error", "API key is invalid");
  return null;
}

/** Names the field and the rule, never the value that broke it. */
function invalid(error: z.ZodError, body: unknown): Reply {
  const given = typeof body === "object" && body !== null ? body : {};
  const missing = ["from", "to", "subject"].find((field) => !(field in given));
  if (missing !== undefined)
    return vendorError(422, "missing_required_field", `Missing \`${missing}\` field.`);
  const [issue] = error.issues;
  const field = issue?.path.join(".") ?? "";
  const rule = issue?.message ?? "Invalid request.";
  return vendorError(422, "validation_error", field === "" ? rule : `Invalid \`${field}\` field. ${rule}`);
}

function asVendorEmail({ id, receivedAt, email }: ReceivedEmail) {
  return {
    object: "email",
    id,
    from: email.from,
    to: listed(email.to),
    cc: listed(email.cc),
    bcc: listed(email.bcc),
    reply_to: listed(email.reply_to),
    subject: email.subject,
    html: email.html ?? null,
    text: email.text ?? null,
    created_at: receivedAt,
    last_event: "delivered",
  };
}

function withoutSecrets(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name !== "authorization" && name !== "cookie"),
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
