import { type DeliveryEvents, fates } from "../delivery-events.ts";
import type { ReceivedEmail } from "../mail-store.ts";
import { html, type Markup } from "../markup.ts";
import { listed } from "../send-email.ts";
import { whenText } from "./inbox-page.ts";
import { page } from "./page.ts";
import { utcText } from "./times.ts";

/** One email: as it looks, as text, what is attached, and what was asked of the vendor. */
export function emailPage(received: ReceivedEmail, deliveries: Deliveries): Markup {
  const { id, email } = received;
  return page(
    "Email",
    html`<main class="reading">
  <p><a href="/">Back to the inbox</a></p>
  <h1>${email.subject}</h1>
  <dl class="headers">
    ${field("From", email.from)}
    ${field("To", listed(email.to).join(", "))}
    ${field("Cc", listed(email.cc).join(", "))}
    ${field("Bcc", listed(email.bcc).join(", "))}
    ${field("Reply to", listed(email.reply_to).join(", "))}
    ${field("Studio time", whenText(received))}
  </dl>
  ${fateForm(received, deliveries)}
  ${attachments(received)}
  ${
    email.html === undefined
      ? null
      : html`<section aria-labelledby="look"><h2 id="look">As it looks</h2>
    <iframe class="look" src="/emails/${id}/body" title="The email" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe></section>`
  }
  ${
    email.text === undefined
      ? null
      : html`<section aria-labelledby="text"><h2 id="text">As plain text</h2><pre>${linked(email.text)}</pre></section>`
  }
  <details><summary>What the vendor was asked</summary>
    <dl class="headers">
      ${field("Request", `${received.request.method} ${received.request.path}`)}
      ${field("Id", id)}
      ${field("Idempotency key", received.idempotencyKey ?? "none")}
      ${field("Machine time", utcText(Date.parse(received.receivedAt)))}
      ${Object.entries(received.request.headers).map(([name, value]) => html`${field(name, value)}`)}
    </dl>
  </details>
</main>`,
  );
}

/** The email's own HTML, for the frame: links open in a new tab, and nothing else in it can act. */
export function emailBody(emailHtml: string): Markup {
  return { markup: `<base target="_blank">${emailHtml.replace(/^\s*<!doctype[^>]*>/i, "")}` };
}

type Deliveries = {
  readonly connected: boolean;
  readonly told: ReturnType<DeliveryEvents["toldOf"]>;
};

/** What became of it, as the vendor would tell: one button each. */
function fateForm({ id }: ReceivedEmail, { connected, told }: Deliveries): Markup {
  return html`<section aria-labelledby="fate"><h2 id="fate">What becomes of it</h2>
    ${
      connected
        ? html`<form method="post" action="/deliveries" class="jumps"><input type="hidden" name="emailId" value="${id}">
      ${Object.keys(fates).map((fate) => html`<button name="fate" value="${fate}">${fate}</button>`)}</form>`
        : html`<p class="quiet">No product is connected that could be told.</p>`
    }
    ${told.map(({ fate, status }) => html`<p>Told: ${fate}. ${status === null ? "Nobody answered." : `Answered with ${status}.`}</p>`)}
  </section>`;
}

function attachments({ id, email }: ReceivedEmail): Markup | null {
  const files = email.attachments ?? [];
  if (files.length === 0) return null;
  return html`<section aria-labelledby="files"><h2 id="files">Attached</h2>
    ${files.map(
      (file, index) => html`<details class="file"><summary>${file.filename ?? "unnamed"}</summary>
      <p><a href="/emails/${id}/attachments/${index}">Download</a> <span class="quiet">${file.content_type ?? "type not given"}</span></p>
      ${file.content === undefined ? null : html`<pre>${Buffer.from(file.content, "base64").toString("utf8")}</pre>`}
    </details>`,
    )}</section>`;
}

function field(name: string, value: string): Markup | null {
  return value === "" ? null : html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

/** The text with its web addresses made into links. */
function linked(text: string): Markup {
  const parts = text.split(/(https?:\/\/[^\s<>"]+)/);
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<a href="${part}" target="_blank" rel="noreferrer">${part}</a>` : html`${part}`))}`;
}
