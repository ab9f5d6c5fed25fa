import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { placeText } from "../api/problem";
import type { Finding, Findings } from "../api/types";
import { Chip, type Tone } from "../design/Chip";
import { EmptyState, Loaded } from "../design/Feedback";
import type { IconName } from "../design/Icon";
import { Limited } from "../design/Limited";
import { Switch } from "../design/Tabs";
import { number, t } from "../i18n";
import { type Group, gravest, groups, marked, SEVERITIES } from "./findings";
import { findingsQuery } from "./queries";
import "./findings.css";

const route = getRouteApi("/shell/framework");

const LOOKS: Record<string, { tone: Tone; icon: IconName }> = {
  error: { tone: "red", icon: "cross" },
  warning: { tone: "amber", icon: "alert" },
  note: { tone: "neutral", icon: "info" },
};

/** What the checker says, as a compiler would show it: what, where, why it matters, what to write instead. */
export function FindingsView() {
  return <Loaded query={useQuery(findingsQuery)}>{(findings) => <All findings={findings} />}</Loaded>;
}

function All({ findings }: { findings: Findings }) {
  const { severity } = route.useSearch();
  const navigate = route.useNavigate();
  const chosen = SEVERITIES.find((s) => s === severity) ?? gravest(findings);
  const shown = groups(findings.findings, chosen);
  return (
    <div className="stack">
      <div className="row row-wrap">
        <Switch
          label={t("explorer.findings.which")}
          value={chosen}
          onChange={(id) => navigate({ search: { view: "findings", severity: id }, replace: true })}
          tabs={[
            { id: "error", name: t("explorer.findings.errors"), count: number(findings.errors) },
            { id: "warning", name: t("explorer.findings.warnings"), count: number(findings.warnings) },
            { id: "note", name: t("explorer.findings.notes"), count: number(findings.notes) },
          ]}
        />
        <span className="muted small">{t("explorer.findings.day", { day: findings.day })}</span>
      </div>
      {shown.length === 0 && <EmptyState title={t("explorer.findings.none")}>{t("explorer.findings.none.detail")}</EmptyState>}
      {shown.map((g) => (
        <Kind key={g.code} group={g} />
      ))}
    </div>
  );
}

/** Findings of one kind. The checker speaks English, whatever language the console is in. */
function Kind({ group }: { group: Group }) {
  const look = LOOKS[group.severity];
  return (
    <section className="panel finding-kind" aria-labelledby={`kind-${group.code}`}>
      <header className="panel-head">
        <h2 id={`kind-${group.code}`} className="row">
          <Chip tone={look?.tone ?? "neutral"} icon={look?.icon}>
            <span dir="ltr">{group.code}</span>
          </Chip>
          <span lang="en" dir="ltr">
            {group.title}
          </span>
        </h2>
        <span className="count num">{number(group.findings.length)}</span>
      </header>
      <dl className="finding-why">
        <dt>{t("explorer.findings.why")}</dt>
        <dd lang="en" dir="ltr">
          {group.why}
        </dd>
        {group.mend && (
          <>
            <dt>{t("explorer.findings.mend")}</dt>
            <dd lang="en" dir="ltr">
              {group.mend}
            </dd>
          </>
        )}
      </dl>
      <Limited items={group.findings} first={6} className="finding-list">
        {(finding) => <One finding={finding} mend={group.mend === undefined} />}
      </Limited>
    </section>
  );
}

function One({ finding, mend }: { finding: Finding; mend: boolean }) {
  const [before, part, after] = marked(finding);
  return (
    <div className="finding" lang="en" dir="ltr">
      <p>
        {finding.item && <code className="finding-item">{finding.item}</code>} <b>{finding.message}</b>{" "}
        <code className="muted small">{placeText(finding.place)}</code>
      </p>
      {finding.line && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long line is scrolled by keys
        <pre className="finding-line" tabIndex={0}>
          <span className="finding-number">{finding.place.line}</span>
          {before}
          {part && <mark>{part}</mark>}
          {after}
        </pre>
      )}
      {mend && <p className="small">{finding.mend}</p>}
    </div>
  );
}
