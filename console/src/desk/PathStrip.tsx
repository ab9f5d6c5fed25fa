import { useFramework } from "../api/queries";
import type { Crossing } from "../api/types";
import { STATES } from "../design/Chip";
import { Icon } from "../design/Icon";
import { t, word } from "../i18n";

/** How far a file has come, in one line: every stage that must be done, whose it is, and the officer's own. */
export function PathStrip({ file, own }: { file: Crossing; own: string | undefined }) {
  const { agency } = useFramework();
  const stages = file.path.filter((s) => s.state !== "not_applicable" && (s.mandatory || !["pending", "ready"].includes(s.state)));
  return (
    <ol className="desk-path" aria-label={t("crossing.path")}>
      {stages.map((s) => {
        const look = STATES[s.state];
        return (
          <li key={s.stage} className={`desk-stage ${look?.tone ?? "neutral"}`} aria-current={s.stage === own ? "step" : undefined}>
            <span className="clip" dir="auto" title={s.title}>
              {s.title}
            </span>
            <span className="desk-stage-state small">
              {look?.icon && <Icon name={look.icon} size={11} />}
              {word("state", s.state)} <span className="muted">{agency(s.agency)}</span>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
