import { z } from "zod";
import type { Faults } from "./faults.ts";
import type { Incoming } from "./incoming.ts";
import { jsonReply, type Reply } from "./reply.ts";
import type { KeptText, TextStore } from "./text-store.ts";

const phone = z.string().regex(/^\+[1-9]\d{7,14}$/);
const createMessage = z
  .strictObject({
    To: phone,
    From: phone.optional(),
    MessagingServiceSid: z
      .string()
      .regex(/^MG[0-9a-f]{32}$/i)
      .optional(),
    Body: z.string().min(1).max(1600),
  })
  .refine(({ From, MessagingServiceSid }) => (From === undefined) !== (MessagingServiceSid === undefined));

/** The numbers that the vendor's own tests use: one that nobody has, and one whose owner said STOP. */
const nobody = "+15005550001";
const stopped = "+15005550004";

/** Where the vendor's messages are: the account is the third part. */
export const messagesPath = /^\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})\/Messages\.json$/i;

/** Twilio's own HTTP API, as far as the product uses it: the same path, the same checks, the same shape of errors. */
export function createTwilioApi(context: {
  readonly store: TextStore;
  readonly faults: Faults;
  readonly nowMs: () => Promise<number>;
}): { create(incoming: Incoming): Promise<Reply>; list(incoming: Incoming): Reply } {
  const { store, faults, nowMs } = context;
  return {
    async create(incoming) {
      const account = accountOf(incoming);
      if (account === null) return vendorError(401, 20_003, "Authenticate");
      const fault = faults.take();
      if (fault === "500") return vendorError(500, 20_500, "Internal Server Error");
      if (fault === "429") return vendorError(429, 20_429, "Too Many Requests", { "retry-after": "1" });
      if (fault === "timeout") return { end: "silence" };

      const form = Object.fromEntries(new URLSearchParams(incoming.body));
      const asked = createMessage.safeParse(form);
      if (!asked.success) return invalid(form);
      const { To: to, From, MessagingServiceSid, Body: body } = asked.data;
      if (to === nobody) return vendorError(400, 21_211, "Invalid 'To' Phone Number");
      if (to === stopped) return vendorError(400, 21_610, "Attempt to send to unsubscribed recipient");
      const { authorization: _key, cookie: _cookie, ...headers } = incoming.headers;
      const kept = store.keep({
        at: await nowMs(),
        from: From ?? MessagingServiceSid ?? "",
        to,
        body,
        request: { method: incoming.method, path: incoming.path, headers, body: incoming.body },
      });
      return fault === "drop_after_accept" ? { end: "drop" } : jsonReply(asVendorMessage(kept, account), 201);
    },

    list(incoming) {
      const account = accountOf(incoming);
      if (account === null) return vendorError(401, 20_003, "Authenticate");
      const to = incoming.query.get("To");
      const messages = store.all().filter((text) => to === null || text.to === to);
      const size = Math.min(Number(incoming.query.get("PageSize") ?? 50), 1000);
      return jsonReply({
        messages: messages.slice(0, size).map((text) => asVendorMessage(text, account)),
        page: 0,
        page_size: size,
        uri: incoming.path,
        first_page_uri: incoming.path,
        next_page_uri: null,
        previous_page_uri: null,
        start: 0,
        end: Math.max(0, messages.length - 1),
      });
    },
  };
}

/** The account that signs in for itself; null for nobody. */
function accountOf({ path, headers }: Incoming): string | null {
  const account = messagesPath.exec(path)?.[1] ?? null;
  const [scheme = "", key = ""] = (headers["authorization"] ?? "").split(" ");
  const [user = "", password = ""] = Buffer.from(key, "base64").toString("utf8").split(":");
  return scheme === "Basic" && user === account && password !== "" ? account : null;
}

/** Names the rule that was broken as the vendor does, and never the value. */
function invalid(form: Readonly<Record<string, string>>): Reply {
  if (!form["To"]) return vendorError(400, 21_604, "A 'To' phone number is required.");
  if (!phone.safeParse(form["To"]).success) return vendorError(400, 21_211, "Invalid 'To' Phone Number");
  if (!form["From"] && !form["MessagingServiceSid"])
    return vendorError(400, 21_603, "A 'From' phone number is required.");
  if (!form["Body"]) return vendorError(400, 21_602, "Message body is required.");
  if (form["Body"].length > 1600)
    return vendorError(400, 21_617, "The concatenated message body exceeds the 1600 character limit");
  return vendorError(
    400,
    21_606,
    "The From phone number is not a valid, SMS-capable number of this account.",
  );
}

function vendorError(
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return jsonReply({ code, message, more_info: "", status }, status, headers);
}

function asVendorMessage({ sid, at, from, to, body }: KeptText, account: string) {
  const when = new Date(at).toUTCString().replace("GMT", "+0000");
  const service = from.startsWith("MG") ? from : null;
  return {
    sid,
    account_sid: account,
    messaging_service_sid: service,
    from: service === null ? from : null,
    to,
    body,
    status: service === null ? "queued" : "accepted",
    direction: "outbound-api",
    num_segments: "1",
    num_media: "0",
    date_created: when,
    date_updated: when,
    date_sent: null,
    price: null,
    price_unit: "USD",
    error_code: null,
    error_message: null,
    api_version: "2010-04-01",
    uri: `/2010-04-01/Accounts/${account}/Messages/${sid}.json`,
    subresource_uris: {},
  };
}
