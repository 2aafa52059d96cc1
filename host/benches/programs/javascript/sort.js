let state = 1;
const next = () => (state = (state * 48271) % 2147483647);
const numbers = Array.from({ length: 200_000 }, next);
const words = numbers.slice(0, 50_000).map(String);
numbers.sort((a, b) => a - b);
words.sort();
return numbers[1000] + words[1000].length;
