import type { ClockReading } from "../clock.ts";
import type { ReceivedEmail } from "../mail-store.ts";
import { html, type Markup } from "../markup.ts";
import { recipientsOf } from "../send-email.ts";
import { clockPanel } from "./clock-panel.ts";
import { page } from "./page.ts";
import { utcText } from "./times.ts";

/** Every email the product would have sent, newest first, with the studio's clock beside it. */
export function inboxPage(view: {
  readonly emails: readonly ReceivedEmail[];
  readonly recipients: readonly string[];
  readonly to: string;
  readonly clock: ClockReading | null;
}): Markup {
  const { emails, recipients, to, clock } = view;
  return page(
    "Local inbox",
    html`<div class="columns" data-live="inbox">
  <main>
    <h1>Local inbox</h1>
    <p><a href="/texts">Text messages</a> · <a href="/codes">Sign-in codes of the demo's people</a></p>
    <form method="get" action="/" class="filter" role="search">
      <label for="to">Recipient</label>
      <span class="pair">
        <input id="to" name="to" value="${to}" list="recipients" autocomplete="off" placeholder="anyone">
        <button>Filter</button>
        ${to === "" ? null : html`<a href="/">Show all</a>`}
      </span>
      <datalist id="recipients">${recipients.map((each) => html`<option value="${each}"></option>`)}</datalist>
    </form>
    ${emails.length === 0 ? emptyInbox(to) : html`<ol class="emails">${emails.map(row)}</ol>`}
  </main>
  <aside>${clockPanel(clock)}</aside>
</div>`,
  );
}

function row(email: ReceivedEmail): Markup {
  return html`<li><a href="/emails/${email.id}">
  <span class="subject">${email.email.subject}</span>
  <span class="to">To ${recipientsOf(email.email).join(", ")}</span>
  <time datetime="${whenIso(email)}">${whenText(email)}</time>
</a></li>`;
}

function emptyInbox(to: string): Markup {
  return to === ""
    ? html`<div class="empty"><h2>No email yet</h2>
      <p>Book an appointment on the booking site: its confirmation appears here within a few seconds.</p></div>`
    : html`<div class="empty"><h2>Nothing for this recipient</h2><p><a href="/">Show the whole inbox</a></p></div>`;
}

/** When it was sent by the studio's clock, or by the machine's where there was none. */
export function whenText(email: ReceivedEmail): string {
  return utcText(email.studioNowMs ?? Date.parse(email.receivedAt));
}

function whenIso(email: ReceivedEmail): string {
  return new Date(email.studioNowMs ?? Date.parse(email.receivedAt)).toISOString();
}
