"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { cn } from "../cn.ts";
import { THEME_COOKIE, type ThemeChoice } from "../theme.ts";

/** Device, light or dark. The choice lives in a cookie that the server reads (`parseTheme`), so no page flashes. */
export function ThemeToggle({
  initial,
  className,
}: {
  readonly initial: ThemeChoice;
  readonly className?: string;
}) {
  const [choice, setChoice] = useState(initial);
  const choose = (next: ThemeChoice) => {
    setChoice(next);
    applyTheme(next);
  };
  return (
    <fieldset
      data-slot="theme-toggle"
      data-print="hide"
      className={cn("inline-flex w-fit rounded-md border border-line bg-sunken p-0.5", className)}
    >
      <legend className="sr-only">Colour theme</legend>
      {OPTIONS.map(({ value, label, icon: Icon }) => (
        <label
          key={value}
          data-slot="theme-option"
          title={label}
          className="relative grid size-7 place-content-center rounded-sm text-muted hover:text-ink has-checked:bg-raised has-checked:text-accent has-checked:shadow-xs has-focus-visible:outline-2 has-focus-visible:outline-accent pointer-coarse:size-10"
        >
          <input
            type="radio"
            name="theme"
            value={value}
            checked={choice === value}
            onChange={() => choose(value)}
            className="absolute inset-0 size-full cursor-pointer opacity-0"
          />
          <Icon aria-hidden="true" className="size-4" />
          <span className="sr-only">{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

const OPTIONS = [
  { value: "system", label: "Same as device", icon: Monitor },
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
] as const;

const YEAR_SECONDS = 31_536_000;

function applyTheme(choice: ThemeChoice): void {
  const root = document.documentElement;
  if (choice === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = choice;
  const age = choice === "system" ? 0 : YEAR_SECONDS;
  document.cookie = `${THEME_COOKIE}=${choice}; path=/; max-age=${age}; samesite=lax`;
}
