export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const STORED = "mpaka.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

export function theme(): Theme {
  const stored = localStorage.getItem(STORED);
  return THEMES.find((t) => t === stored) ?? "system";
}

/** Whether the page is dark now. */
export const isDark = (): boolean => theme() === "dark" || (theme() === "system" && dark.matches);

export function applyTheme(): void {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
}

export function chooseTheme(to: Theme): void {
  localStorage.setItem(STORED, to);
  applyTheme();
}

dark.addEventListener("change", applyTheme);
