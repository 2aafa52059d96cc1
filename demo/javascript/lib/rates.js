// A stand-in for a slow service: each rate takes a while, and all are awaited together.
const IN_EUR = { EUR: 1, USD: 0.92, GBP: 1.17 };

const after = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

async function rate(from, to) {
  return [from, await after(20, IN_EUR[from] / IN_EUR[to])];
}

export async function ratesFor(currencies, to) {
  return new Map(await Promise.all([...currencies].map((from) => rate(from, to))));
}
