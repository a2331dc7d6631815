import { appCode, codeStepMs } from "../app-code.ts";
import type { DemoPeople } from "../demo-people.ts";
import { html, type Markup } from "../markup.ts";
import { page } from "./page.ts";

/** What the authenticator apps of the demo's people show now, so that nobody needs a phone to try the product. */
export function codesPage(studios: DemoPeople, nowMs: number): Markup {
  const leftMs = codeStepMs - (nowMs % codeStepMs);
  return page(
    "Sign-in codes",
    html`<main class="reading" data-reload-ms="${leftMs}">
  <p><a href="/">Back to the inbox</a></p>
  <h1>Sign-in codes</h1>
  <p>This is a sandbox: it holds the authenticator apps of the demo's invented people. A real studio's people have theirs on
  their own phones, and this page does not exist there. Each code counts once and changes every 30 seconds.</p>
  ${studios.length === 0 ? html`<div class="empty"><h2>Nobody to sign in as</h2><p>The demo's people were not seeded here.</p></div>` : studios.map((studio) => studioSection(studio, nowMs))}
</main>`,
  );
}

function studioSection({ name, signIns }: DemoPeople[number], nowMs: number): Markup {
  return html`<section><h2>${name}</h2><dl class="headers codes">${signIns.map(
    ({ role, name: person, email, totpSecret }) =>
      html`<div><dt>${person}, ${role}<br><span class="quiet">${email}</span></dt><dd>${
        totpSecret === undefined
          ? html`<span class="quiet">sets up an app at sign-in</span>`
          : html`<code>${appCode(totpSecret, "current", nowMs)}</code>`
      }</dd></div>`,
  )}</dl></section>`;
}
