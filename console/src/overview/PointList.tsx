import { Link } from "@tanstack/react-router";
import { Clock } from "../design/Clock";
import { KindIcon } from "../design/Icon";
import { number, t, word } from "../i18n";
import type { PointLine } from "./Overview";

/** The crossing points as a table: everything that the map shows, and the figures. */
export function PointList({ lines, own }: { lines: readonly PointLine[]; own: string }) {
  return (
    <div className="panel table-scroll">
      <table className="table point-table">
        <thead>
          <tr>
            <th>{t("overview.point")}</th>
            <th className="end">{t("overview.queue")}</th>
            <th className="end">{t("clock.wait")}</th>
            <th className="end">{t("overview.past")}</th>
            <th className="end">{t("overview.holds")}</th>
            <th className="end">{t("overview.refusals")}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ point, now }) => (
            <tr key={point.id} className={point.id === own ? "own" : undefined}>
              <td>
                <Link to="/points/$point" params={{ point: point.id }} search={{ path: undefined, who: undefined }} className="point-name">
                  <KindIcon kind={point.environment} />
                  <span>
                    <span className="visually-hidden">{word("environment", point.environment)}: </span>
                    {point.name}
                  </span>
                </Link>
              </td>
              {now ? (
                <>
                  <Figure value={now.waiting} />
                  <td className="end">{now.oldest_us ? <Clock since={now.oldest_us} label={t("clock.wait")} /> : <None />}</td>
                  <Figure value={now.past_target} tone="red" />
                  <Figure value={now.held} tone="amber" />
                  <Figure value={now.refused} tone="red" />
                </>
              ) : (
                <td colSpan={5} className="muted small end">
                  {t("overview.quiet")}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Figure({ value, tone }: { value: number; tone?: "red" | "amber" }) {
  return <td className={value > 0 && tone ? `end num figure-${tone}` : "end num"}>{value > 0 ? number(value) : <None />}</td>;
}

/** Nought is shown faint, so that the eye finds what is not nought. */
function None() {
  return <span className="muted num">{number(0)}</span>;
}
