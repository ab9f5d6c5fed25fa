import type { AgendaItem } from "../api/types";
import { Chip } from "../design/Chip";
import { t, word } from "../i18n";
import { itemLook, leads } from "./looks";

interface Props {
  items: readonly AgendaItem[];
  body: string;
  label: string;
  /** Takes an item off. */
  onWithdraw?: ((item: number) => void) | undefined;
}

/** An agenda, in its order. What puts itself there says why by its kind. */
export function Agenda({ items, body, label, onWithdraw }: Props) {
  return (
    <ol className="agenda" aria-label={label}>
      {items.map((item) => (
        <li
          key={`${item.item ?? ""} ${item.about_kind} ${item.about} ${item.title}`}
          className={item.withdrawn ? "agenda-item off" : "agenda-item"}
        >
          <Item item={item} body={body} />
          {onWithdraw && !item.withdrawn && typeof item.item === "number" && (
            <button type="button" className="link-button small" onClick={() => onWithdraw(item.item as number)}>
              {t("bodies.item.withdraw")}
              <span className="visually-hidden">: {item.title}</span>
            </button>
          )}
        </li>
      ))}
    </ol>
  );
}

function Item({ item, body }: { item: AgendaItem; body: string }) {
  const look = itemLook(item.kind);
  const to = leads(item, body);
  return (
    <div className="agenda-text">
      {item.kind !== "other" && (
        <Chip tone={look.tone} icon={look.icon}>
          {word("agendakind", item.kind)}
        </Chip>
      )}{" "}
      {to ? (
        <a href={to} dir="auto">
          {item.title}
        </a>
      ) : (
        <span dir="auto">{item.title}</span>
      )}
      {item.withdrawn && <span className="muted small"> · {t("bodies.item.off", { reason: item.withdrawn })}</span>}
    </div>
  );
}
