let total = 0;
for (let index = 0; index < 2_000_000; index += 1) {
    total += index & 7;
}
return total;
