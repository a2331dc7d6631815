import { clientDetails } from "@quietroom/contracts/public-booking";
import { formText } from "@quietroom/ui/form-text";

const detailNames = ["givenName", "familyName", "birthDate", "email", "phone"] as const;
type DetailName = (typeof detailNames)[number];

/** What was typed, and what is wrong with it in words, by field. */
export type DetailsForm = {
  readonly values: Readonly<Record<DetailName, string>>;
  readonly errors: Readonly<Partial<Record<DetailName | "acceptPolicy" | "acceptDocuments", string>>>;
};

export const emptyDetails: DetailsForm = {
  values: { givenName: "", familyName: "", birthDate: "", email: "", phone: "" },
  errors: {},
};

/** Reads the five fields of a form and says what is wrong, by the same schema that the server books with. */
export function readDetails(form: FormData): DetailsForm {
  const values = {
    givenName: typed(form, "givenName"),
    familyName: typed(form, "familyName"),
    birthDate: typed(form, "birthDate"),
    email: typed(form, "email"),
    phone: typed(form, "phone"),
  };
  const parsed = clientDetails.safeParse(values);
  if (parsed.success) return { values, errors: {} };
  const wrong = new Set(parsed.error.issues.map((issue) => issue.path[0]));
  return {
    values,
    errors: Object.fromEntries(
      detailNames.filter((name) => wrong.has(name)).map((name) => [name, words[name]]),
    ),
  };
}

/** What of the details typed the studio refuses, in words at its field; none where the refusal is about something else. */
export function refusedDetails(code: string, act: "books" | "joins"): DetailsForm["errors"] | null {
  if (code === "birth_date_in_future")
    return { birthDate: "A date of birth lies in the past. Check the year." };
  if (code === "guardian_needed")
    return { birthDate: `For someone under 18 a parent or guardian ${act} by telephone.` };
  if (code === "disposable_email")
    return {
      email:
        "This address ends after a short while, and what we send you would be lost. Enter one that you keep.",
    };
  return null;
}

const words: Readonly<Record<DetailName, string>> = {
  givenName: "Enter your first name.",
  familyName: "Enter your last name.",
  birthDate: "Enter your date of birth.",
  email: "Enter an email address such as ana@example.com.",
  phone: "Enter a phone number such as +1 212 555 0100.",
};

function typed(form: FormData, name: DetailName): string {
  return formText(form, name).trim().slice(0, 300);
}
