export function FlightPage() {
  return <h1>FlightPage</h1>;
}
