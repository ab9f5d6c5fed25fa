import type { Candidate } from "../api/types";
import { Chip, type Tone } from "../design/Chip";
import { t, word } from "../i18n";

const TONES: Record<string, Tone> = { same: "green", close: "amber", differs: "red", unknown: "outline" };

/** Field by field: what was announced, what the document says, and whether that is the same. */
export function Reasons({ reasons }: { reasons: Candidate["reasons"] }) {
  return (
    <div className="table-scroll panel">
      <table className="table reasons">
        <thead>
          <tr>
            <th>{t("desk.field")}</th>
            <th>{t("desk.candidate.announced")}</th>
            <th>{t("desk.candidate.shown")}</th>
            <th>{t("desk.agreement")}</th>
          </tr>
        </thead>
        <tbody>
          {reasons.map((r) => (
            <tr key={r.field}>
              <th scope="row">{word("zone", r.field)}</th>
              <td className="mono" dir="auto">
                {r.announced}
              </td>
              <td className="mono" dir="auto">
                {r.shown}
              </td>
              <td>
                <Chip tone={TONES[r.agreement] ?? "neutral"}>{word("agreement", r.agreement)}</Chip>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
