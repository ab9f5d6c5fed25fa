import { useQuery } from "@tanstack/react-query";
import { Icon } from "../design/Icon";
import { number, t } from "../i18n";
import { hitCountQuery } from "./queries";

/** How many hits are open, and how many of them are past their time. */
export function HitBadge() {
  const { data } = useQuery(hitCountQuery);
  if (!data || data.open === 0) return null;
  return (
    <span className="nav-badges">
      <span className="nav-badge" title={t("hits.badge.open", { count: data.open })}>
        <span aria-hidden="true">{number(data.open)}</span>
        <span className="visually-hidden">{t("hits.badge.open", { count: data.open })}</span>
      </span>
      {data.late > 0 && (
        <span className="nav-badge late" title={t("hits.badge.late", { count: data.late })}>
          <Icon name="clock" size={10} />
          <span aria-hidden="true">{number(data.late)}</span>
          <span className="visually-hidden">{t("hits.badge.late", { count: data.late })}</span>
        </span>
      )}
    </span>
  );
}
