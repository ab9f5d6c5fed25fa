import { Link } from "@tanstack/react-router";
import { EmptyState, ErrorState } from "../design/Feedback";
import { t } from "../i18n";

/** A page that could not be drawn at all. */
export function Failed({ error }: { error: unknown }) {
  return (
    <main className="main page narrow">
      <h1 className="visually-hidden">{t("page.failed")}</h1>
      <ErrorState error={error} retry={() => location.reload()} />
    </main>
  );
}

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <main className="main page narrow">
      <h1 className="visually-hidden">{t("page.none")}</h1>
      <EmptyState icon="search" title={t("page.none")} action={<Link to="/">{t("nav.overview")}</Link>} />
    </main>
  );
}
