"use client";

import { useEffect } from "react";

/**
 * Keeps the place of whoever works by keyboard. What has the focus may go away, as a row does with the button that removes it: a browser
 * then begins at the top of the page, and a screen reader says nothing. What stands beside it takes the focus instead (WCAG 2.4.3).
 */
export function FocusKeeper() {
  useEffect(keepFocus, []);
  return null;
}

/** So long something else may still move the focus, as a dialog does that gives it back. */
const settledMs = 100;
const dialogs = '[role="dialog"], [role="alertdialog"]';
/** None of these stands in: a second press of Enter does nothing that nobody asked for. */
const controls = "a, button, input, select, textarea, summary";
/** Nor do these, which are not seen or not heard. */
const unnoticed = '[aria-hidden="true"], [inert], [hidden], .sr-only, script, style, template';

function keepFocus() {
  // By dialog, or the page behind them, the one used last at the end: what had the focus there, or what stands in for it.
  const places = new Map<Element, HTMLElement>();
  let path = location.pathname;
  let settling: ReturnType<typeof setTimeout> | undefined;

  const remember = ({ target }: { readonly target: EventTarget | null }) => {
    if (!(target instanceof HTMLElement) || target === document.body) return;
    const scope = scopeOf(target);
    if (scope === target && places.has(scope)) return; // a dialog that catches it as well: its place is known better here
    places.delete(scope);
    places.set(scope, target);
    path = location.pathname;
  };
  // Who leaves a place on purpose, with a click beside it, is not led back to it by what goes away much later.
  const forget = ({ target, relatedTarget }: FocusEvent) => {
    if (relatedTarget !== null || !(target instanceof HTMLElement)) return;
    setTimeout(() => {
      const isLeft = document.hasFocus() && document.activeElement === document.body && canHaveFocus(target);
      if (!isLeft) return;
      for (const [scope, place] of places) if (place === target) places.delete(scope);
    });
  };
  const observer = new MutationObserver((changes) => {
    const before = [...places.values()].at(-1);
    for (const change of changes) for (const gone of change.removedNodes) replace(places, gone, change);
    const now = [...places.values()].at(-1);
    if (now === before || now === undefined) return; // nothing that counts went away
    clearTimeout(settling);
    settling = setTimeout(() => {
      const holder = document.activeElement;
      if (holder !== null && holder !== document.body && holder !== scopeOf(now)) return;
      if (location.pathname === path) putFocus(now);
      else document.querySelector("main")?.focus({ preventScroll: true }); // another page is read from its beginning
    }, settledMs);
  });
  remember({ target: document.activeElement }); // whoever was quicker than the script
  document.addEventListener("focusin", remember);
  document.addEventListener("focusout", forget);
  observer.observe(document.body, { childList: true, subtree: true });
  return () => {
    clearTimeout(settling);
    observer.disconnect();
    document.removeEventListener("focusin", remember);
    document.removeEventListener("focusout", forget);
  };
}

function scopeOf(element: Element): Element {
  return element.closest(dialogs) ?? document.body;
}

/** Whether it still could have the focus: what was taken out, disabled or hidden with the focus in it was not left by anybody. */
function canHaveFocus(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(":disabled") && element.checkVisibility();
}

/** Where something is taken out of the page, each place in it becomes that beside it; a dialog's goes with the dialog. */
function replace(
  places: Map<Element, HTMLElement>,
  gone: Node,
  { nextSibling, previousSibling, target }: MutationRecord,
) {
  if (gone.isConnected) return; // it was moved
  for (const [scope, place] of places) {
    if (!gone.contains(place)) continue;
    const beside = [nextSibling, previousSibling].find(standsIn) ?? target;
    if (beside instanceof HTMLElement && !beside.matches(controls) && !gone.contains(scope))
      places.set(scope, beside);
    else places.delete(scope);
  }
}

function standsIn(node: Node | null): boolean {
  return (
    node instanceof HTMLElement &&
    !node.matches(`${controls}, ${unnoticed}`) &&
    node.textContent.trim() !== ""
  );
}

/** What is no control takes the focus only as long as it has it; what is not shown leaves it to what holds it. */
function putFocus(place: HTMLElement) {
  for (
    let next: HTMLElement | null = place;
    next !== null && next !== document.body;
    next = next.parentElement
  ) {
    const holder = next;
    if (holder.closest('[aria-hidden="true"], [inert]') !== null) continue;
    const isLent = holder.tabIndex < 0 && !holder.hasAttribute("tabindex");
    if (isLent) holder.tabIndex = -1;
    holder.focus({ preventScroll: true }); // it stands where what went away stood
    const takesIt = document.activeElement === holder;
    if (isLent && takesIt) lendUntilLeft(holder);
    else if (isLent) holder.removeAttribute("tabindex");
    if (takesIt) return;
  }
}

function lendUntilLeft(holder: HTMLElement) {
  const left = () => {
    if (document.activeElement === holder) return; // the window was left, and whoever comes back finds their place
    holder.removeAttribute("tabindex");
    holder.removeEventListener("blur", left);
  };
  holder.addEventListener("blur", left);
}
