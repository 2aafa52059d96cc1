import json


def program():
    rows = [
        {"id": index, "name": f"row {index}", "tags": ["a", "b", None], "score": index / 8}
        for index in range(10_000)
    ]
    length = 0
    for _ in range(5):
        text = json.dumps(rows)
        length += len(json.loads(text)) + len(text)
    return length
