/** What a browser says it is, in words people know; what it does not say is "Unknown". */
export type Device = {
  readonly browser: string;
  readonly system: string;
  readonly kind: "computer" | "phone" | "tablet";
};

/**
 * Reads a user agent (AUTH-32). Browsers name their ancestors too, so the order decides; nothing is granted on the strength of it.
 */
export function deviceOf(userAgent: string): Device {
  const first = (table: readonly (readonly [RegExp, string])[]) =>
    table.find(([pattern]) => pattern.test(userAgent))?.[1] ?? "Unknown";
  return { browser: first(browsers), system: first(systems), kind: kindOf(userAgent) };
}

const browsers = [
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\//, "Opera"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|CriOS\/|Chromium\//, "Chrome"],
  [/Safari\//, "Safari"],
] as const;

const systems = [
  [/iPhone|iPad|iPod/, "iOS"],
  [/Android/, "Android"],
  [/CrOS/, "ChromeOS"],
  [/Windows/, "Windows"],
  [/Macintosh|Mac OS X/, "macOS"],
  [/Linux|X11/, "Linux"],
] as const;

function kindOf(userAgent: string): Device["kind"] {
  if (/iPad|Tablet/.test(userAgent) || (/Android/.test(userAgent) && !/Mobile/.test(userAgent)))
    return "tablet";
  return /iPhone|iPod|Android|Mobile/.test(userAgent) ? "phone" : "computer";
}
