import { useQuery } from "@tanstack/react-query";
import { Icon } from "../design/Icon";
import { number, t } from "../i18n";
import { inboxCountQuery } from "./queries";

/** What waits in the inbox: how much nobody has seen, and how much is late. Those who have no inbox see nothing. */
export function InboxBadge() {
  const { data } = useQuery(inboxCountQuery);
  if (!data || data.unseen + data.late === 0) return null;
  return (
    <span className="nav-badges">
      {data.unseen > 0 && (
        <span className="nav-badge" title={t("inbox.badge.unseen", { count: data.unseen })}>
          <span aria-hidden="true">{number(data.unseen)}</span>
          <span className="visually-hidden">{t("inbox.badge.unseen", { count: data.unseen })}</span>
        </span>
      )}
      {data.late > 0 && (
        <span className="nav-badge late" title={t("inbox.badge.late", { count: data.late })}>
          <Icon name="clock" size={10} />
          <span aria-hidden="true">{number(data.late)}</span>
          <span className="visually-hidden">{t("inbox.badge.late", { count: data.late })}</span>
        </span>
      )}
    </span>
  );
}
