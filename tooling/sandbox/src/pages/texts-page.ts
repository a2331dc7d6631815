import { html, type Markup } from "../markup.ts";
import type { KeptText } from "../text-store.ts";
import { page } from "./page.ts";
import { utcText } from "./times.ts";

/** Every text message the product would have sent, newest first. */
export function textsPage(texts: readonly KeptText[]): Markup {
  return page(
    "Texts",
    html`<main class="reading">
  <p><a href="/">Back to the inbox</a></p>
  <h1>Text messages</h1>
  ${
    texts.length === 0
      ? html`<div class="empty"><h2>No text yet</h2>
      <p>A client who agrees to text messages in the portal has one of everything that happens to their visits.</p></div>`
      : html`${texts.map(shown)}`
  }
</main>`,
  );
}

function shown({ sid, at, from, to, body }: KeptText): Markup {
  return html`<section aria-labelledby="${sid}"><h2 id="${sid}">To ${to}</h2>
    <p class="quiet">From ${from}, <time datetime="${new Date(at).toISOString()}">${utcText(at)}</time></p>
    <pre>${body}</pre></section>`;
}
