import type { Catalogue, Key, Message } from "./en";

export type { Key } from "./en";

/**
 * Texts, numbers and times in the officer's language.
 *
 * The language is chosen once, before the first component is drawn, and a change of it loads the page again: the component library reads its own
 * strings only once, and no component has to subscribe to a language that changes twice a year.
 */
export const LANGUAGES = [
  { id: "en", name: "English", locale: "en-GB" },
  { id: "sw", name: "Kiswahili", locale: "sw" },
  { id: "fr", name: "Français", locale: "fr" },
  { id: "ur", name: "اردو", locale: "ur" },
] as const;

export type LanguageId = (typeof LANGUAGES)[number]["id"];
export type Params = Record<string, string | number>;

const STORED = "mpaka.language";

const LOADERS: Record<LanguageId, () => Promise<Catalogue>> = {
  en: () => import("./en").then((m) => m.en),
  sw: () => import("./sw").then((m) => m.sw),
  fr: () => import("./fr").then((m) => m.fr),
  ur: () => import("./ur").then((m) => m.ur),
};

interface Language {
  id: LanguageId;
  locale: string;
  rightToLeft: boolean;
  catalogue: Catalogue;
  plural: Intl.PluralRules;
  number: Intl.NumberFormat;
}

let current: Language | undefined;

function language(): Language {
  if (!current) throw new Error("no language was chosen before the first text");
  return current;
}

/** The language that was chosen here before, else the browser's, else English. */
export function preferred(): LanguageId {
  const wanted = [localStorage.getItem(STORED), ...navigator.languages].map((l) => l?.slice(0, 2));
  return LANGUAGES.find((l) => wanted.includes(l.id) && l.id === wanted.find((w) => LANGUAGES.some((k) => k.id === w)))?.id ?? "en";
}

export async function choose(id: LanguageId): Promise<void> {
  use(id, await LOADERS[id]());
}

/** Uses a catalogue that is already loaded. */
export function use(id: LanguageId, catalogue: Catalogue): void {
  const locale = LANGUAGES.find((l) => l.id === id)?.locale ?? id;
  current = {
    id,
    locale,
    rightToLeft: id === "ur",
    catalogue,
    plural: new Intl.PluralRules(locale),
    number: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
  };
}

/** Remembers another language and loads the page in it. */
export function switchLanguage(id: LanguageId): void {
  localStorage.setItem(STORED, id);
  location.reload();
}

export const languageId = (): LanguageId => language().id;
export const locale = (): string => language().locale;
export const rightToLeft = (): boolean => language().rightToLeft;
export const number = (n: number): string => language().number.format(n);

/** A text of the catalogue. `{name}` is filled from `params`; a plural is chosen by `params.count`. */
export function t(key: Key, params: Params = {}): string {
  return fill(language().catalogue[key], params);
}

/** A word that comes from the server, in the officer's language where the catalogue has it, else as it came. */
export function word(group: string, value: string | null | undefined): string {
  if (!value) return "";
  const found = (language().catalogue as Record<string, Message>)[`${group}.${value}`];
  return found === undefined ? value.replaceAll("_", " ") : fill(found, {});
}

/** Whether the catalogue has a word that comes from the server. */
export function hasWord(group: string, value: string): boolean {
  return `${group}.${value}` in language().catalogue;
}

/** A word that comes from the server, with its data filled in. */
export function sentence(group: string, value: string, params: Params): string | undefined {
  const found = (language().catalogue as Record<string, Message>)[`${group}.${value}`];
  return found === undefined ? undefined : fill(found, params);
}

/** Between right-to-left words a name keeps its own direction (Unicode UAX #9: first strong isolate). */
const apart = (value: string): string => (language().rightToLeft ? `\u2068${value}\u2069` : value);

function fill(message: Message, params: Params): string {
  const { plural, number } = language();
  const text = typeof message === "string" ? message : (message[plural.select(Number(params.count ?? 0))] ?? message.other);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? number.format(value) : apart(value);
  });
}
