import { Dialog, Heading } from "react-aria-components";
import { useOfficerName } from "../api/officers";
import { placeText } from "../api/problem";
import { useFramework } from "../api/queries";
import type { Crossing, StageNow } from "../api/types";
import { StateChip } from "../design/Chip";
import { Countdown } from "../design/Clock";
import { DataList } from "../design/DataList";
import { t, word } from "../i18n";
import { dayAndTime, duration, MICROS } from "../i18n/time";
import { Joint } from "./Joint";
import { Said } from "./Said";

/** Everything about one stage: whose, when, why, after what, and where the framework says so. */
export function StageDetail({ stage, crossing }: { stage: StageNow; crossing: Crossing }) {
  const { agencyName, framework, zone } = useFramework();
  const officer = useOfficerName();
  const own = zone(crossing.card.point);
  const at = (us: number | null | undefined) => (us ? dayAndTime(us, own) : undefined);
  const title = (id: string) => crossing.path.find((s) => s.stage === id)?.title ?? id;
  const ground = framework?.hold_grounds.find((g) => g.id === stage.hold?.ground);
  return (
    <Dialog className="stage-detail">
      <header>
        <Heading slot="title" level={3} dir="auto">
          {stage.title}
        </Heading>
        <StateChip state={stage.state} />
      </header>
      <DataList
        items={[
          [t("account.agency"), `${agencyName(stage.agency)}, ${stage.state_code}`],
          [t("crossing.officer"), stage.officer && officer(stage.officer)],
          [t("crossing.path.ready"), at(stage.ready_us)],
          [t("crossing.path.started"), at(stage.started_us)],
          [t("crossing.path.ended"), at(stage.ended_us)],
          [t("crossing.path.target"), duration(stage.target_s * MICROS)],
          [t("card.waits"), stage.waits_for && title(stage.waits_for)],
          [t("ask.ground"), ground?.title ?? stage.hold?.ground],
          [t("clock.hold"), stage.hold && <Countdown until={stage.hold.until_us} label={t("clock.hold")} zone={own} />],
          [t("crossing.path.after"), stage.after.map(title).join(", ")],
          [stage.mandatory ? t("crossing.mandatory") : t("crossing.path.optional"), word("side", stage.side)],
          [
            t("crossing.place"),
            <code key="place" dir="ltr">
              {placeText(stage.place)}
            </code>,
          ],
        ]}
      />
      <Joint stage={stage} />
      <Said words={stage.hold?.reason ?? stage.reason} />
    </Dialog>
  );
}
