import type { RefusedRequest } from "./limit-requests.ts";

const words = {
  429: {
    title: "Too many requests",
    why: "More requests came from your connection than we answer in one minute. Nothing was booked or changed by this one.",
  },
  503: {
    title: "Nothing can be changed just now",
    why: "We cannot check requests as we must at the moment, so none that would change something is taken. Nothing was booked or changed by this one; looking at pages still works.",
  },
} as const;

/**
 * The whole page for a visitor whose request is refused before it reaches anything: it must cost next to nothing, so it asks nobody
 * and needs no other file. `nonce` is of the answer's own policy.
 */
export function refusedRequestPage({ status, retryAfterSec }: RefusedRequest, nonce: string): string {
  const { title, why } = words[status];
  const wait = retryAfterSec === 1 ? "1 second" : `${retryAfterSec} seconds`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>One moment, please</title>
<style nonce="${nonce}">
body { margin: 0; min-height: 100dvh; display: grid; place-content: center; padding: 1.5rem; font: 1rem/1.6 system-ui, sans-serif; color: light-dark(#23302c, #e6ece8); background: light-dark(#faf9f5, #161c1a); }
main { max-width: 34rem; padding: 2rem; border: 1px solid light-dark(#dcded6, #34403b); border-radius: 1rem; background: light-dark(#ffffff, #1d2522); }
h1 { margin: 0 0 0.75rem; font: 500 1.6rem/1.25 Georgia, serif; }
p { margin: 0 0 1rem; }
a { display: inline-block; min-height: 2.75rem; line-height: 2.75rem; padding: 0 1.25rem; border-radius: 0.6rem; color: light-dark(#ffffff, #12201b); background: light-dark(#2f6b5b, #8fcbb8); text-decoration: none; font-weight: 600; }
a:focus-visible { outline: 3px solid currentcolor; outline-offset: 3px; }
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${why}</p>
<p>Please try again in <strong>${wait}</strong>.</p>
<a href="">Try again</a>
</main>
</body>
</html>
`;
}
