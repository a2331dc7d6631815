import { isLocalDate, type LocalDate } from "../time/local-time.ts";
import { readRecordNumber } from "./record-number.ts";

/** In which order a language writes the parts of a date. */
type DateOrder = "year_first" | "month_first" | "day_first";

/** What a text typed to find a client can be. It is looked for as everything that is not null. */
export type ClientSearch = {
  /** Beginnings of given and family names, in any order. */
  readonly name: string | null;
  /** A whole address: a part of one has no index. */
  readonly email: string | null;
  readonly phone: string | null;
  /** Every date that it may mean: "1.2.03" is of this century or the last. Empty for no date. */
  readonly birthDates: readonly LocalDate[];
  readonly recordNumber: string | null;
};

/** Fewer digits than this are no phone number: nobody is found by what half a town shares. */
const fewestPhoneDigits = 6;

/**
 * Reads what somebody typed. Which day "4/12/1988" is goes by `order`; where that gives no day, by the other one. A text can be several
 * things at once (eight digits are a phone number, a date and a record number), and is looked for as each.
 */
export function readClientSearch(typed: string, order: DateOrder): ClientSearch {
  const text = typed.normalize("NFKC").trim().replaceAll(/\s+/gu, " ");
  const isEmail = /^[^\s@]+@[^\s@]+$/u.test(text);
  const isName = /\p{L}/u.test(text) && !text.includes("@");
  return {
    name: isName ? text : null,
    email: isEmail ? text : null,
    phone: isPhone(text) ? text : null,
    birthDates: datesIn(text, order),
    recordNumber: readRecordNumber(text),
  };
}

/** The order in which a locale (BCP 47) writes dates in numbers. Throws for what is no locale. */
export function dateOrderOf(locale: string): DateOrder {
  const style = { calendar: "gregory", year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const parts = new Intl.DateTimeFormat(locale, style).formatToParts(0).map(({ type }) => type);
  const [first] = parts.filter((type) => type === "year" || type === "month" || type === "day");
  if (first === "year") return "year_first";
  return first === "month" ? "month_first" : "day_first";
}

function isPhone(text: string): boolean {
  const digits = text.replaceAll(/\D/gu, "");
  return /^[+(]*\d[\d ()./-]*$/.test(text) && digits.length >= fewestPhoneDigits;
}

function datesIn(text: string, order: DateOrder): readonly LocalDate[] {
  const run = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const parts = run ?? /^(\d{1,4}) ?[-./ ] ?(\d{1,2}) ?[-./ ] ?(\d{1,4})\.?$/.exec(text);
  const [, first = "", second = "", third = ""] = parts ?? [];
  const yearLeads = first.length === 4 || (order === "year_first" && third.length <= 2);
  if (parts === null || (yearLeads && third.length > 2)) return [];
  if (yearLeads) return days(first, second, third);
  const asOrdered = order === "month_first" ? days(third, first, second) : days(third, second, first);
  if (asOrdered.length > 0) return asOrdered;
  return order === "month_first" ? days(third, second, first) : days(third, first, second);
}

/** The days of this name that there are: a year of two digits is of either century, one of three is none. */
function days(year: string, month: string, day: string): readonly LocalDate[] {
  const years = year.length === 4 ? [year] : year.length === 2 ? [`19${year}`, `20${year}`] : [];
  return years.map((each) => `${each}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`).filter(isLocalDate);
}
