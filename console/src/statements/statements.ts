/** The record that somebody names: by the address of its page in this console, or by its number in another system. */
export function thingOf(text: string, system: string): { id: string; system: string } {
  const said = text.trim();
  if (system.trim() !== "") return { id: said, system: system.trim() };
  const page = /\/(?:crossings|requests)\/([^/?#]+)/.exec(said)?.[1] ?? /\/hits\?(?:.*&)?id=([^&#]+)/.exec(said)?.[1];
  return { id: page ? decodeURIComponent(page) : said, system: "" };
}

export const CERTAINTIES = ["certain", "likely", "possible"] as const;
