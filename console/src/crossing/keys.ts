import { useEffect, useRef } from "react";

/** Where letters are typed or chosen by, so that they do nothing else. */
const TYPING = "input, textarea, select, [role=dialog], [role=listbox], [role=menu], [aria-haspopup]";

/** Calls back with the letter that was pressed outside every input and dialog. The letter after the shell's `g` goes somewhere and is left alone. */
export function useLetters(on: boolean, press: (letter: string) => void): void {
  const latest = useRef(press);
  latest.current = press;
  useEffect(() => {
    if (!on) return;
    let going = false;
    const down = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented || target.closest(TYPING)) return;
      if (document.querySelector("[role=dialog]")) return;
      if (event.key === "g") going = true;
      else if (going) going = false;
      else if (/^[a-z]$/i.test(event.key)) {
        // A dialog that opens now has the focus before the letter would be typed.
        event.preventDefault();
        latest.current(event.key.toUpperCase());
      }
    };
    addEventListener("keydown", down);
    return () => removeEventListener("keydown", down);
  }, [on]);
}
