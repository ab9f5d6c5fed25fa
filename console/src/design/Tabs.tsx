import type { ReactNode } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";

export interface Tab {
  id: string;
  name: ReactNode;
  /** How many there are behind it. */
  count?: string | undefined;
}

/** One of a few ways to look at the same thing. */
export function Switch({
  label,
  tabs,
  value,
  onChange,
}: {
  label: string;
  tabs: readonly Tab[];
  value: string;
  onChange: (id: string) => void;
}) {
  return (
    <ToggleButtonGroup
      className="switch"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [key] = keys;
        if (key !== undefined) onChange(String(key));
      }}
    >
      {tabs.map((tab) => (
        <ToggleButton key={tab.id} id={tab.id} className="switch-tab">
          {tab.name}
          {tab.count !== undefined && <span className="count num">{tab.count}</span>}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
