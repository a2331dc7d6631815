/** The sandbox's one style sheet: the product's own colours, so that it looks like part of the house. */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --surface: light-dark(#f7f6f1, #141815);
  --raised: light-dark(#fdfdfa, #1c211d);
  --sunken: light-dark(#eeece4, #0e120e);
  --ink: light-dark(#1d251f, #eae8e1);
  --muted: light-dark(#535a52, #abaca2);
  --line: light-dark(#dbd9d0, #303631);
  --accent: light-dark(#2a5a4c, #8bc2ac);
  --accent-ink: light-dark(#fbfaf6, #0d1914);
  --notice: light-dark(#f3e6d2, #3a2b14);
  --notice-ink: light-dark(#5c4110, #ecd3a8);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--surface);
  color: var(--ink);
  font: 1rem/1.55 "Figtree Variable", Figtree, ui-sans-serif, system-ui, sans-serif;
  overflow-wrap: anywhere;
}
h1, h2 { line-height: 1.2; text-wrap: balance; }
h1 { margin: 0 0 1.25rem; font: 500 clamp(1.75rem, 5vw, 2.375rem)/1.15 "Newsreader Variable", Newsreader, ui-serif, Georgia, serif; letter-spacing: -0.012em; }
h2 { margin: 0 0 0.5rem; font-size: 1.0625rem; font-weight: 600; }
p { margin: 0 0 0.75rem; }
a { color: var(--accent); text-underline-offset: 0.2em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.quiet { color: var(--muted); font-size: 0.875rem; }
.banner p { margin: 0; }
.banner { padding: 0.75rem clamp(1rem, 4vw, 2.5rem); background: var(--notice); color: var(--notice-ink); font-size: 0.9375rem; }
.columns { display: grid; gap: 2rem; max-width: 72rem; margin: 0 auto; padding: 2rem clamp(1rem, 4vw, 2.5rem) 4rem; }
.narrow, .reading { max-width: 46rem; margin: 0 auto; padding: 2rem clamp(1rem, 4vw, 2.5rem) 4rem; }
@media (min-width: 60rem) { .columns { grid-template-columns: minmax(0, 1fr) 20rem; align-items: start; } aside { position: sticky; top: 1.5rem; } }
@media (max-width: 59.99rem) { aside { order: -1; } }
.clock { padding: 1.25rem; border: 1px solid var(--line); border-radius: 0.75rem; background: var(--raised); }
.clock > :last-child { margin-bottom: 0; }
.now { margin: 0; font-size: 1.375rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.now span { display: block; font-size: 0.9375rem; font-weight: 400; }
.jumps, .pair { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
.jumps { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); margin-bottom: 1rem; }
.jumps button { padding: 0 0.25rem; white-space: nowrap; }
.custom select, .custom button { flex: 1 1 5.5rem; }
.custom { margin-bottom: 1rem; }
label { display: block; margin-bottom: 0.25rem; font-size: 0.875rem; color: var(--muted); }
input, select, button { min-height: 2.75rem; padding: 0 0.75rem; border: 1px solid light-dark(#808176, #70776f); border-radius: 0.5rem; background: var(--raised); color: inherit; font: inherit; }
input[type="number"] { width: 4.5rem; }
.filter { margin-bottom: 1.5rem; }
.filter input { flex: 1 1 12rem; min-width: 0; max-width: 24rem; }
button { border-color: transparent; background: var(--accent); color: var(--accent-ink); font-weight: 600; cursor: pointer; }
button:hover { filter: brightness(1.08); }
.emails { margin: 0; padding: 0; list-style: none; border: 1px solid var(--line); border-radius: 0.75rem; background: var(--raised); overflow: hidden; }
.emails li + li { border-top: 1px solid var(--line); }
.emails a { display: grid; gap: 0.125rem; padding: 0.875rem 1.125rem; color: inherit; text-decoration: none; }
.emails a:hover { background: var(--sunken); }
.emails a:focus-visible { outline-offset: -2px; }
.emails .subject { font-weight: 600; }
.emails .to, .emails time { color: var(--muted); font-size: 0.875rem; font-variant-numeric: tabular-nums; }
@media (min-width: 44rem) {
  .emails a { grid-template-columns: minmax(0, 1fr) auto; }
  .emails .to { grid-row: 2; }
  .emails time { grid-column: 2; grid-row: 1; align-self: center; }
}
.empty { padding: 2.5rem 1.25rem; border: 1px dashed var(--line); border-radius: 0.75rem; text-align: center; color: var(--muted); }
.empty h2 { color: var(--ink); }
.headers { display: grid; gap: 0.375rem; margin: 0 0 1.5rem; font-size: 0.9375rem; }
.headers div { display: grid; grid-template-columns: minmax(5rem, 9rem) minmax(0, 1fr); gap: 0.75rem; }
dt { color: var(--muted); }
dd { margin: 0; }
.codes code { font: 600 1.375rem/1.3 ui-monospace, SFMono-Regular, Menlo, monospace; letter-spacing: 0.08em; }
.headers.codes div { grid-template-columns: minmax(0, 1fr) auto; align-items: center; }
section { margin-bottom: 1.75rem; }
.look { display: block; width: 100%; height: min(52rem, 85vh); border: 1px solid var(--line); border-radius: 0.75rem; background: #fff; }
pre { margin: 0; padding: 1rem 1.25rem; border-radius: 0.75rem; background: var(--sunken); font: 0.875rem/1.6 ui-monospace, SFMono-Regular, Menlo, monospace; white-space: pre-wrap; }
summary { min-height: 2.75rem; display: flex; align-items: center; gap: 0.5rem; cursor: pointer; font-weight: 600; }
summary::before { content: "+"; width: 1ch; color: var(--muted); }
details[open] > summary::before { content: "–"; }
@media (max-width: 30rem) { .headers div { grid-template-columns: 1fr; gap: 0; } }
`;

/** Reloads the inbox when something new arrived, unless a field is being typed in, and the codes when they change. The page works without it. */
export const liveScript = `
const inbox = document.querySelector("[data-live=inbox]");
if (inbox) {
  const state = async () => (await fetch("/api/state")).text();
  let seen = null;
  setInterval(async () => {
    if (document.hidden || document.activeElement?.matches("input, select")) return;
    try {
      const now = await state();
      if (seen !== null && now !== seen) location.reload();
      seen = now;
    } catch {}
  }, 2000);
}
const codes = document.querySelector("[data-reload-ms]");
if (codes) setTimeout(() => location.reload(), Number(codes.dataset.reloadMs) + 50);
`;
