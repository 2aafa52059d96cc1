const line = "2026-11-24T12:56:18Z host app[123]: GET /items/42?q=abc 200 17ms; ";
const text = line.repeat(5_000);
let found = 0;
for (const match of text.matchAll(/(\d{4})-(\d\d)-(\d\d)T[\d:]+Z (\w+) app\[(\d+)\]: (GET|POST) (\S+) (\d+) (\d+)ms/g)) {
    found += match[8].length;
}
return found + text.replace(/[aeiou]/g, "").length;
