import type { CSSProperties } from "react";
import { type BrandPalette, darkPaper, ground } from "./brand-palette.ts";

const sans = "Figtree, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";
const serif = "Newsreader, Georgia, 'Times New Roman', serif";
const ink = "#1d251f";
const muted = "#535a52";

/** Inline styles, because many mail clients read no others. Sizes in px for the same reason. */
export const letterStyles = {
  ground: { backgroundColor: ground, margin: 0, padding: "24px 12px", fontFamily: sans, color: ink },
  column: { maxWidth: "560px", margin: "0 auto" },
  studio: { margin: "0 4px 12px", fontSize: "15px", lineHeight: "22px", fontWeight: 600 },
  paper: { backgroundColor: "#fdfdfa", borderRadius: "12px", padding: "28px 24px 24px" },
  title: {
    margin: "0 0 16px",
    fontFamily: serif,
    fontSize: "28px",
    lineHeight: "34px",
    fontWeight: 500,
    letterSpacing: "-0.01em",
    color: ink,
  },
  paragraph: { margin: "0 0 10px", fontSize: "16px", lineHeight: "25px", color: ink },
  card: { backgroundColor: "#f4f2ea", borderRadius: "10px", padding: "18px 20px", margin: "18px 0 8px" },
  standing: { margin: "0 0 6px", fontSize: "14px", lineHeight: "21px", fontWeight: 600, color: ink },
  day: { margin: 0, fontFamily: serif, fontSize: "20px", lineHeight: "27px", fontWeight: 500, color: ink },
  hours: { margin: "2px 0 0", fontSize: "17px", lineHeight: "25px", fontWeight: 600, color: ink },
  zone: { margin: 0, fontSize: "14px", lineHeight: "21px", color: muted },
  label: { margin: "14px 0 0", fontSize: "13px", lineHeight: "19px", color: muted },
  value: { margin: 0, fontSize: "16px", lineHeight: "24px", color: ink },
  action: { margin: "16px 0 0" },
  button: {
    borderRadius: "8px",
    padding: "14px 22px",
    fontSize: "16px",
    fontWeight: 600,
    textAlign: "center",
  },
  link: { fontSize: "16px", lineHeight: "24px", fontWeight: 600, textDecoration: "underline" },
  line: { margin: "26px 0 18px", border: "none", borderTop: "1px solid #dbd9d0" },
  noteTitle: { margin: "0 0 6px", fontSize: "15px", lineHeight: "22px", fontWeight: 600, color: ink },
  note: { margin: "0 0 6px", fontSize: "15px", lineHeight: "23px", color: muted },
  footer: { margin: "18px 4px 0", fontSize: "14px", lineHeight: "22px", color: muted },
} as const satisfies Record<string, CSSProperties>;

/** Where a client honours it, dark means dark by our colours and not by inverting them. */
export function darkStyles(palette: BrandPalette): string {
  return [
    ":root{color-scheme:light dark;supported-color-schemes:light dark}",
    "@media (prefers-color-scheme:dark){",
    ".ground,.ground>table>tbody>tr>td{background-color:#0e120e!important}",
    `.paper{background-color:${darkPaper}!important}`,
    ".card{background-color:#262c27!important}",
    ".ink{color:#eae8e1!important}",
    ".muted{color:#b3b4aa!important}",
    ".line{border-top-color:#3a413b!important}",
    `.brand{color:${palette.inkOnDark}!important}`,
    "}",
  ].join("");
}
