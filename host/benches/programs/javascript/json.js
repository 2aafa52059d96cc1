const rows = Array.from({ length: 20_000 }, (_, index) => ({
    id: index,
    name: `row ${index}`,
    tags: ["a", "b", null],
    score: index / 7,
}));
let length = 0;
for (let round = 0; round < 5; round += 1) {
    const text = JSON.stringify(rows);
    length += JSON.parse(text).length + text.length;
}
return length;
