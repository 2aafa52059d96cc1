// What each region sold, largest first.
export function totals(rows, rates) {
  const regions = Map.groupBy(rows, (row) => row.region);
  return [...regions]
    .map(([region, sales]) => ({
      region,
      sales: sales.length,
      total: round(sales.reduce((sum, sale) => sum + sale.amount * rates.get(sale.currency), 0)),
    }))
    .sort((a, b) => b.total - a.total);
}

const round = (amount) => Math.round(amount * 100) / 100;
