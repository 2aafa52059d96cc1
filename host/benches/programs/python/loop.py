def program():
    total = 0
    for index in range(2_000_000):
        total += index & 7
    return total
