"""Small arithmetic, word problems, comparisons, counting and number sequences."""

from __future__ import annotations

from .draw import Draw, Task
from .words import ANIMALS, DAYS, FIRST_NAMES, FRUITS, MONTHS, NUMBERS, OBJECTS, plural

_ASK = (
    "What is {e}?",
    "What's {e}?",
    "{e} = ?",
    "{e}",
    "{e} =",
    "Calculate {e}.",
    "Compute {e}.",
    "How much is {e}?",
    "{e}?",
    "Solve {e}.",
    "Can you calculate {e}?",
    "What does {e} equal?",
    "~Work out {e}.",
    "~Please tell me what {e} is.",
    "Please calculate {e}.",
    "What do you get for {e}?",
    "Give me the result of {e}.",
    "Evaluate {e}.",
)


def _operands(draw: Draw) -> tuple[int, str, int, int]:
    """Two operands, the sign between them and the result; sums and differences stay within 0..198."""
    kind = draw.random.random()
    high = 9 if draw.chance(0.3) else 20 if draw.chance(0.4) else 99
    if kind < 0.42:
        a, b = draw.between(0, high), draw.between(0, high)
        return a, "+", b, a + b
    if kind < 0.74:
        a, b = sorted((draw.between(0, high), draw.between(0, high)), reverse=True)
        return a, "-", b, a - b
    if kind < 0.94:
        a, b = draw.between(0, 12), draw.between(0, 12)
        return a, "*", b, a * b
    b, result = draw.between(1, 12), draw.between(0, 12)
    return b * result, "/", b, result


def arithmetic(draw: Draw) -> Task:
    a, sign, b, result = _operands(draw)
    # Multiplication has few operand pairs, so there the phrasing is part of what is held out.
    spoken = {"+": ("plus",), "-": ("minus",), "*": ("times", "multiplied by"), "/": ("divided by",)}[sign]
    symbol = {"+": "+", "-": "-", "*": draw.pick(("x", "*", "×")), "/": draw.pick(("/", "÷"))}[sign]
    form = draw.random.random()
    if form < 0.6:
        expression = f"{a} {symbol} {b}"
    elif form < 0.7:
        expression = f"{a}{symbol}{b}"
    else:
        expression = f"{a} {draw.pick(spoken)} {b}"
    template = draw.template(_ASK)
    prompt = draw.phrase((template,), e=expression)
    shown = {"+": "+", "-": "-", "*": "x", "/": "/"}[sign]
    full = draw.chance(0.15)
    if full:
        prompt = f"{prompt} Show the equation."
    answer = f"{a} {shown} {b} = {result}" if full else str(result)
    key = f"{a}{sign}{b}" if sign in "+-" and max(a, b) > 12 else f"{a}{sign}{b}|{template}"
    return Task("arithmetic", prompt, answer, key)


def drill(draw: Draw) -> Task:
    """Several sums at once: many results to learn from for few words of instruction."""
    rows = [_operands(draw) for _ in range(draw.between(2, 6))]
    expressions = [f"{a} {'x' if sign == '*' else sign} {b}" for a, sign, b, _ in rows]
    separator = draw.pick(("\n", ", "))
    prompt = draw.phrase(
        ("Solve these:{s}{e}", "Calculate:{s}{e}", "Solve:{s}{e}", "~Do these sums:{s}{e}", "Compute each of these:{s}{e}"),
        s="\n" if separator == "\n" else " ",
        e=separator.join(expressions),
    )
    answer = "\n".join(f"{expression} = {result}" for expression, (_, _, _, result) in zip(expressions, rows))
    return Task("arithmetic", prompt, answer, f"drill|{expressions}")


def comparison(draw: Draw) -> Task:
    a, b = draw.sample(range(0, 100), 2)
    bigger = draw.chance(0.5)
    word = draw.pick(("bigger", "larger", "greater", "higher") if bigger else ("smaller", "lower", "less"))
    prompt = draw.phrase(
        (
            "Which number is {w}, {a} or {b}?",
            "Which is {w}: {a} or {b}?",
            "What is {w}, {a} or {b}?",
            "~Tell me which is {w}, {a} or {b}.",
            "Which one is {w}: {a} or {b}?",
        ),
        w=word,
        a=a,
        b=b,
    )
    return Task("arithmetic", prompt, str(max(a, b) if bigger else min(a, b)), f"compare|{a}|{b}|{bigger}")


def even_or_odd(draw: Draw) -> Task:
    a = draw.between(0, 999)
    prompt = draw.phrase(("Is {a} even or odd?", "Is the number {a} even or odd?", "~Even or odd: {a}?", "{a}: even or odd?"), a=a)
    return Task("arithmetic", prompt, "Odd" if a % 2 else "Even", f"parity|{a}")


def extreme(draw: Draw) -> Task:
    values = draw.sample(range(1, 100), draw.between(3, 5))
    largest = draw.chance(0.5)
    prompt = draw.phrase(
        (
            "What is the {w} number in {l}?",
            "Which number is the {w}: {l}?",
            "Find the {w} number: {l}.",
            "~Give me the {w} of these numbers: {l}.",
        ),
        w=draw.pick(("largest", "biggest", "highest") if largest else ("smallest", "lowest")),
        l=", ".join(map(str, values)),
    )
    return Task("arithmetic", prompt, str(max(values) if largest else min(values)), f"extreme|{values}|{largest}")


def word_problem(draw: Draw) -> Task:
    name, other = draw.sample(FIRST_NAMES, 2)
    thing = draw.pick([plural(word) for word in (*FRUITS, *OBJECTS, *ANIMALS[:20])])
    kind = draw.between(0, 5)
    if kind == 0:
        a, b = draw.between(1, 40), draw.between(1, 20)
        story = draw.template(
            (
                "{n} has {a} {t}. {o} gives {n} {b} more. How many {t} does {n} have now?",
                "{n} had {a} {t} and bought {b} more. How many {t} does {n} have?",
                "There are {a} {t} in a box. {n} adds {b} more. How many {t} are in the box?",
                "~{n} owns {a} {t} and finds {b} more. How many {t} are there in total?",
            )
        )
        result = a + b
    elif kind == 1:
        b = draw.between(1, 20)
        a = b + draw.between(0, 30)
        story = draw.template(
            (
                "{n} has {a} {t}. {n} gives {b} to {o}. How many {t} does {n} have left?",
                "{n} had {a} {t} and lost {b}. How many {t} are left?",
                "There are {a} {t} on the table. {n} takes {b} away. How many {t} are left?",
                "~{n} buys {a} {t} and sells {b} of them. How many {t} remain?",
            )
        )
        result = a - b
    elif kind == 2:
        a, b = draw.between(2, 12), draw.between(2, 12)
        story = draw.template(
            (
                "{n} has {a} boxes with {b} {t} in each box. How many {t} does {n} have?",
                "There are {a} bags. Each bag holds {b} {t}. How many {t} are there?",
                "~{n} fills {a} baskets with {b} {t} each. How many {t} is that?",
                "One box holds {b} {t}. How many {t} do {a} boxes hold?",
            )
        )
        result = a * b
    elif kind == 3:
        a, b = draw.between(1, 40), draw.between(1, 40)
        story = draw.template(
            (
                "{n} has {a} {t} and {o} has {b} {t}. How many {t} do they have together?",
                "{n} found {a} {t}. {o} found {b} {t}. How many {t} did they find in total?",
                "~{n} and {o} collect {t}. {n} has {a} and {o} has {b}. How many is that together?",
            )
        )
        result = a + b
    elif kind == 4:
        b, result = draw.between(2, 10), draw.between(1, 12)
        a = b * result
        story = draw.template(
            (
                "{n} shares {a} {t} equally among {b} friends. How many {t} does each friend get?",
                "{a} {t} are put into {b} equal boxes. How many {t} are in each box?",
                "~{b} children share {a} {t} equally. How many does each child get?",
            )
        )
    else:
        a, b = draw.between(2, 12), draw.between(2, 12)
        story = draw.template(
            (
                "One ticket costs {a} dollars. How many dollars do {b} tickets cost?",
                "A book costs {a} dollars. {n} buys {b} books. How many dollars does {n} pay?",
                "~{n} pays {a} dollars for each of {b} books. How many dollars is that in all?",
            )
        )
        result = a * b
    prompt = story.format(n=name, o=other, a=a, b=b, t=thing)
    return Task("word problems", prompt, str(result), prompt)


def count(draw: Draw) -> Task:
    start = 1 if draw.chance(0.5) else draw.between(0, 60)
    stop = start + draw.between(2, 19 if start == 1 else 12)
    down = draw.chance(0.35)
    words = stop <= 20 and draw.chance(0.15)
    values = list(range(start, stop + 1))
    if down:
        values.reverse()
    options = (
        (
            "Count down from {a} to {b}.",
            "Count backwards from {a} to {b}.",
            "Can you count down from {a} to {b}?",
            "~List the numbers from {a} down to {b}.",
            "Count from {a} down to {b}.",
            "Start at {a} and count down to {b}.",
        )
        if down
        else (
            "Count from {a} to {b}.",
            "Count up from {a} to {b}.",
            "Can you count from {a} to {b}?",
            "List the numbers from {a} to {b}.",
            "Write the numbers from {a} to {b}.",
            "Please count from {a} to {b}.",
            "~Say all numbers from {a} to {b}.",
            "Count to {b}, starting at {a}.",
        )
    )
    if start == 1 and not down:
        options += ("Count to {b}.", "Please count to {b}.")
    prompt = draw.phrase(options, a=values[0], b=values[-1])
    if words:
        prompt += " Use words."
    answer = ", ".join(NUMBERS[value] if words else str(value) for value in values)
    return Task("counting", prompt, answer, f"count|{values[0]}|{values[-1]}|{words}")


def sequence(draw: Draw) -> Task:
    """The next members of an arithmetic sequence, of the even numbers and so on."""
    step = draw.pick((1, 2, 2, 3, 4, 5, 5, 10, 10, -1, -2, -5, -10))
    start = draw.between(0, 30) + (0 if step > 0 else 60)
    shown, more = draw.between(3, 5), 1 if draw.chance(0.7) else 3
    values = [start + step * index for index in range(shown + more)]
    given = ", ".join(map(str, values[:shown]))
    if more == 1:
        options = (
            "What number comes next: {g}?",
            "What comes next? {g}, ...",
            "Which number follows: {g}?",
            "Continue with the next number: {g}",
            "~Find the next number in the sequence {g}.",
            "Next number: {g}",
        )
    else:
        options = (
            "Continue the sequence with three numbers: {g}",
            "Give the next three numbers: {g}",
            "~What are the next three numbers after {g}?",
            "What are the next three numbers? {g}",
        )
    return Task("counting", draw.phrase(options, g=given), ", ".join(map(str, values[shown:])), f"sequence|{given}|{more}")


def count_by(draw: Draw) -> Task:
    step, size = draw.pick((2, 2, 3, 4, 5, 10, 10, 20, 25)), draw.between(4, 10)
    kind = draw.between(0, 3)
    if kind == 0:
        prompt = draw.phrase(
            ("List the first {n} even numbers.", "Write the first {n} even numbers.", "~What are the first {n} even numbers?"), n=size
        )
        values = range(2, 2 * size + 1, 2)
    elif kind == 1:
        prompt = draw.phrase(
            ("List the first {n} odd numbers.", "Write the first {n} odd numbers.", "~What are the first {n} odd numbers?"), n=size
        )
        values = range(1, 2 * size, 2)
    else:
        prompt = draw.phrase(
            (
                "Count by {s} from {s} to {e}.",
                "Count in steps of {s} up to {e}.",
                "~List the multiples of {s} up to {e}.",
                "Count by {s}s to {e}.",
            ),
            s=step,
            e=step * size,
        )
        values = range(step, step * size + 1, step)
    return Task("counting", prompt, ", ".join(map(str, values)), f"by|{prompt.lower().strip('.?')}")


def calendar(draw: Draw) -> Task:
    """The days or the months between two of them."""
    names = DAYS if draw.chance(0.5) else MONTHS
    start = draw.between(0, len(names) - 3)
    stop = draw.between(start + 2, len(names) - 1)
    what = "days" if names is DAYS else "months"
    prompt = draw.phrase(
        (
            "List the {w} from {a} to {b}.",
            "Name the {w} from {a} to {b}.",
            "~Write all {w} from {a} to {b}.",
            "Say the {w} from {a} to {b}.",
        ),
        w=what,
        a=names[start],
        b=names[stop],
    )
    return Task("counting", prompt, ", ".join(names[start : stop + 1]), f"calendar|{start}|{stop}|{what}")


def letters(draw: Draw) -> Task:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    start = draw.between(0, 20)
    stop = draw.between(start + 3, min(25, start + 12))
    prompt = draw.phrase(
        (
            "List the letters from {a} to {b}.",
            "Write the letters from {a} to {b}.",
            "~Say the letters from {a} to {b}.",
            "Say the alphabet from {a} to {b}.",
        ),
        a=alphabet[start],
        b=alphabet[stop],
    )
    return Task("counting", prompt, ", ".join(alphabet[start : stop + 1]), f"letters|{start}|{stop}")
