import { useQuery } from "@tanstack/react-query";
import { partsQuery } from "../api/queries";
import type { Crossing } from "../api/types";
import { CrossingCard, Parts } from "../board/CrossingCard";
import { ButtonLink } from "../design/Button";
import { Loaded } from "../design/Feedback";
import { Limited } from "../design/Limited";
import { Panel } from "../design/Panel";
import { t } from "../i18n";
import { urgent } from "./parts";

const FIRST_PARTS = 12;

/** What a bus or a ship carries, each with its own file. A flight has a page for its people. */
export function PartsPanel({ crossing: { card } }: { crossing: Crossing }) {
  if (!card.parts || card.parts.total === 0) return null;
  const isFlight = card.subject_kind === "flight";
  return (
    <Panel
      title={t("crossing.parts")}
      aside={
        isFlight && (
          <ButtonLink to="/flights/$id" params={{ id: card.id }} icon="traveller">
            {t("flight.passengers")}
          </ButtonLink>
        )
      }
    >
      <div className="stack">
        <Parts parts={card.parts} />
        {!isFlight && <List id={card.id} />}
      </div>
    </Panel>
  );
}

function List({ id }: { id: string }) {
  const query = useQuery(partsQuery(id));
  return (
    <Loaded query={query} lines={3}>
      {({ crossings }) => (
        <Limited items={urgent(crossings)} first={FIRST_PARTS} className="parts">
          {(card) => <CrossingCard card={card} />}
        </Limited>
      )}
    </Loaded>
  );
}
