def program():
    pieces = []
    for index in range(300_000):
        pieces.append(chr(97 + index % 26))
        if index % 100 == 0:
            pieces.append(" ")
    words = "".join(pieces).split(" ")
    total = 0
    for word in words:
        total += word.upper().find("XYZ") + len(word[10:20])
    return total + len("-".join(words))
