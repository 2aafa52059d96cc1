def program():
    state = 1
    numbers = []
    for _ in range(100_000):
        state = state * 48271 % 2147483647
        numbers.append(state)
    words = [str(number) for number in numbers[:50_000]]
    numbers.sort()
    words.sort()
    return numbers[1000] + len(words[1000])
