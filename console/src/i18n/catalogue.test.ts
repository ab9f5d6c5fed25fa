import { describe, expect, test } from "vitest";
import { LANGUAGES } from ".";
import { STRINGS } from "./aria";
import { en, type Message } from "./en";
import { fr } from "./fr";
import { sw } from "./sw";
import { ur } from "./ur";

const CATALOGUES: Record<string, Record<string, Message>> = { en, sw, fr, ur };
const ENGLISH: Record<string, Message> = en;
const TRANSLATED = LANGUAGES.filter((l) => l.id !== "en");

/** Highest count that a plural is tried with; every rule of these languages shows below it, but for the millions of French. */
const MAX_COUNT = 200;

/** Names that no language translates. */
const NAMES: readonly string[] = ["API", "YYYY-MM-DD"];

/** Words that are written alike in English and in the other language. */
const ALIKE: Record<string, readonly string[]> = {
  sw: ["Webhook"],
  fr: [
    ...["Audit", "Condition", "Conditions", "Document", "Message", "Messages", "Note", "Notifications", "Objection"],
    ...["Quorum", "Source"],
    ...["Type", "Version", "Versions", "Visa", "Webhook", "segment", "segments"],
  ],
  ur: [],
};

/** Components of the library that speak by themselves, and whose strings they speak. */
const SPEAKING: Record<string, readonly string[]> = {
  Autocomplete: ["@react-aria/autocomplete"],
  Breadcrumbs: ["@react-aria/breadcrumbs"],
  Calendar: ["@react-aria/calendar"],
  ComboBox: ["@react-aria/combobox", "@react-aria/menu", "@react-aria/overlays"],
  DatePicker: ["@react-aria/calendar", "@react-aria/datepicker"],
  DateField: ["@react-aria/datepicker"],
  DropZone: ["@react-aria/dnd", "react-aria-components"],
  GridList: ["@react-aria/grid", "@react-aria/gridlist"],
  MenuTrigger: ["@react-aria/menu", "@react-aria/overlays"],
  NumberField: ["@react-aria/numberfield", "@react-aria/spinbutton"],
  Popover: ["@react-aria/overlays"],
  SearchField: ["@react-aria/searchfield"],
  Select: ["@react-aria/menu", "@react-aria/overlays", "react-aria-components"],
  Table: ["@react-aria/grid", "@react-aria/table", "react-aria-components"],
  TagGroup: ["@react-aria/tag"],
  TimeField: ["@react-aria/datepicker"],
  Tree: ["@react-aria/grid", "@react-aria/gridlist", "@react-aria/tree"],
  UNSTABLE_ToastRegion: ["@react-aria/toast"],
};

const SOURCES = import.meta.glob<string>("../**/*.tsx", { query: "?raw", import: "default", eager: true });

/** The packages of the library whose strings the console may need. */
function spoken(): string[] {
  const imports = Object.values(SOURCES).flatMap((source) => [...source.matchAll(/import \{([^}]*)\} from "react-aria-components"/g)]);
  const names = imports.flatMap((found) => (found[1] ?? "").split(",").map((name) => name.trim().split(" as ")[0] ?? ""));
  return [...new Set(names.flatMap((name) => SPEAKING[name] ?? []))].sort();
}

const forms = (message: Message): string[] => (typeof message === "string" ? [message] : Object.values(message));
const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? "").sort();
const bare = (text: string): string => text.replace(/\{\w+\}/g, "");
/** Whether there is something to translate. */
const speaks = (text: string): boolean => /\p{L}/u.test(bare(text)) && !NAMES.includes(text);
/** What is wrong, each with its key, so that a failure names all of them. */
const wrong = (catalogue: Record<string, Message>, is: (text: string, key: string) => boolean): string[] =>
  Object.entries(catalogue).flatMap(([key, message]) => forms(message).flatMap((text) => (is(text, key) ? [`${key}: ${text}`] : [])));

test("every language that can be chosen has a catalogue", () => {
  expect(Object.keys(CATALOGUES).sort()).toEqual(LANGUAGES.map((l) => l.id).sort());
});

describe.each(LANGUAGES)("$name", ({ id, locale }) => {
  const catalogue = CATALOGUES[id] ?? {};

  test("has exactly the keys of English", () => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(ENGLISH).sort());
  });

  test("has no plural form that the language never selects, and one for whatever it selects", () => {
    const rules = new Intl.PluralRules(locale);
    const known = new Set<string>(rules.resolvedOptions().pluralCategories);
    for (const [key, message] of Object.entries(catalogue)) {
      if (typeof message === "string") continue;
      expect(
        Object.keys(message).filter((form) => !known.has(form)),
        key,
      ).toEqual([]);
      for (let count = 0; count <= MAX_COUNT; count++) {
        expect(message[rules.select(count)] ?? message.other, `${key} for ${count}`).toBeTruthy();
      }
    }
  });

  test("has no stray spaces", () => {
    expect(wrong(catalogue, (text) => text === "" || text !== text.trim() || /\s{2}/.test(text))).toEqual([]);
  });
});

describe.each(TRANSLATED)("$name", ({ id }) => {
  const catalogue = CATALOGUES[id] ?? {};

  test("fills in what English fills in", () => {
    const expected = new Map(Object.entries(ENGLISH).map(([key, message]) => [key, placeholders(forms(message)[0] ?? "")]));
    expect(wrong(catalogue, (text, key) => placeholders(text).join() !== expected.get(key)?.join())).toEqual([]);
  });

  test("leaves nothing in English", () => {
    const alike = ALIKE[id] ?? [];
    const same = (text: string, key: string) => speaks(text) && forms(ENGLISH[key] ?? "").includes(text);
    expect(wrong(catalogue, (text, key) => same(text, key) && !alike.includes(bare(text).trim()))).toEqual([]);
    const used = Object.entries(catalogue).flatMap(([key, m]) => forms(m).flatMap((text) => (same(text, key) ? [bare(text).trim()] : [])));
    expect([...new Set(used)].sort(), "words listed as alike").toEqual([...alike].sort());
  });
});

test("French has typographic apostrophes, and no space before a colon that a line could break at", () => {
  expect(wrong(fr, (text) => /'|[^\u00a0][:;?!]| \u00a0|"/.test(text))).toEqual([]);
});

test("Urdu is written in its own letters and punctuation", () => {
  const arabic = /\p{Script=Arabic}/u;
  expect(wrong(ur, (text) => speaks(text) && !arabic.test(bare(text)))).toEqual([]);
  // Comma, semicolon, question mark and full stop have their own signs; digits stay as they are on documents and plates.
  expect(wrong(ur, (text) => /[,;?]|\.(\s|$)|[\u0660-\u0669\u06f0-\u06f9]/.test(bare(text)))).toEqual([]);
  // Letters of Arabic that look like those of Urdu but are not found when an officer searches.
  expect(wrong(ur, (text) => /[\u0643\u0647\u0649\u064a]/.test(text))).toEqual([]);
});

test.each(Object.entries(STRINGS))("%s has the strings of every component of the library that the console uses", (_, strings) => {
  expect(Object.keys(strings).sort()).toEqual(spoken());
});
