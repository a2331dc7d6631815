import { cn } from "../cn.ts";
import { initialsOf } from "../initials.ts";

/** A photo, or initials on a quiet colour. Decorative: the name stands beside it in text. */
export function Avatar({
  name,
  seed = name,
  size = "md",
  photo = null,
  className,
}: {
  readonly name: string;
  /** What decides the colour; pass the id where it must survive a change of name. */
  readonly seed?: string;
  readonly size?: "sm" | "md" | "lg";
  /** Where its photo is; null where there is none. */
  readonly photo?: string | null;
  readonly className?: string;
}) {
  if (photo !== null)
    return (
      <img
        src={photo}
        alt=""
        loading="lazy"
        data-slot="avatar"
        className={cn("shrink-0 rounded-full object-cover", SIZES[size], className)}
      />
    );
  return (
    <span
      aria-hidden="true"
      data-slot="avatar"
      className={cn(
        "grid shrink-0 select-none place-content-center rounded-full font-semibold",
        SIZES[size],
        hueOf(seed).look,
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  );
}

export type Hue = { readonly look: string; readonly edge: string };

/** One of six muted colours, the same for the same seed everywhere: a practitioner keeps theirs on every page. */
export function hueOf(seed: string): Hue {
  let sum = 0;
  for (const char of seed) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 65_521;
  return HUES[sum % HUES.length] ?? HUES[0];
}

const SIZES = { sm: "size-6 text-[0.625rem]", md: "size-9 text-xs", lg: "size-14 text-base" };

const HUES: readonly [Hue, ...Hue[]] = [
  { look: "bg-hue-1-soft text-hue-1", edge: "border-hue-1" },
  { look: "bg-hue-2-soft text-hue-2", edge: "border-hue-2" },
  { look: "bg-hue-3-soft text-hue-3", edge: "border-hue-3" },
  { look: "bg-hue-4-soft text-hue-4", edge: "border-hue-4" },
  { look: "bg-hue-5-soft text-hue-5", edge: "border-hue-5" },
  { look: "bg-hue-6-soft text-hue-6", edge: "border-hue-6" },
];
