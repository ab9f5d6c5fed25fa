import { type ReactNode, useState } from "react";
import { t } from "../i18n";
import { Button } from "./Button";

/** Lines drawn before somebody asks for more, and how many more each time. */
const FIRST = 8;
const MORE = 100;

interface Props<T> {
  items: readonly T[];
  first?: number;
  className?: string;
  children: (item: T) => ReactNode;
}

/** A list that may be long: its beginning, and the rest when it is asked for. The items keep their order, so their place names them. */
export function Limited<T>({ items, first = FIRST, className, children }: Props<T>) {
  const [shown, setShown] = useState(first);
  return (
    <ul className={className}>
      {items.slice(0, shown).map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of a list have no names of their own
        <li key={i}>{children(item)}</li>
      ))}
      {items.length > shown && (
        <li>
          <Button small kind="quiet" onPress={() => setShown(shown + MORE)}>
            {t("board.lane.more", { count: items.length - shown })}
          </Button>
        </li>
      )}
    </ul>
  );
}
