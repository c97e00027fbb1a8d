"""Questions about the letters and the words of a text."""

from __future__ import annotations

from .draw import Draw, Task
from .rewriting import random_words, sentence
from .words import ORDINALS


def _word(draw: Draw) -> str:
    return random_words(draw, 1)[0]


def letter(draw: Draw) -> Task:
    word = _word(draw)
    where = draw.pick(("first", "last", "second", "first", "last", "third"))
    while len(word) < 3:
        word = _word(draw)
    index = {"first": 0, "second": 1, "third": 2, "last": -1}[where]
    prompt = draw.phrase(
        (
            "What is the {w} letter of {x}?",
            'What is the {w} letter in "{x}"?',
            "Which letter is {w} in {x}?",
            "{w} letter of the word {x}?",
            'Give me the {w} letter of the word "{x}".',
            "~Name the {w} letter of {x}.",
            "What's the {w} letter of the word {x}?",
        ),
        w=where,
        x=word,
    )
    return Task("strings", prompt, word[index], f"letter|{word}|{where}")


def spell(draw: Draw) -> Task:
    word = _word(draw)[:10]
    prompt = draw.phrase(
        (
            "Spell the word {x}.",
            "Spell {x}.",
            "How do you spell {x}?",
            'Spell "{x}" letter by letter.',
            "~Can you spell {x}?",
            "Write {x} letter by letter.",
        ),
        x=word,
    )
    return Task("strings", prompt, "-".join(word), f"spell|{word}")


def letter_count(draw: Draw) -> Task:
    word = _word(draw)[:10]
    prompt = draw.phrase(
        (
            "How many letters are in the word {x}?",
            "How many letters does {x} have?",
            'Count the letters in "{x}".',
            "~Number of letters in {x}?",
        ),
        x=word,
    )
    return Task("strings", prompt, str(len(word)), f"length|{word}")


def reverse_word(draw: Draw) -> Task:
    word = _word(draw)
    while not 3 <= len(word) <= 6:
        word = _word(draw)
    prompt = draw.phrase(
        (
            "Reverse the word {x}.",
            "Write {x} backwards.",
            'Spell "{x}" backwards.',
            "~Turn the word {x} around.",
            "Reverse the letters of {x}.",
        ),
        x=word,
    )
    return Task("strings", prompt, word[::-1], f"reverse|{word}")


def word_count(draw: Draw) -> Task:
    words = random_words(draw, draw.between(2, 9)) if draw.chance(0.5) else sentence(draw).rstrip(".").split()
    text = " ".join(words)
    prompt = draw.phrase(
        (
            'How many words are in "{x}"?',
            "Count the words: {x}",
            "How many words does this text have? {x}",
            '~Give me the number of words in "{x}".',
            'How many words: "{x}"?',
        ),
        x=text,
    )
    return Task("strings", prompt, str(len(words)), f"words|{text}")


def nth_word(draw: Draw) -> Task:
    words = random_words(draw, draw.between(3, 7))
    index = draw.between(0, min(4, len(words) - 1))
    where = ORDINALS[index]
    if draw.chance(0.3):
        index, where = len(words) - 1, "last"
    prompt = draw.phrase(
        (
            'What is the {w} word in "{x}"?',
            "Give me the {w} word: {x}",
            'Which word is {w} in "{x}"?',
            "~Return the {w} word of this text: {x}",
            'Print the {w} word of "{x}".',
        ),
        w=where,
        x=" ".join(words),
    )
    return Task("strings", prompt, words[index], f"nth|{words}|{where}")


def longest(draw: Draw) -> Task:
    words = random_words(draw, draw.between(3, 5))
    long = draw.chance(0.6)
    lengths = sorted(map(len, words))
    if lengths.count(lengths[-1 if long else 0]) > 1:
        return longest(draw)
    answer = (max if long else min)(words, key=len)
    prompt = draw.phrase(
        ("Which word is the {w}: {x}?", "What is the {w} word in this list: {x}?", "~Find the {w} word: {x}.", "Pick the {w} word: {x}"),
        w="longest" if long else "shortest",
        x=", ".join(words),
    )
    return Task("strings", prompt, answer, f"longest|{words}|{long}")


def order(draw: Draw) -> Task:
    """Sorting three or four words or numbers."""
    if draw.chance(0.5):
        items = random_words(draw, draw.between(3, 4))
        if len({item[0] for item in items}) < len(items):
            return order(draw)
        options = (
            "Sort these words alphabetically: {x}",
            "Put these words in alphabetical order: {x}",
            "~Arrange alphabetically: {x}",
            "Sort alphabetically: {x}",
        )
        ordered = sorted(items, key=str.lower)
    else:
        numbers = draw.sample(range(1, 100), draw.between(3, 5))
        down = draw.chance(0.25)
        items, ordered = [str(value) for value in numbers], [str(value) for value in sorted(numbers, reverse=down)]
        options = (
            ("Sort these numbers from largest to smallest: {x}", "Sort in descending order: {x}")
            if down
            else (
                "Sort these numbers: {x}",
                "Sort from smallest to largest: {x}",
                "~Put these numbers in order: {x}",
                "Sort in ascending order: {x}",
            )
        )
    return Task("strings", draw.phrase(options, x=", ".join(items)), ", ".join(ordered), f"order|{items}|{options[0]}")


def starts_with(draw: Draw) -> Task:
    word = _word(draw)
    given = word[0] if draw.chance(0.5) else draw.pick("abcdefghijklmnoprstuvw")
    prompt = draw.phrase(
        (
            "Does {x} start with {l}?",
            'Does the word "{x}" start with the letter {l}?',
            "~Is {l} the first letter of {x}?",
            "Is it true that {x} begins with {l}?",
        ),
        x=word,
        l=given,
    )
    return Task("strings", prompt, "Yes" if word[0].lower() == given.lower() else "No", f"starts|{word}|{given}")


def repeat(draw: Draw) -> Task:
    """Copying: the skill that every extraction rests on."""
    text = sentence(draw) if draw.chance(0.4) else " ".join(random_words(draw, draw.between(1, 8)))
    times = draw.between(2, 4) if len(text) < 14 and draw.chance(0.6) else 1
    if times > 1:
        prompt = draw.phrase(
            ("Repeat {x} {n} times.", 'Say "{x}" {n} times.', "Write {x} {n} times.", '~Print "{x}" {n} times.'), x=text, n=times
        )
    else:
        prompt = draw.phrase(
            (
                "Repeat after me: {x}",
                'Say "{x}".',
                "Repeat this: {x}",
                "Copy this text: {x}",
                "Repeat the following text exactly: {x}",
                "~Write exactly this: {x}",
                "Echo: {x}",
                "Say: {x}",
            ),
            x=text,
        )
    return Task("strings", prompt, " ".join([text] * times), f"repeat|{text}|{times}")
