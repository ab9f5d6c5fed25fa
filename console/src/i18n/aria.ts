import { type LanguageId, locale } from ".";

/** A text of the component library; what depends on data is a function of it. */
type LibraryText = string | ((data: Readonly<Record<string, unknown>>) => string);

/**
 * The component library ships its own strings for thirty languages; Swahili and Urdu are not among them. It looks for a page-wide dictionary under
 * these two symbols before its own. Only the packages that the console draws with are listed: for any other the library throws, which a test would see.
 */
export const STRINGS: Partial<Record<LanguageId, Record<string, Record<string, LibraryText>>>> = {
  sw: {
    "@react-aria/combobox": {
      focusAnnouncement: ({ isGroupChange, groupTitle, groupCount, optionText, isSelected }) =>
        `${isGroupChange ? `Kundi ${groupTitle}, chaguo ${groupCount}. ` : ""}${optionText}${isSelected ? ", imechaguliwa" : ""}`,
      countAnnouncement: ({ optionCount }) => `Chaguo zinazopatikana: ${optionCount}.`,
      selectedAnnouncement: ({ optionText }) => `${optionText}, imechaguliwa`,
      buttonLabel: "Onyesha mapendekezo",
      listboxLabel: "Mapendekezo",
    },
    "@react-aria/dnd": {
      dropDescriptionKeyboard: "Bonyeza Enter kuangusha. Bonyeza Escape kughairi.",
      dropDescriptionTouch: "Gusa mara mbili kuangusha.",
      dropDescriptionVirtual: "Bofya kuangusha.",
    },
    "@react-aria/overlays": { dismiss: "Funga" },
    "@react-aria/menu": { longPressMessage: "Bonyeza kwa muda mrefu au Alt + Mshale wa chini kufungua menyu" },
    "react-aria-components": { selectPlaceholder: "Chagua", tableResizer: "Kirekebisha upana", dropzoneLabel: "Eneo la kuangusha" },
  },
  ur: {
    "@react-aria/combobox": {
      focusAnnouncement: ({ isGroupChange, groupTitle, groupCount, optionText, isSelected }) =>
        `${isGroupChange ? `گروہ ${groupTitle}، ${groupCount} انتخاب۔ ` : ""}${optionText}${isSelected ? "، منتخب" : ""}`,
      countAnnouncement: ({ optionCount }) => `${optionCount} انتخاب دستیاب۔`,
      selectedAnnouncement: ({ optionText }) => `${optionText}، منتخب`,
      buttonLabel: "تجاویز دکھائیں",
      listboxLabel: "تجاویز",
    },
    "@react-aria/dnd": {
      dropDescriptionKeyboard: "یہاں چھوڑنے کے لیے Enter دبائیں، منسوخ کرنے کے لیے Escape۔",
      dropDescriptionTouch: "یہاں چھوڑنے کے لیے دو بار چھوئیں۔",
      dropDescriptionVirtual: "یہاں چھوڑنے کے لیے کلک کریں۔",
    },
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
