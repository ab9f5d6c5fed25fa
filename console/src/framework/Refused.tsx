import { placeText, problemOf } from "../api/problem";
import { ErrorState, Notice } from "../design/Feedback";
import { Limited } from "../design/Limited";
import { t } from "../i18n";
import { faults } from "./versions";
import "./findings.css";

/** Why files were not taken: each error of the framework with its place and its remedy, or the one sentence of any other problem. */
export function Refused({ error }: { error: unknown }) {
  const problem = problemOf(error);
  const { count, faults: told } = faults(problem);
  if (told.length === 0) return <ErrorState error={problem} />;
  return (
    <div role="alert" className="stack">
      <Notice tone="red" icon="alert">
        <p>{t("explorer.propose.errors", { count })}</p>
        {told.length < count && <p className="small">{t("explorer.propose.errors.first", { count: told.length })}</p>}
      </Notice>
      <Limited items={told} first={6} className="finding-list fault-list">
        {(fault) => (
          <div className="finding" lang="en" dir="ltr">
            <p>
              <code className="finding-item">{fault.code}</code> <b>{fault.message}</b>{" "}
              <code className="muted small">
                {placeText(fault.place)}:{fault.place.column}
              </code>
            </p>
            {fault.mend && <p className="small">{fault.mend}</p>}
          </div>
        )}
      </Limited>
    </div>
  );
}
