import { number } from "../i18n";
import type { Tone } from "./Chip";
import "./meter.css";

export interface Share {
  id: string;
  name: string;
  count: number;
  tone: Tone;
}

/** How a whole is divided, as one bar. The numbers are read out; beside the bar they stand wherever there is room for them. */
export function Meter({ label, shares, thin }: { label: string; shares: readonly Share[]; thin?: boolean }) {
  const text = shares.map((s) => `${s.name} ${number(s.count)}`).join(", ");
  return (
    <div className={thin ? "meter thin" : "meter"} role="img" aria-label={`${label}: ${text}`}>
      {shares
        .filter((s) => s.count > 0)
        .map((s) => (
          <span key={s.id} className={`meter-part ${s.tone}`} style={{ flexGrow: s.count }} />
        ))}
    </div>
  );
}
