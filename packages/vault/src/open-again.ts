import { type FieldRef, openField } from "./seal-field.ts";
import type { TenantKeys } from "./tenant-keys.ts";

type Opened = { readonly sealed: string; readonly text: string };

/** Texts remembered of one set of keys at most; past that all of them are forgotten, and the next list opens anew what it shows. */
export const mostRemembered = 4_000;

// Held by the keys alone: what replaces or forgets them forgets this, without anybody having to think of it.
const openedWith = new WeakMap<TenantKeys, Map<string, Opened>>();

/**
 * `openField` for the short texts that every list shows over and over. What was opened is remembered with the keys that opened it, and
 * no longer: the vault replaces them a minute later, and forgets them after an hour. The sealed value of the same place has to be the
 * very same, so whatever was altered or moved is opened, and refused, as ever.
 */
export function openAgain(keys: TenantKeys, sealed: string, ref: FieldRef): string {
  const place = `${ref.rowId} ${ref.column} ${ref.table}`;
  const remembered = openedWith.get(keys);
  const before = remembered?.get(place);
  if (before?.sealed === sealed) return before.text;

  const text = openField(keys, sealed, ref);
  if (remembered === undefined) openedWith.set(keys, new Map([[place, { sealed, text }]]));
  else {
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(place, { sealed, text });
  }
  return text;
}
