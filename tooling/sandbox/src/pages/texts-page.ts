import { html, type Markup } from "../markup.ts";
import type { TextReplies } from "../text-replies.ts";
import type { KeptText } from "../text-store.ts";
import { page } from "./page.ts";
import { utcText } from "./times.ts";

/** Every text message the product would have sent, newest first, with what was typed in answer. */
export function textsPage(texts: readonly KeptText[], replies: TextReplies): Markup {
  return page(
    "Texts",
    html`<main class="reading">
  <p><a href="/">Back to the inbox</a></p>
  <h1>Text messages</h1>
  ${
    texts.length === 0
      ? html`<div class="empty"><h2>No text yet</h2>
      <p>A client who agrees to text messages in the portal has one of everything that happens to their visits.</p></div>`
      : html`${texts.map((text) => shown(text, replies))}`
  }
</main>`,
  );
}

function shown({ sid, at, from, to, body }: KeptText, { connected, typedTo }: TextReplies): Markup {
  return html`<section aria-labelledby="${sid}"><h2 id="${sid}">To ${to}</h2>
    <p class="quiet">From ${from}, <time datetime="${new Date(at).toISOString()}">${utcText(at)}</time></p>
    <pre>${body}</pre>
    ${typedTo(sid).map(
      (typed) =>
        html`<p>Typed: ${typed.body}. ${typed.status === null ? "Nobody took it." : `Taken with ${typed.status}.`} ${typed.answer === null ? "No answer." : `Answered: ${typed.answer}`}</p>`,
    )}
    ${
      connected
        ? html`<form method="post" action="/texts/replies"><input type="hidden" name="sid" value="${sid}">
      <label for="reply-${sid}">Reply to it</label>
      <span class="pair"><input id="reply-${sid}" name="body" required maxlength="320" autocomplete="off"><button>Reply</button></span></form>`
        : null
    }
  </section>`;
}
