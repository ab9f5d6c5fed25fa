import type { ReactNode } from "react";
import { Button } from "../design/Button";

/** A button that its number presses too. */
export function Choice({
  number,
  onPress,
  isDisabled = false,
  children,
}: {
  number: number;
  onPress: () => void;
  isDisabled?: boolean;
  children: ReactNode;
}) {
  return (
    <span className="desk-choice" data-number={number}>
      <Button {...(number <= 9 ? { shortcut: String(number) } : {})} isDisabled={isDisabled} onPress={onPress}>
        {children}
      </Button>
    </span>
  );
}
