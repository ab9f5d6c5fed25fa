import type { ReactNode } from "react";

/** A surface with a heading. */
export function Panel({ title, aside, children, flush }: { title?: string; aside?: ReactNode; children: ReactNode; flush?: boolean }) {
  return (
    <section className="panel" aria-label={title}>
      {title && (
        <header className="panel-head">
          <h2>{title}</h2>
          {aside}
        </header>
      )}
      <div className={flush ? "panel-flush" : "panel-body"}>{children}</div>
    </section>
  );
}

/** The head of a page: what it shows, and what can be done there. */
export function PageHead({
  title,
  icon,
  detail,
  children,
}: {
  title: ReactNode;
  icon?: ReactNode;
  detail?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className="page-head">
      <div className="grow">
        <h1 className="row">
          {icon}
          <span dir="auto">{title}</span>
        </h1>
        {detail && <div className="page-detail">{detail}</div>}
      </div>
      {children && <div className="row row-wrap">{children}</div>}
    </header>
  );
}
