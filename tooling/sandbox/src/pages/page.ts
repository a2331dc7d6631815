import { html, type Markup } from "../markup.ts";

/** The frame of every page: what this is, said first. Titles name no one. */
export function page(title: string, content: Markup): Markup {
  return html`<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title} · Quietroom sandbox</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/style.css">
    <script src="/live.js" defer></script>
  </head>
  <body>
    <header class="banner"><p><strong>Sandbox.</strong> Nothing here leaves this machine: no message on this page was sent to anyone.</p></header>
    ${content}
  </body>
</html>`;
}

/** A page for what could not be done, with a way on. */
export function noticePage(title: string, sentence: string): Markup {
  return page(
    title,
    html`<main class="narrow"><h1>${title}</h1><p>${sentence}</p><p><a href="/">Back to the inbox</a></p></main>`,
  );
}
