import { Link } from "@tanstack/react-router";
import type { Receipt } from "../api/types";
import { StateChip } from "../design/Chip";
import { t } from "../i18n";

/** What became of each message that was just taken in. */
export function ReceiptList({ receipts }: { receipts: readonly Receipt[] }) {
  return (
    <div role="status">
      <ul className="receipts">
        {receipts.map((r) => (
          <li key={r.id}>
            <span className="row row-wrap">
              <StateChip state={r.state} />
              {r.message_ref && <span className="mono">{r.message_ref}</span>}
              {r.flight && r.crossing && r.state === "accepted" ? (
                <Link to="/flights/$id" params={{ id: r.crossing }} className="num">
                  {r.flight}
                </Link>
              ) : (
                <span className="num">{r.flight}</span>
              )}
              {r.passengers > 0 && <span className="muted num">{t("intake.count", { count: r.passengers })}</span>}
            </span>
            {r.error && <Why error={r.error} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Why a message was not used: what an integrator tests for, the sentence, and the place. */
export function Why({ error }: { error: NonNullable<Receipt["error"]> }) {
  return (
    <p className="why">
      <code dir="ltr">{error.code}</code> <span dir="auto">{error.detail}</span>
      {error.segment > 0 && (
        <span className="muted small num"> {t("intake.where.byte", { segment: error.segment, position: error.position })}</span>
      )}
    </p>
  );
}
