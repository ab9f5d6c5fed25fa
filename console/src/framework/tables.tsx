import type { ReactNode } from "react";
import { useFramework } from "../api/queries";
import type { Rules } from "../api/types";
import { Chip } from "../design/Chip";
import { DataList } from "../design/DataList";
import { Panel } from "../design/Panel";
import { t, word } from "../i18n";
import { duration, MICROS } from "../i18n/time";
import { Said, Source } from "./Origin";

/** A duration as the rule says it: to the second where it is short. */
function time(seconds: number | null | undefined): string | undefined {
  if (seconds === null || seconds === undefined) return undefined;
  const rest = seconds > 60 && seconds < 3_600 ? seconds % 60 : 0;
  return rest > 0 ? `${duration((seconds - rest) * MICROS)} ${duration(rest * MICROS)}` : duration(seconds * MICROS);
}
const words = (group: string, all: readonly string[]): string => all.map((w) => word(group, w)).join(", ");

/** A table of rules; the last column says where each comes from. */
function Table({ heads, children }: { heads: readonly string[]; children: ReactNode }) {
  return (
    <div className="panel table-scroll">
      <table className="table dense rule-table">
        <thead>
          <tr>
            {heads.map((h) => (
              <th key={h}>{h}</th>
            ))}
            <th>{t("explorer.source")}</th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

const heads = (...names: string[]): string[] => names.map((n) => word("item", n));

export function Lists({ lists, clocks }: { lists: Rules["lists"]; clocks: Rules["clocks"] }) {
  const { agency, agencyName } = useFramework();
  return (
    <Table heads={heads("name", "owner", "subjects", "action", "visibility", "max", "answer", "on_silence", "appeal")}>
      {lists.map((l) => {
        const clock = clocks.find((c) => c.id === l.answer);
        return (
          <tr key={l.id}>
            <td>
              <b dir="auto">{l.name}</b>
              <span className="muted cell-more" dir="auto">
                {l.legal_basis ?? t("explorer.nobasis")}
              </span>
            </td>
            <td dir="auto" title={agencyName(l.owner)}>
              {agency(l.owner)}
            </td>
            <td>{words("listed", l.subjects)}</td>
            <td>{word("hitaction", l.action)}</td>
            <td>
              {l.visibility === "silent" ? <Chip tone="violet">{word("visibility", l.visibility)}</Chip> : word("visibility", l.visibility)}
            </td>
            <td>
              <span className="nowrap">{time(l.max_s) ?? t("explorer.noend")}</span>
              {Boolean(l.renewals) && (
                <span className="muted cell-more">
                  {t("explorer.renewals", { count: l.renewals ?? 0, time: time(l.renewal_s ?? l.max_s) ?? "" })}
                </span>
              )}
            </td>
            <td>
              <span className="nowrap">{clock ? t("explorer.within", { time: time(clock.duration_s) ?? "" }) : l.answer}</span>
              <span className="muted cell-more" dir="auto">
                {l.duty_desk_name}
              </span>
            </td>
            <td>{word("silence", l.on_silence)}</td>
            <td dir="auto">{l.appeal ?? "–"}</td>
            <td>
              <Source origin={l.origin} />
            </td>
          </tr>
        );
      })}
    </Table>
  );
}

export function Clocks({ clocks, ladders }: { clocks: Rules["clocks"]; ladders: Rules["ladders"] }) {
  return (
    <Table heads={heads("name", "duration", "time", "ladder")}>
      {clocks.map((c) => (
        <tr key={c.id}>
          <td>
            <b dir="auto">{c.title}</b>
            <code className="muted cell-more" dir="ltr">
              {c.id}
            </code>
          </td>
          <td className="num nowrap">{time(c.duration_s) ?? "–"}</td>
          <td>{word("time", c.time)}</td>
          <td dir="auto">{ladders.find((l) => l.id === c.ladder)?.title ?? c.ladder}</td>
          <td>
            <Source origin={c.origin} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** Each ladder as steps from left to right: who is told, and how long after the clock has run out. */
export function Ladders({ ladders }: { ladders: Rules["ladders"] }) {
  return (
    <div className="stack">
      {ladders.map((l) => (
        <Panel key={l.id} title={l.title} aside={<Source origin={l.origin} />}>
          <ol className="ladder">
            <li>
              <span className="num muted">{t("explorer.ladder.start")}</span>
              <b>{t("explorer.ladder.overdue")}</b>
            </li>
            {l.rungs.map((r) => (
              <li key={`${r.to} ${r.after_s}`}>
                <span className="num muted">{t("explorer.ladder.after", { time: time(r.after_s) ?? "–" })}</span>
                <b>{word("rung", r.to)}</b>
              </li>
            ))}
          </ol>
        </Panel>
      ))}
    </div>
  );
}

export function Agreements({ agreements }: { agreements: Rules["agreements"] }) {
  const { agency, point } = useFramework();
  return (
    <div className="agreements">
      {agreements.map((a) => {
        const said = (field: string, value: ReactNode) =>
          [
            word("item", field),
            value && (
              <Said key={field} field={field} origin={a.origin}>
                {value}
              </Said>
            ),
          ] as const;
        return (
          <Panel
            key={a.id}
            title={a.title}
            aside={
              <span className="row">
                {a.review_past && (
                  <Chip tone="red" icon="clock">
                    {t("explorer.review.past")}
                  </Chip>
                )}
                <Chip tone={a.status === "in_force" ? "green" : "outline"}>{word("agreementstatus", a.status)}</Chip>
              </span>
            }
          >
            <DataList
              items={[
                said("kind", word("agreementkind", a.kind)),
                said("states", a.states.join(", ")),
                said("agencies", a.agencies.map(agency).join(", ")),
                said("points", a.points.map((p) => point(p)?.name ?? p).join(", ")),
                said("legal_basis", a.legal_basis),
                said("signed", a.signed),
                said("review", a.review ?? t("explorer.nodate")),
                said("purposes", words("purpose", a.purposes)),
                said(
                  "elements",
                  <code key="elements" dir="ltr">
                    {a.elements.join(", ")}
                  </code>,
                ),
                said("onward", word("onward", a.onward)),
                said("retention", time(a.retention_s)),
                said("permits", words("permits", a.permits)),
                said("method", word("method", a.method)),
              ]}
            />
            <Source origin={a.origin} />
          </Panel>
        );
      })}
    </div>
  );
}

export function Standards({ standards }: { standards: Rules["standards"] }) {
  return (
    <Table heads={heads("name", "measure", "statistic", "target")}>
      {standards.map((s) => (
        <tr key={s.id}>
          <td>
            <b dir="auto">{s.title}</b>
            <code className="muted cell-more" dir="ltr">
              {[s.procedure, s.stage, s.clock, s.body].filter(Boolean).join(" · ")}
            </code>
          </td>
          <td>{word("measure", s.measure)}</td>
          <td>{word("statistic", s.statistic)}</td>
          <td className="num nowrap">
            {time(s.target_s) ?? (s.target_percent ? t("explorer.percent", { count: s.target_percent }) : t("explorer.notarget"))}
          </td>
          <td>
            <Source origin={s.origin} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
