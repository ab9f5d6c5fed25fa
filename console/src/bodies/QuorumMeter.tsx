import type { Quorum } from "../api/types";
import { Chip } from "../design/Chip";
import { Meter } from "../design/Meter";
import { t, word } from "../i18n";

/** How many members are there, how many have to be, and whether whoever has to be among them is. */
export function QuorumMeter({ quorum, present, office }: { quorum: Quorum; present?: number; office?: boolean }) {
  const here = present ?? quorum.present;
  const led = office ?? quorum.office;
  const met = led && here > 0 && here >= quorum.needed;
  const missing = Math.max(0, quorum.needed - here);
  return (
    <div className="quorum" role="status">
      <p className="row row-wrap">
        <Chip tone={met ? "green" : "red"} icon={met ? "check" : "alert"}>
          {t(met ? "bodies.quorum.met" : "bodies.quorum.not")}
        </Chip>
        <span className="num">{t("bodies.quorum.counted", { present: here, of: quorum.of, needed: quorum.needed })}</span>
        {!led && <span>{word("quorumwith", quorum.with)}</span>}
      </p>
      <Meter
        label={t("bodies.quorum")}
        shares={[
          { id: "there", name: t("bodies.there"), count: here, tone: met ? "green" : "amber" },
          { id: "missing", name: t("bodies.quorum.missing"), count: missing, tone: "red" },
          { id: "away", name: t("bodies.away"), count: Math.max(0, quorum.of - here - missing), tone: "outline" },
        ]}
      />
    </div>
  );
}
