import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { demoOfficersQuery } from "../api/queries";
import type { Officer } from "../api/types";
import { EmptyState, ErrorState, Loaded } from "../design/Feedback";
import { Field } from "../design/Field";
import { t, word } from "../i18n";

interface Props {
  onChoose: (id: string) => void;
  /** The officer who is being signed in. */
  chosen: string | undefined;
  error: unknown;
}

/** The officers of the demonstration, by crossing point: one press signs in. */
export function DemoOfficers({ onChoose, chosen, error }: Props) {
  const officers = useQuery(demoOfficersQuery);
  const [find, setFind] = useState("");
  return (
    <section className="demo-officers" aria-labelledby="demo-title">
      <header>
        <h2 id="demo-title">{t("signin.demo")}</h2>
        <p className="muted">{t("signin.demo.lead")}</p>
      </header>
      <Field label={t("signin.demo.find")} value={find} onChange={setFind} type="search" />
      {Boolean(error) && <ErrorState error={error} />}
      <Loaded query={officers} lines={8}>
        {(all) => {
          const groups = grouped(all, find);
          if (groups.length === 0) return <EmptyState icon="search" title={t("signin.demo.none")} />;
          return (
            <div className="officer-groups">
              {groups.map(([point, here]) => (
                <section key={point} aria-label={pointName(point)}>
                  <h3 className="officer-point">{pointName(point)}</h3>
                  <ul>
                    {here.map((o) => (
                      <li key={o.id}>
                        <button type="button" className="officer" disabled={chosen !== undefined} onClick={() => onChoose(o.id)}>
                          <span className="officer-agency" dir="auto">
                            {o.agency_name || o.agency}
                          </span>
                          <span className="officer-name">
                            <span dir="auto">{o.name}</span>
                            <span className="muted small" dir="auto">
                              {[o.desk_name || o.desk, ...o.roles.filter((r) => r !== "frontline").map((r) => word("role", r))].join(" · ")}
                            </span>
                          </span>
                          <span className="muted small">{o.state}</span>
                        </button>
                      </li>
                    ))}
                  </ul>
                </section>
              ))}
            </div>
          );
        }}
      </Loaded>
    </section>
  );
}

/** The officer's point stands in the session only by its id, which reads well enough before the framework may be read. */
function pointName(point: string): string {
  if (!point) return t("signin.national");
  return point.replaceAll("-", " ").replace(/^./, (c) => c.toUpperCase());
}

/** Officers whose point, agency, name or desk holds every word, by point; the busiest first, national desks last. */
export function grouped(officers: readonly Officer[], find: string): [string, Officer[]][] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, Officer[]>();
  for (const o of officers) {
    const text = [o.point, pointName(o.point), o.agency, o.agency_name, o.name, o.desk_name, o.state, ...o.roles].join(" ").toLowerCase();
    if (!words.every((w) => text.includes(w))) continue;
    groups.set(o.point, [...(groups.get(o.point) ?? []), o]);
  }
  return [...groups].sort(([a, x], [b, y]) => Number(a === "") - Number(b === "") || y.length - x.length || a.localeCompare(b));
}
