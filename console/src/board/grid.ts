/** A card's place on the board: its lane, and which one it is there. */
export interface At {
  lane: number;
  row: number;
}

/** Where an arrow key leads from a card. Lanes without cards are passed over; at an edge one stays. `sizes` are the cards of each lane. */
export function step(sizes: readonly number[], at: At, key: string, rightToLeft: boolean): At | undefined {
  const last = (lane: number) => (sizes[lane] ?? 0) - 1;
  const sideways = (by: number): At | undefined => {
    for (let lane = at.lane + by; lane >= 0 && lane < sizes.length; lane += by) {
      if (last(lane) >= 0) return { lane, row: Math.min(at.row, last(lane)) };
    }
    return undefined;
  };
  const forward = rightToLeft ? "ArrowLeft" : "ArrowRight";
  switch (key) {
    case "ArrowDown":
      return at.row < last(at.lane) ? { ...at, row: at.row + 1 } : undefined;
    case "ArrowUp":
      return at.row > 0 ? { ...at, row: at.row - 1 } : undefined;
    case "Home":
      return { ...at, row: 0 };
    case "End":
      return { ...at, row: last(at.lane) };
    case "ArrowLeft":
    case "ArrowRight":
      return sideways(key === forward ? 1 : -1);
    default:
      return undefined;
  }
}
