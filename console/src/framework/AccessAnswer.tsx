import { placeText } from "../api/problem";
import { useFramework } from "../api/queries";
import type { Asked, RuleShown } from "../api/types";
import { Button } from "../design/Button";
import { Icon, type IconName } from "../design/Icon";
import { say } from "../design/Toast";
import { t, word } from "../i18n";

const LEVELS = ["nothing", "exists", "content"] as const;
const SIGNS: Record<(typeof LEVELS)[number], IconName> = { nothing: "lock", exists: "info", content: "eye" };

/** The answer, to be read from across the room, and the rules that give it. */
export function AccessAnswer({ asked }: { asked: Asked }) {
  const { agencyName } = useFramework();
  const { disclosure, record } = asked;
  const knows = asked.action !== "read" && asked.action !== "see";
  return (
    <div className="panel answer">
      <div className={`answer-head ${disclosure}`}>
        <Icon name={SIGNS[disclosure]} size={28} />
        <div>
          <h2 className="answer-word">{word("disclosure", disclosure)}</h2>
          <p>
            {disclosure === "exists" && record.agency
              ? t("explorer.access.ask", { agency: agencyName(record.agency) })
              : word("disclosure", `${disclosure}.detail`)}
          </p>
        </div>
      </div>
      <ol className="answer-scale" aria-hidden="true">
        {LEVELS.map((l) => (
          <li key={l} className={l === disclosure ? `is ${l}` : undefined}>
            {word("disclosure", l)}
          </li>
        ))}
      </ol>
      <div className="answer-body">
        <Facts asked={asked} />
        <Rules title={t("explorer.access.decided", { count: asked.disclosure_rules.length })} rules={asked.disclosure_rules} />
        {disclosure === "exists" && asked.withheld_by.length > 0 && (
          <Rules title={t("explorer.access.withheld")} rules={asked.withheld_by} />
        )}
        {knows && (
          <>
            <p className={`answer-action ${asked.allowed ? "yes" : "no"}`}>
              <Icon name={asked.allowed ? "check" : "cross"} />
              <b>{t(asked.allowed ? "explorer.access.allowed" : "explorer.access.refused", { action: word("act", asked.action) })}</b>
            </p>
            <Rules rules={asked.rules} />
          </>
        )}
        <div>
          <Button small onPress={copy}>
            {t("explorer.access.share")}
          </Button>
        </div>
      </div>
    </div>
  );
}

function copy(): void {
  navigator.clipboard.writeText(location.href).then(
    () => say(t("account.tokens.copied")),
    () => say(t("explorer.access.uncopied"), "red"),
  );
}

/** The question as the rules took it. */
function Facts({ asked }: { asked: Asked }) {
  const { agency, point } = useFramework();
  const { officer, record } = asked;
  const where = (id: string | null | undefined, national: string) => (id ? (point(id)?.name ?? id) : national);
  const words = (group: string, all: readonly string[]) => all.map((w) => word(group, w)).join(", ");
  const who = [
    `${agency(officer.agency)} (${officer.state})`,
    where(officer.point, t("explorer.access.national")),
    words("role", officer.roles),
    asked.purpose ? word("purpose", asked.purpose) : t("explorer.access.purpose.none"),
  ];
  const what = [
    word("record", record.kind),
    record.topic !== "general" && word("topic", record.topic),
    record.agency && `${agency(record.agency)} (${record.state})`,
    where(record.point, t("explorer.access.nowhere")),
    record.tlp !== "CLEAR" && record.tlp,
  ];
  return (
    <dl className="answer-facts">
      <dt>{t("explorer.access.officer")}</dt>
      <dd dir="auto">{who.filter(Boolean).join(" · ")}</dd>
      <dt>{t("explorer.access.record")}</dt>
      <dd dir="auto">{what.filter(Boolean).join(" · ")}</dd>
    </dl>
  );
}

function Rules({ title, rules }: { title?: string; rules: readonly RuleShown[] }) {
  return (
    <div className="answer-rules">
      {title && rules.length > 0 && <h3>{title}</h3>}
      {rules.length === 0 && <p>{t("explorer.access.norule")}</p>}
      {rules.map((r) => (
        <blockquote key={r.id} className="rule">
          <p dir="auto">{r.says || r.id}</p>
          <footer className="small">
            <code dir="ltr">{r.id}</code>
            <code className="muted" dir="ltr">
              {placeText(r.place)}
            </code>
          </footer>
        </blockquote>
      ))}
    </div>
  );
}
