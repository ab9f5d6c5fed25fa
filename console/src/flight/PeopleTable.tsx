import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { memo, type ReactNode, useEffect, useRef, useState } from "react";
import { pathsQuery, useFramework } from "../api/queries";
import { stageOf } from "../api/stages";
import type { Card } from "../api/types";
import { StateChip } from "../design/Chip";
import { Clock, Countdown } from "../design/Clock";
import { Icon } from "../design/Icon";
import { t } from "../i18n";
import { type Order, paperOf, partOf, windowOf } from "./flights";

/** Until the first row has been measured. Pixels. */
const ROW_PX = 37;

/** The rows to draw of a table that scrolls with the page: however long the list, only what is near the screen is in the document. */
function useWindow(count: number) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [row, setRow] = useState(ROW_PX);
  const [[from, to], setRange] = useState<[number, number]>([0, Math.min(count, 60)]);
  useEffect(() => {
    let asked = 0;
    const look = () => {
      asked = 0;
      const at = body.current;
      if (!at) return;
      const height = at.querySelector<HTMLElement>("tr[data-row]")?.offsetHeight || ROW_PX;
      setRow(height);
      const next = windowOf(-at.getBoundingClientRect().top, innerHeight, height, count);
      setRange((old) => (old[0] === next[0] && old[1] === next[1] ? old : next));
    };
    const ask = () => {
      asked ||= requestAnimationFrame(look);
    };
    look();
    addEventListener("scroll", ask, { passive: true });
    addEventListener("resize", ask);
    return () => {
      cancelAnimationFrame(asked);
      removeEventListener("scroll", ask);
      removeEventListener("resize", ask);
    };
  }, [count]);
  return { body, from, to, before: from * row, after: Math.max(0, count - to) * row };
}

interface Props {
  people: readonly Card[];
  point: string;
  by: Order;
  onOrder: (by: Order) => void;
}

/** Everybody on board. Arrow keys go from person to person. */
export function PeopleTable({ people, point, by, onOrder }: Props) {
  const { body, from, to, before, after } = useWindow(people.length);
  const { agency } = useFramework();
  const { data: paths } = useQuery(pathsQuery(point));
  return (
    <div className="panel people-panel">
      <table className="table people" aria-rowcount={people.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <Ordered id="name" by={by} onOrder={onOrder} className="person-cell">
              {t("data.name")}
            </Ordered>
            <th className="document-cell">{t("data.document")}</th>
            <Ordered id="nationality" by={by} onOrder={onOrder} className="nationality-cell">
              {t("data.nationality")}
            </Ordered>
            <th className="state-cell">{t("intake.state")}</th>
            <th className="holder-cell">{t("crossing.holder")}</th>
            <Ordered id="wait" by={by} onOrder={onOrder} className="clock-cell end">
              {t("clock.stage")}
            </Ordered>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={walk}>
          {before > 0 && <Gap height={before} />}
          {people.slice(from, to).map((card, i) => (
            <PersonRow
              key={card.id}
              card={card}
              index={from + i + 2}
              stage={stageOf(paths, card, card.holder?.stage)?.title ?? card.holder?.stage ?? ""}
              agency={agency(card.holder?.agency ?? card.agency)}
            />
          ))}
          {after > 0 && <Gap height={after} />}
        </tbody>
      </table>
    </div>
  );
}

function Gap({ height }: { height: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row that holds nothing cannot be focused
    <tr className="gap" aria-hidden="true">
      <td style={{ blockSize: height }} />
    </tr>
  );
}

function walk(event: React.KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const row = (event.target as HTMLElement).closest("tr");
  const next = event.key === "ArrowDown" ? row?.nextElementSibling : row?.previousElementSibling;
  const link = next?.querySelector("a");
  if (!link) return;
  event.preventDefault();
  link.focus();
}

function Ordered({
  id,
  by,
  onOrder,
  className,
  children,
}: {
  id: Order;
  by: Order;
  onOrder: (by: Order) => void;
  className: string;
  children: ReactNode;
}) {
  return (
    <th className={className} aria-sort={by === id ? "ascending" : "none"}>
      <button type="button" className="order" onClick={() => onOrder(id)}>
        <span className="order-name">{children}</span>
        <Icon name="chevron" size={10} />
      </button>
    </th>
  );
}

interface RowProps {
  card: Card;
  index: number;
  stage: string;
  agency: string;
}

const PersonRow = memo(function PersonRow({ card, index, stage, agency }: RowProps) {
  const navigate = useNavigate();
  if (card.disclosure !== "content") {
    return (
      <tr data-row aria-rowindex={index}>
        <td colSpan={2} className="muted">
          {t("board.exists", { agency })}
        </td>
      </tr>
    );
  }
  const { nationality, document } = paperOf(card);
  const here = partOf(card.state) !== "settled" && card.holder_since_us;
  return (
    <tr data-row aria-rowindex={index} className="pressable" onClick={() => navigate({ to: "/crossings/$id", params: { id: card.id } })}>
      <td className="person-cell">
        <Link to="/crossings/$id" params={{ id: card.id }} className="person-name clip" dir="auto" onClick={(e) => e.stopPropagation()}>
          {card.label}
        </Link>
      </td>
      <td className="document-cell mono">{document}</td>
      <td className="nationality-cell">{nationality}</td>
      <td className="state-cell">
        <StateChip state={card.state} />
      </td>
      <td className="holder-cell clip">
        {card.holder && (
          <>
            <strong>{agency}</strong> <span className="muted">{stage}</span>
          </>
        )}
      </td>
      <td className="clock-cell end">
        {card.hold ? (
          <Countdown until={card.hold.until_us} label={t("clock.hold")} />
        ) : (
          here && <Clock since={here} due={card.due_us} label={t("clock.stage")} />
        )}
      </td>
    </tr>
  );
});
