import { useOfficer } from "../api/queries";
import { Button } from "../design/Button";
import { Clock } from "../design/Clock";
import { ErrorState, Skeleton } from "../design/Feedback";
import { KindIcon } from "../design/Icon";
import { Panel } from "../design/Panel";
import { number, t } from "../i18n";
import type { Waiting } from "./desk";

/** Of those who wait, the first are shown; the rest is counted. */
const SHOWN = 12;

interface Props {
  waiting: readonly Waiting[];
  query: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
  current: string | undefined;
  onOpen: (id: string) => void;
  onNext: () => void;
  shortcut: string;
}

/** Who waits for the officer's agency, the longest first. */
export function Next({ waiting, query, current, onOpen, onNext, shortcut }: Props) {
  const officer = useOfficer();
  return (
    <Panel title={t("desk.queue")} aside={<span className="count num">{number(waiting.length)}</span>} flush>
      {query.isError && <ErrorState error={query.error} retry={() => query.refetch()} />}
      {query.isPending ? (
        <Skeleton lines={6} />
      ) : waiting.length === 0 ? (
        <p className="desk-nobody muted">{t("desk.queue.none", { agency: officer.agency_name || officer.agency })}</p>
      ) : (
        <>
          <div className="desk-take">
            <Button icon="right" shortcut={shortcut} onPress={onNext}>
              {t("desk.next")}
            </Button>
          </div>
          <ol className="desk-queue">
            {waiting.slice(0, SHOWN).map((w) => (
              <li key={w.card.id}>
                <button type="button" className="desk-waiting" aria-current={w.card.id === current} onClick={() => onOpen(w.card.id)}>
                  <KindIcon kind={w.card.subject_kind} />
                  <span className="grow desk-who">
                    <strong className="clip" dir="auto">
                      {w.card.label}
                    </strong>
                    <span className="muted small clip" dir="auto">
                      {w.mine ? `${t("board.who.mine")} · ${w.stage}` : w.stage}
                    </span>
                  </span>
                  <Clock since={w.since} due={w.due} label={t("clock.wait")} />
                </button>
              </li>
            ))}
          </ol>
          {waiting.length > SHOWN && <p className="desk-nobody muted small">{t("board.lane.more", { count: waiting.length - SHOWN })}</p>}
        </>
      )}
    </Panel>
  );
}
