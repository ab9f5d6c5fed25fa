/** Line drawings on a 16 px grid. They accompany words and never replace them, so they are hidden from screen readers. */
const PATHS = {
  air: "M2 10.5l12-5M14 5.5c.8-.4.6-1.5-.4-1.4l-2.4.5L6 2 4.7 2.5l3.5 3.6-3.4.9-1.6-1-.9.4L4 9.2",
  land: "M5 14L6.5 2M11 14L9.5 2M8 3v1.6M8 7v1.8M8 11.4V13.4",
  sea: "M2 10.5l1 3h10l1-3-6-2-6 2zM8 8.5V3M5 6h6M1.5 15c1.2 0 1.2-.8 2.4-.8S5.200 15 6.500 15s1.300-.8 2.600-.8 1.300.8 2.500.8 1.300-.8 2.900-.8",
  lake: "M1.500 6c1.600 0 1.600-1.200 3.200-1.200S6.400 6 8 6s1.600-1.200 3.200-1.200S12.800 6 14.500 6M1.500 9.500c1.600 0 1.600-1.200 3.200-1.200s1.700 1.200 3.300 1.200 1.600-1.200 3.200-1.200 1.600 1.200 3.300 1.200M1.500 13c1.600 0 1.600-1.200 3.200-1.200S6.400 13 8 13s1.600-1.200 3.200-1.200S12.800 13 14.500 13",
  rail: "M4 2.500h8v8H4zM4 7h8M6 10.500L4 14M10 10.500l2 3.500M6 8.800h.01M10 8.800h.01",
  traveller: "M8 7.500a2.700 2.700 0 100-5.400 2.700 2.700 0 000 5.400zM2.800 14c.4-3 2.500-4.600 5.200-4.600s4.800 1.600 5.200 4.600",
  person_on_foot:
    "M8.800 4a1.300 1.300 0 100-2.600 1.300 1.300 0 000 2.600zM8.500 5.500L7 9.500l2 1.500.5 3.500M7 9.500L5 14.500M8.500 5.500L5.500 7v2M8.500 5.500l1.500 2.200L12 8.500",
  flight: "M2 10.500l12-5M14 5.500c.8-.4.6-1.500-.4-1.400l-2.400.5L6 2 4.700 2.500l3.500 3.600-3.400.9-1.600-1-.9.400L4 9.200",
  truck:
    "M1 3.500h8.500v8H1zM9.500 6.500h3l2.500 2.500v2.500H9.500zM4 13.500a1.300 1.300 0 100-2.600 1.300 1.300 0 000 2.600zM12 13.500a1.300 1.300 0 100-2.600 1.300 1.300 0 000 2.600z",
  bus: "M2 3h12v8.500H2zM2 7.500h12M6 3v4.500M10 3v4.500M4.500 13.500a1.200 1.200 0 100-2.400 1.200 1.200 0 000 2.400zM11.500 13.500a1.200 1.200 0 100-2.400 1.200 1.200 0 000 2.400z",
  car: "M1.500 11.500V8.500L3 8l1.500-3.500h7L13 8l1.500.5v3zM3 8h10M4.500 12.800a1.200 1.200 0 100-2.400 1.200 1.200 0 000 2.400zM11.500 12.800a1.200 1.200 0 100-2.400 1.200 1.200 0 000 2.400z",
  vessel: "M2 10.500l1 3h10l1-3-6-2-6 2zM8 8.500V3M5 6h6M4 9.500V6M12 9.500V6",
  consignment: "M2 5l6-3 6 3v6.500l-6 3-6-3zM2 5l6 3 6-3M8 8v6.500",
  check: "M3 8.500l3.500 3.500L13 4.500",
  cross: "M4 4l8 8M12 4l-8 8",
  pause: "M5.500 3.500v9M10.500 3.500v9",
  right: "M3 8h10M9 4l4 4-4 4",
  chevron: "M4 6l4 4 4-4",
  search: "M7 11.500a4.500 4.500 0 100-9 4.500 4.500 0 000 9zM10.500 10.500L14 14",
  scan: "M2 5V2.500h3M11 2.500h3V5M14 11v2.500h-3M5 13.500H2V11M2 8h12",
  board: "M2 2.500h3.500v11H2zM6.800 2.500h3.500v7H6.800zM11.500 2.500H15v9h-3.500z",
  map: "M1.500 4l4-1.500 5 2 4-1.500v9l-4 1.500-5-2-4 1.500zM5.500 2.500v9M10.500 4.500v9",
  inbox: "M2 9l2-6h8l2 6v4.500H2zM2 9h3.500l1 2h3l1-2H14",
  plus: "M8 3v10M3 8h10",
  clock: "M8 14.500a6.500 6.500 0 100-13 6.500 6.500 0 000 13zM8 4.500V8l2.500 1.500",
  lock: "M3.500 7.500h9v6.500h-9zM5.500 7.500V5a2.500 2.500 0 015 0v2.500",
  alert: "M8 2L1.500 13.500h13zM8 6.500v3M8 11.500h.01",
  info: "M8 14.500a6.500 6.500 0 100-13 6.500 6.500 0 000 13zM8 7.200v4M8 4.800h.01",
  user: "M8 7.500a2.700 2.700 0 100-5.400 2.700 2.700 0 000 5.400zM2.800 14c.4-3 2.500-4.600 5.200-4.600s4.800 1.600 5.200 4.600",
  keyboard: "M1.500 4h13v8.500h-13zM4 6.800h.01M6.700 6.800h.01M9.300 6.800h.01M12 6.800h.01M5 10h6",
  flag: "M3.500 14.500v-12M3.500 3c3-1.500 5 1.500 9 0v6c-4 1.500-6-1.500-9 0",
  refresh: "M13 8a5 5 0 11-1.500-3.600M13.500 2v3h-3",
} as const;

export type IconName = keyof typeof PATHS;

export const hasIcon = (name: string): name is IconName => name in PATHS;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The icon of a kind of subject or environment that comes from the server. */
export function KindIcon({ kind, size = 16 }: { kind: string | null | undefined; size?: number }) {
  return <Icon name={kind && hasIcon(kind) ? kind : "info"} size={size} />;
}
