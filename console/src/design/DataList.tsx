import type { ReactNode } from "react";

/** Names and values, two columns; what has no value is left out. */
export function DataList({ items }: { items: readonly (readonly [string, ReactNode])[] }) {
  const known = items.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return (
    <dl className="datalist">
      {known.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
