import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

/** The colours of a theme by their names. */
function theme(name: string): Map<string, string> {
  const block = css.slice(css.indexOf(`[data-theme="${name}"]`));
  const inside = block.slice(0, block.indexOf("}"));
  return new Map([...inside.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1] ?? "", m[2] ?? ""]));
}

/** Relative luminance (WCAG 2.2, section 3, definitions). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const PAPERS = ["bg", "surface", "sunken", "hover"];
const SOFT = ["neutral", "info", "violet", "amber", "red", "green"];

/** Text on what it stands on: 4.5 to 1 (WCAG 2.2, success criterion 1.4.3). */
const TEXTS = [
  ...["text", "text-2", "text-3"].flatMap((ink) => PAPERS.map((paper) => [ink, paper] as const)),
  ...["accent", "red", "amber", "green", "info"].flatMap((ink) => ["bg", "surface"].map((paper) => [ink, paper] as const)),
  ...SOFT.map((tone) => [tone, `${tone}-soft`] as const),
  ["text", "accent-soft"] as const,
  ["accent-text", "accent"] as const,
  ["danger-text", "danger"] as const,
];

/** Edges of fields and the mark of what has the focus: 3 to 1 (success criterion 1.4.11). */
const EDGES = ["border-strong", "focus"].flatMap((edge) => ["bg", "surface"].map((paper) => [edge, paper] as const));

describe.each(["light", "dark"])("in the %s theme", (name) => {
  const colours = theme(name);
  const of = (token: string): string => {
    const found = colours.get(token);
    if (!found) throw new Error(`--${token} is missing in the ${name} theme`);
    return found;
  };

  test.each(TEXTS)("%s can be read on %s", (ink, paper) => {
    expect(contrast(of(ink), of(paper))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(EDGES)("%s can be told from %s", (edge, paper) => {
    expect(contrast(of(edge), of(paper))).toBeGreaterThanOrEqual(3);
  });
});

test("black on white is 21 to 1", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
});
