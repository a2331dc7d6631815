import type { StaffPolicy } from "@quietroom/domain/access";

export type PolicyText = {
  readonly title: string;
  readonly sections: readonly { readonly heading: string; readonly paragraphs: readonly string[] }[];
};

/** The words that staff agree to. Whoever changes one gives it a new version in the domain, and a test says so. */
export const policyTexts: Readonly<Record<StaffPolicy, PolicyText>> = {
  terms: {
    title: "Terms of use",
    sections: [
      {
        heading: "What this is",
        paragraphs: [
          "Quietroom is open-source software under the MIT licence. The studio that invited you runs it and decides who works with it. These terms are between you and the studio; the people who write the software are no party to them and give no warranty.",
        ],
      },
      {
        heading: "Your account",
        paragraphs: [
          "The account is yours alone. What is done with it is recorded under your name, with the time and where it came from.",
          "The studio gives you roles, may change them, and may end your access at any time. What you did stays in the studio's records.",
        ],
      },
      {
        heading: "What you see",
        paragraphs: [
          "You look at clients' records where your work for them asks for it, and not out of curiosity. Every look is recorded, and the studio reviews the records.",
          "What you learn here stays confidential, also after you have left.",
        ],
      },
      {
        heading: "When something is wrong",
        paragraphs: [
          "The software can fail. It does not replace your professional judgement, nor what the law asks you to keep or to report. Tell an admin of the studio when something looks wrong.",
        ],
      },
    ],
  },
  security: {
    title: "Security policy",
    sections: [
      {
        heading: "Signing in",
        paragraphs: [
          "Use a password that you use nowhere else, and keep it to yourself. Nobody from the studio asks for it.",
          "Your second step is yours too. Never type a code or confirm a sign-in that you did not begin.",
          "Keep your recovery codes where you find them and others do not.",
        ],
      },
      {
        heading: "Devices",
        paragraphs: [
          "Sign in on devices that lock themselves and that are kept up to date. On a device that others use, sign out when you are done.",
          "Sessions end after 15 minutes without an act and after eight hours in any case.",
        ],
      },
      {
        heading: "Clients' information",
        paragraphs: [
          "It stays in this product. Do not copy it into private mail, chats, notes or pictures, and do not print more than you need.",
          "Write nothing about clients where a page says that it does not belong.",
        ],
      },
      {
        heading: "Report at once",
        paragraphs: [
          "Tell an admin at once when a device is lost, when you think that somebody knows your password, when a mail about your account surprises you, or when you see what you should not see. Nobody is blamed for reporting.",
        ],
      },
    ],
  },
};
