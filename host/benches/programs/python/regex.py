import re


def program():
    line = "2026-11-24T12:56:18Z host app[123]: GET /items/42?q=abc 200 17ms; "
    text = line * 2_000
    pattern = r"(\d{4})-(\d\d)-(\d\d)T[\d:]+Z (\w+) app\[(\d+)\]: (GET|POST) (\S+) (\d+) (\d+)ms"
    found = 0
    for match in re.finditer(pattern, text):
        found += len(match.group(8))
    return found + len(re.sub("[aeiou]", "", text))
