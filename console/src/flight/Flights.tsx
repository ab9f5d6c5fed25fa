export function Flights() {
  return <h1>Flights</h1>;
}
