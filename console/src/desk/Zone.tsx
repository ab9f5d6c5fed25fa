import type { ScanResult } from "../api/types";
import { Panel } from "../design/Panel";
import { t, word } from "../i18n";
import { Choice } from "./Choice";
import { marked, runs } from "./desk";
import { documentOf } from "./state";
import { differences } from "./wedge";

/** The lines of a zone in the type of the page, with columns marked. */
export function Lines({ lines, marks }: { lines: readonly string[]; marks?: (line: number) => readonly number[] }) {
  return (
    <pre className="zone mono" dir="ltr">
      {lines.map((line, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
        <span key={i} className="zone-line">
          {runs(line, marks?.(i) ?? []).map((run) =>
            run.mark ? <mark key={run.at}>{run.text}</mark> : <span key={run.at}>{run.text}</span>,
          )}
        </span>
      ))}
    </pre>
  );
}

interface Props {
  result: ScanResult;
  onRead: (lines: readonly string[]) => void;
  onAccept: () => void;
}

/** A misread zone: what is wrong where, and the readings that would make it right. The officer says which of them the page shows. */
export function Doubtful({ result, onRead, onAccept }: Props) {
  const document = documentOf(result);
  const lines = document.lines ?? [];
  const problems = document.problems ?? [];
  return (
    <>
      <Panel title={t("desk.scanned")}>
        <div className="readings">
          <div className="reading">
            <Lines lines={lines} marks={(i) => marked(problems, i)} />
            <Choice number={0} onPress={onAccept}>
              {t("desk.accept")}
            </Choice>
          </div>
          <ul className="zone-problems">
            {problems.map((p) => (
              <li key={`${p.line} ${p.column} ${p.field} ${p.code}`} className={p.invalid ? undefined : "muted"}>
                {t("desk.problem", { line: p.line, column: p.column, field: word("zone", p.field), found: p.found, expected: p.expected })}
              </li>
            ))}
          </ul>
        </div>
      </Panel>
      {result.likely_readings.length > 0 && (
        <Panel title={t("desk.likely")}>
          <ul className="readings">
            {result.likely_readings.map((reading, i) => (
              <li key={reading.join("\n")} className="reading">
                <Lines lines={reading} marks={(line) => differences(lines[line] ?? "", reading[line] ?? "")} />
                <Choice number={i + 1} onPress={() => onRead(reading)}>
                  {t("desk.take")}
                </Choice>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}
