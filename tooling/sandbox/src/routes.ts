import { z } from "zod";
import { type DemoPeople } from "./demo-people.ts";
import { type DeliveryEvents, fateOrder } from "./delivery-events.ts";
import { type Faults, faultOrder } from "./faults.ts";
import { type Incoming, isSameOrigin } from "./incoming.ts";
import type { MailStore, ReceivedEmail } from "./mail-store.ts";
import { codesPage } from "./pages/codes-page.ts";
import { emailBody, emailPage } from "./pages/email-page.ts";
import { inboxPage } from "./pages/inbox-page.ts";
import { noticePage } from "./pages/page.ts";
import { textsPage } from "./pages/texts-page.ts";
import { liveScript, styleSheet } from "./pages/style.ts";
import { answer, jsonReply, pageReply, type Reply, seeOther } from "./reply.ts";
import { createResendApi, vendorError } from "./resend-api.ts";
import { listed, recipientsOf } from "./send-email.ts";
import type { StudioClock } from "./studio-clock.ts";
import { replyOrder, type TextReplies } from "./text-replies.ts";
import type { KeptText, TextStore } from "./text-store.ts";
import { createTwilioApi, messagesPath } from "./twilio-api.ts";

const maxJumpMs = 366 * 24 * 3_600_000;
const jumpMs = z.number().int().positive().max(maxJumpMs);
const wholeNumber = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number);
const unitMs = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
const clockForm = z.union([
  z
    .strictObject({ ms: wholeNumber })
    .transform(({ ms }) => ms)
    .pipe(jumpMs),
  z
    .strictObject({ amount: wholeNumber, unit: z.enum(["minutes", "hours", "days"]) })
    .transform(({ amount, unit }) => amount * unitMs[unit])
    .pipe(jumpMs),
]);
const clockOrder = z.strictObject({ advanceMs: jumpMs });

/** Everything the sandbox answers: the vendor's API, the pages for eyes, and a JSON view of them for tests. */
export function createRoutes(context: {
  readonly store: MailStore;
  readonly texts: TextStore;
  readonly replies: TextReplies;
  readonly faults: Faults;
  /** Of texts alone. */
  readonly textFaults: Faults;
  readonly clock: StudioClock;
  readonly deliveries: DeliveryEvents;
  readonly demoPeople: () => DemoPeople;
}): (incoming: Incoming) => Promise<Reply> {
  const { store, texts, replies, faults, textFaults, clock, deliveries, demoPeople } = context;
  const resend = createResendApi({
    store,
    faults,
    studioNowMs: async () => (await clock.read())?.nowMs ?? null,
  });

  const twilio = createTwilioApi({
    store: texts,
    faults: textFaults,
    nowMs: async () => (await clock.read())?.nowMs ?? Date.now(),
  });

  return async (incoming) => {
    const { method, path } = incoming;
    if (method === "POST") {
      if (!isSameOrigin(incoming))
        return pageReply(noticePage("Not from here", "This was sent by another site's page."), 403);
      if (path === "/emails") return resend.send(incoming);
      if (messagesPath.test(path)) return twilio.create(incoming);
      if (path === "/texts/replies") return replyByForm(incoming);
      if (path === "/clock") return advanceByForm(incoming);
      if (path === "/api/clock") return advanceByJson(incoming);
      if (path === "/api/faults") return orderFaults(incoming, faults);
      if (path === "/api/text-faults") return orderFaults(incoming, textFaults);
      if (path === "/deliveries") return tellByForm(incoming);
      if (path === "/api/deliveries") return tellByJson(incoming);
      return vendorError(404, "not_found", "The sandbox has no such endpoint.");
    }
    if (method !== "GET" && method !== "HEAD") {
      return vendorError(405, "method_not_allowed", "The sandbox has no such endpoint.");
    }
    if (messagesPath.test(path)) return twilio.list(incoming);
    switch (path) {
      case "/":
        return pageReply(await inbox(incoming));
      case "/texts":
        return pageReply(textsPage(texts.all(), replies));
      case "/api/texts":
        return jsonReply({ texts: textsTo(incoming.query.get("to") ?? "") });
      case "/codes":
        return pageReply(codesPage(demoPeople(), Date.now()));
      case "/style.css":
        return answer(200, "text/css; charset=utf-8", styleSheet);
      case "/live.js":
        return answer(200, "text/javascript; charset=utf-8", liveScript);
      case "/api/health":
        return jsonReply({ status: "ok" });
      case "/api/state":
        return jsonReply({ emails: store.all().length, shiftMs: (await clock.read())?.shiftMs ?? null });
      case "/api/clock":
        return jsonReply(await clock.read());
      case "/api/inbox":
        return jsonReply({ messages: sentTo(incoming.query.get("to") ?? "").map(asMessage) });
      case "/api/requests":
        return jsonReply({ requests: store.all().map(({ request }) => request) });
      default:
        return emailView(incoming);
    }
  };

  function sentTo(to: string): readonly ReceivedEmail[] {
    const wanted = to.trim().toLowerCase();
    return store.all().filter(({ email }) => wanted === "" || recipientsOf(email).includes(wanted));
  }

  function textsTo(to: string): readonly KeptText[] {
    return texts.all().filter((text) => to === "" || text.to === to);
  }

  async function inbox({ query }: Incoming) {
    const to = (query.get("to") ?? "").trim();
    const recipients = [...new Set(store.all().flatMap(({ email }) => recipientsOf(email)))].toSorted();
    return inboxPage({ emails: sentTo(to), recipients, to, clock: await clock.read() });
  }

  function emailView(incoming: Incoming): Reply {
    const [, id = "", part] =
      /^\/emails\/([0-9a-f-]{36})(?:\/(body|attachments\/\d{1,3}))?$/.exec(incoming.path) ?? [];
    if (id !== "" && part === undefined && incoming.headers["authorization"] !== undefined) {
      return resend.retrieve(incoming, id);
    }
    const found = store.byId(id);
    if (found === undefined) {
      return pageReply(
        noticePage("Nothing here", "The inbox has no such page. It may have been started over."),
        404,
      );
    }
    if (part === undefined)
      return pageReply(
        emailPage(found, { connected: deliveries.connected, told: deliveries.toldOf(found.id) }),
      );
    if (part === "body") return framedBody(found);
    return attachment(found, Number(part.slice("attachments/".length)));
  }

  async function advanceByForm(incoming: Incoming): Promise<Reply> {
    const jump = clockForm.safeParse(Object.fromEntries(new URLSearchParams(incoming.body)));
    if (!jump.success) {
      return pageReply(
        noticePage("Not moved", "The clock moves ahead by whole minutes, hours or days, a year at most."),
        422,
      );
    }
    const reading = await clock.advance(jump.data);
    return reading === null
      ? pageReply(
          noticePage("Not moved", "The studio's database does not answer, or its clock cannot be moved."),
          503,
        )
      : seeOther("/");
  }

  async function advanceByJson(incoming: Incoming): Promise<Reply> {
    const jump = parseJson(clockOrder, incoming.body);
    if (!jump.success) return jsonReply({ error: "expected {advanceMs}, whole and positive" }, 422);
    const reading = await clock.advance(jump.data.advanceMs);
    return reading === null
      ? jsonReply({ error: "the studio's clock cannot be moved" }, 503)
      : jsonReply(reading);
  }

  async function replyByForm(incoming: Incoming): Promise<Reply> {
    const order = replyOrder.safeParse(Object.fromEntries(new URLSearchParams(incoming.body)));
    const text = order.success ? texts.all().find(({ sid }) => sid === order.data.sid) : undefined;
    if (!order.success || text === undefined)
      return pageReply(noticePage("Nothing here", "There is no such text, or nothing was typed."), 422);
    await replies.tell(text, order.data.body);
    return seeOther("/texts");
  }

  async function tellByForm(incoming: Incoming): Promise<Reply> {
    const order = fateOrder.safeParse(Object.fromEntries(new URLSearchParams(incoming.body)));
    const email = order.success ? store.byId(order.data.emailId) : undefined;
    if (!order.success || email === undefined)
      return pageReply(
        noticePage("Nothing here", "The inbox has no such email, or no such thing happens to it."),
        422,
      );
    await deliveries.tell(email, order.data.fate);
    return seeOther(`/emails/${email.id}`);
  }

  async function tellByJson(incoming: Incoming): Promise<Reply> {
    const order = parseJson(fateOrder, incoming.body);
    const email = order.success ? store.byId(order.data.emailId) : undefined;
    if (!order.success || email === undefined) return jsonReply({ error: "expected {emailId, fate}" }, 422);
    return jsonReply({ answered: await deliveries.tell(email, order.data.fate) });
  }

  function orderFaults(incoming: Incoming, of: Faults): Reply {
    const order = parseJson(faultOrder, incoming.body);
    if (!order.success) return jsonReply({ error: "expected {next, kind}" }, 422);
    of.order(order.data);
    return jsonReply({ ordered: order.data });
  }
}

function framedBody({ email }: ReceivedEmail): Reply {
  return answer(200, "text/html; charset=utf-8", `<!doctype html>${emailBody(email.html ?? "").markup}`, {
    "content-security-policy":
      "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
  });
}

function attachment({ email }: ReceivedEmail, index: number): Reply {
  const file = email.attachments?.[index];
  if (file?.content === undefined)
    return pageReply(noticePage("Nothing here", "There is no such attachment."), 404);
  const name = (file.filename ?? "attachment").replace(/[^\w.-]/g, "_");
  return answer(200, "application/octet-stream", Buffer.from(file.content, "base64"), {
    "content-disposition": `attachment; filename="${name}"`,
  });
}

/** An email as tests like to read it. */
function asMessage({ id, email, receivedAt, studioNowMs, idempotencyKey }: ReceivedEmail) {
  return {
    id,
    from: email.from,
    to: listed(email.to),
    replyTo: listed(email.reply_to),
    subject: email.subject,
    html: email.html ?? "",
    text: email.text ?? "",
    attachments: (email.attachments ?? []).map(({ filename, content_type, content }) => ({
      filename: filename ?? null,
      contentType: content_type ?? null,
      content: content === undefined ? null : Buffer.from(content, "base64").toString("utf8"),
    })),
    idempotencyKey,
    headers: email.headers ?? {},
    receivedAt,
    studioNowMs,
  };
}

function parseJson<T>(schema: z.ZodType<T>, text: string): z.ZodSafeParseResult<T> {
  try {
    return schema.safeParse(JSON.parse(text));
  } catch {
    return schema.safeParse(undefined);
  }
}
