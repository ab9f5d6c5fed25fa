import { type LanguageId, locale } from ".";

/**
 * The component library ships its own strings for thirty languages; Swahili and Urdu are not among them. It looks for a page-wide dictionary under
 * these two symbols before its own. Only the packages that the console draws with are listed: for any other the library throws, which a test would see.
 */
const STRINGS: Partial<Record<LanguageId, Record<string, Record<string, string>>>> = {
  sw: {
    "@react-aria/overlays": { dismiss: "Funga" },
    "@react-aria/menu": { longPressMessage: "Bonyeza kwa muda mrefu au Alt + Mshale wa chini kufungua menyu" },
    "react-aria-components": { selectPlaceholder: "Chagua", tableResizer: "Kirekebisha upana", dropzoneLabel: "Eneo la kuweka" },
  },
  ur: {
    "@react-aria/overlays": { dismiss: "بند کریں" },
    "@react-aria/menu": { longPressMessage: "مینو کھولنے کے لیے دیر تک دبائیں یا Alt + نیچے کا تیر دبائیں" },
    "react-aria-components": { selectPlaceholder: "منتخب کریں", tableResizer: "چوڑائی بدلیں", dropzoneLabel: "یہاں چھوڑیں" },
  },
};

export function provideLibraryStrings(id: LanguageId): void {
  const strings = STRINGS[id];
  if (!strings) return;
  const page = window as unknown as Record<symbol, unknown>;
  page[Symbol.for("react-aria.i18n.locale")] = locale();
  page[Symbol.for("react-aria.i18n.strings")] = strings;
}
