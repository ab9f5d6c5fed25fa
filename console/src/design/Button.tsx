import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaProps } from "react-aria-components";
import { Icon, type IconName } from "./Icon";

export interface ButtonProps extends Omit<AriaProps, "children" | "className" | "style"> {
  children: ReactNode;
  kind?: "primary" | "plain" | "quiet" | "danger";
  icon?: IconName;
  /** The key that does the same. */
  shortcut?: string | undefined;
  small?: boolean;
}

export function Button({ children, kind = "plain", icon, shortcut, small, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`button ${kind}${small ? " small-button" : ""}`} aria-keyshortcuts={shortcut}>
      {icon && <Icon name={icon} />}
      <span className="button-text">{children}</span>
      {shortcut && (
        <span aria-hidden="true">
          <kbd>{shortcut}</kbd>
        </span>
      )}
    </AriaButton>
  );
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({
  children,
  kind = "plain",
  icon,
  ...rest
}: LinkProps & { children: ReactNode; kind?: ButtonProps["kind"]; icon?: IconName }) {
  return (
    <Link {...rest} className={`button ${kind}`}>
      {icon && <Icon name={icon} />}
      <span className="button-text">{children}</span>
    </Link>
  );
}
