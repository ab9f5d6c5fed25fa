import { useFramework } from "../api/queries";
import type { StageNow } from "../api/types";
import { Chip, StateChip } from "../design/Chip";
import { t } from "../i18n";

/** Who takes part in a joint examination, and what each has found. */
export function Joint({ stage: { joint } }: { stage: StageNow }) {
  const { agencyName } = useFramework();
  if (!joint) return null;
  return (
    <ul className="joint" aria-label={t("crossing.joint")}>
      {joint.participants.map((p) => (
        <li key={p.agency}>
          <span>{agencyName(p.agency)}</span>
          {p.verdict ? <StateChip state={p.verdict} /> : <Chip tone="outline">{t("crossing.joint.owed")}</Chip>}
        </li>
      ))}
    </ul>
  );
}
