"""Changing a given text: case, order, tense, politeness, mistakes, length."""

from __future__ import annotations

from .draw import Draw, Task
from .words import (
    ADJECTIVES,
    ANIMALS,
    CITIES,
    COLOURS,
    FIRST_NAMES,
    FOODS,
    FRUITS,
    HOBBIES,
    JOBS,
    MONTHS,
    OBJECT_VERBS,
    OBJECTS,
    PLACES,
    SPORTS,
    VEGETABLES,
    VERBS,
    article,
    capital,
)

_ALL_WORDS = tuple(
    sorted({*ANIMALS, *FRUITS, *VEGETABLES, *OBJECTS, *PLACES, *JOBS, *COLOURS, *ADJECTIVES, *SPORTS, *HOBBIES, *(v[0] for v in VERBS)})
)
_NAMES = (*FIRST_NAMES, *CITIES, *MONTHS)


def random_words(draw: Draw, count: int) -> list[str]:
    """Words in no sensible order, some of them in no table at all."""
    words = []
    for _ in range(count):
        kind = draw.random.random()
        words.append(draw.pick(_ALL_WORDS) if kind < 0.72 else draw.pick(_NAMES) if kind < 0.85 else draw.made_up_word(draw.between(1, 3)))
    return words


def sentence(draw: Draw, tense: int = -1) -> str:
    """A plain sentence; ``tense`` 1 is the present and 2 the past."""
    tense = draw.pick((1, 2)) if tense < 0 else tense
    kind = draw.between(0, 6)
    who = draw.pick(
        (
            draw.pick(FIRST_NAMES),
            f"The {draw.pick(ANIMALS)}",
            f"The {draw.pick(JOBS)}",
            draw.pick(("He", "She")),
            f"My {draw.pick(('brother', 'sister', 'mother', 'father', 'friend', 'uncle', 'aunt', 'neighbour'))}",
        )
    )
    where = draw.pick(
        (
            f" in the {draw.pick(PLACES)}",
            f" near the {draw.pick(PLACES)}",
            f" in {draw.pick(CITIES)}",
            "",
            " every day" if tense == 1 else " yesterday",
        )
    )
    be = ("is", "was")[tense - 1]
    if kind == 0:
        return f"{who} {draw.pick(OBJECT_VERBS)[tense]} {draw.pick(('the', 'a'))} {draw.pick([o for o in OBJECTS if o[0] not in 'aeiou'])}{where}."
    if kind == 1:
        return f"{who} {be} {draw.pick(ADJECTIVES)}."
    if kind == 2:
        return f"{who} {draw.pick(('likes', 'liked', 'loves', 'loved')[tense - 1 :: 2])} {draw.pick((*FOODS, *SPORTS, *HOBBIES))}."
    if kind == 3:
        return f"The {draw.pick(OBJECTS)} {be} {draw.pick(('in', 'near', 'behind'))} the {draw.pick(PLACES)}."
    if kind == 4:
        verb = draw.pick(
            [
                v
                for v in VERBS
                if v[0] in "walk talk play dance work sit sleep wait sing run swim jump live study smile arrive stand".split()
            ]
        )
        return f"{who} {verb[tense]}{where or ' at home'}."
    if kind == 5:
        return f"The {draw.pick(ADJECTIVES)} {draw.pick(ANIMALS)} {draw.pick([v for v in VERBS if v[0] in ('see', 'find', 'hear', 'meet', 'watch', 'catch', 'like', 'help')])[tense]} the {draw.pick(ADJECTIVES)} {draw.pick(ANIMALS)}."
    return f"{who} {draw.pick([v for v in VERBS if v[0] in ('eat', 'buy', 'bring', 'make', 'want', 'take')])[tense]} {draw.pick(('some', 'the'))} {draw.pick(FOODS)}{where}."


def _text(draw: Draw) -> str:
    return sentence(draw) if draw.chance(0.55) else " ".join(random_words(draw, draw.between(1, 6)))


def _ask(draw: Draw, options: tuple[str, ...], text: str) -> str:
    """The instruction before or after the text, quoted or not."""
    instruction = draw.phrase(options)
    form = draw.random.random()
    if form < 0.35:
        return f"{instruction.rstrip('.?')}: {text}"
    if form < 0.55:
        return f'{instruction.rstrip(".?")}: "{text}"'
    if form < 0.75:
        return f"{instruction.rstrip('.?')}:\n{text}"
    if form < 0.9:
        return f"{instruction}\n\n{text}"
    return f"{text}\n{instruction}"


def letter_case(draw: Draw) -> Task:
    text = _text(draw)
    how = draw.between(0, 3)
    if how <= 1:
        options = (
            "Write this in upper case.",
            "Convert to uppercase.",
            "Make this text uppercase.",
            "Put this in capital letters.",
            "~Change this to all caps.",
            "Write the text in capital letters.",
            "Uppercase this text.",
            "Write in all caps.",
            "Convert this to upper case.",
        )
        answer = text.upper()
    elif how == 2:
        options = (
            "Write this in lower case.",
            "Convert to lowercase.",
            "Make this text lowercase.",
            "~Change this to small letters.",
            "Lowercase this text.",
            "Write the text in small letters.",
        )
        answer = text.lower()
        if draw.chance(0.6):
            text = text.upper() if draw.chance(0.5) else text.title()
    else:
        options = (
            "Capitalize every word.",
            "Write this in title case.",
            "~Start each word with a capital letter.",
            "Make this title case.",
        )
        answer = " ".join(map(capital, text.split()))
    return Task("rewriting", _ask(draw, options, text), answer, f"case|{how}|{answer}")


def reverse_words(draw: Draw) -> Task:
    words = random_words(draw, draw.between(2, 6))
    options = (
        "Reverse the order of the words.",
        "Write these words in reverse order.",
        "Reverse the word order.",
        "~Turn the order of these words around.",
        "Put the words in reverse order.",
    )
    return Task("rewriting", _ask(draw, options, " ".join(words)), " ".join(reversed(words)), f"reverse|{words}")


def tense(draw: Draw) -> Task:
    seed = draw.random.getrandbits(40)
    present, past = sentence(Draw(seed), 1), sentence(Draw(seed), 2)
    if "every day" in present:
        present, past = present.replace(" every day", ""), past.replace(" yesterday", "")
    if draw.chance(0.7):
        options = (
            "Write this in the past tense.",
            "Change to past tense.",
            "Put this sentence in the past tense.",
            "Rewrite in past tense.",
            "~Turn this into the past tense.",
            "Past tense.",
        )
        return Task("rewriting", _ask(draw, options, present), past, f"past|{present}")
    options = (
        "Write this in the present tense.",
        "Change to present tense.",
        "Rewrite in present tense.",
        "~Turn this into the present tense.",
    )
    return Task("rewriting", _ask(draw, options, past), present, f"present|{past}")


def polite(draw: Draw) -> Task:
    request = draw.pick(
        (
            f"give me the {draw.pick(OBJECTS)}",
            f"open the {draw.pick(('door', 'window', 'box', 'bag', 'gate'))}",
            f"close the {draw.pick(('door', 'window', 'box', 'bag', 'gate'))}",
            f"bring me some {draw.pick(FOODS)}",
            f"send me the {draw.pick(('report', 'letter', 'file', 'list', 'photo'))}",
            f"call {draw.pick(FIRST_NAMES)}",
            f"clean the {draw.pick(PLACES)}",
            "be quiet",
            "wait for me",
            "help me",
            f"show me the {draw.pick(OBJECTS)}",
            f"tell me about {draw.pick(CITIES)}",
            f"meet me at the {draw.pick(PLACES)}",
            f"wash the {draw.pick(OBJECTS)}",
            f"buy {article(draw.pick(OBJECTS))}",
            f"take the {draw.pick(OBJECTS)} to {draw.pick(FIRST_NAMES)}",
        )
    )
    options = (
        "Make this polite.",
        "Make this sentence more polite.",
        "Rewrite this politely.",
        "Say this politely.",
        "~Turn this into a polite request.",
        "Make it polite.",
        "Rewrite this to sound polite.",
    )
    text = capital(request) + draw.pick(("!", ".", " now!"))
    return Task("rewriting", _ask(draw, options, text), f"Could you please {request}?", f"polite|{request}")


_MISSPELLED = dict(
    zip(
        "teh recieve freind becuase tommorow beautifull wich adress definately seperate untill wierd beleive goverment hapy hte wether speling langauge peple libary diferent realy alot thier nieghbour calender gramar begining nesessary".split(),
        "the receive friend because tomorrow beautiful which address definitely separate until weird believe government happy the weather spelling language people library different really a-lot their neighbour calendar grammar beginning necessary".split(),
    )
)
_MISSPELLED["alot"] = "a lot"
_SPELL_FRAMES = (
    "I {w} you.",
    "The word {w} is here.",
    "This is {w} again.",
    "We saw {w} in the {p}.",
    "It was {w} in the {p}.",
    "{n} wrote {w}.",
    "{n} said {w} to me.",
    "I read {w} in the {p}.",
    "Please write {w} for {n}.",
)


def spelling(draw: Draw) -> Task:
    options = (
        "Fix the spelling.",
        "Correct the spelling.",
        "Correct the spelling mistakes.",
        "Fix the typos.",
        "~Repair the spelling errors.",
        "Fix the spelling mistakes in this sentence.",
        "Correct this sentence.",
    )
    if draw.chance(0.4):
        wrong = draw.pick(list(_MISSPELLED))
        frame = draw.pick(_SPELL_FRAMES)
        values = {"p": draw.pick(PLACES), "n": draw.pick(FIRST_NAMES)}
        text, answer = frame.format(w=wrong, **values), frame.format(w=_MISSPELLED[wrong], **values)
    else:
        answer = sentence(draw)
        words = answer.split()
        index = draw.pick([i for i, word in enumerate(words) if len(word) > 3] or [len(words) - 1])
        word = words[index]
        at = draw.between(1, max(1, len(word) - 3))
        words[index] = (
            draw.pick((word[:at] + word[at] + word[at:], word[:at] + word[at + 1] + word[at] + word[at + 2 :])) if len(word) > 3 else word
        )
        text = " ".join(words)
    return Task("rewriting", _ask(draw, options, text), answer, f"spelling|{text}")


def punctuation(draw: Draw) -> Task:
    options = (
        "Fix the punctuation and capital letters.",
        "Correct the capital letters and punctuation.",
        "Add capital letters and a full stop.",
        "~Fix the capitals and the punctuation.",
        "Correct the capitalization.",
    )
    answer = draw.pick(
        (
            sentence(draw),
            f"My name is {draw.pick(FIRST_NAMES)}.",
            f"I live in {draw.pick(CITIES)}.",
            f"Where is {draw.pick(FIRST_NAMES)}?",
            f"How are you, {draw.pick(FIRST_NAMES)}?",
            f"{draw.pick(FIRST_NAMES)} and {draw.pick(FIRST_NAMES)} went to {draw.pick(CITIES)}.",
            f"Do you like {draw.pick(FOODS)}?",
            f"I was in {draw.pick(CITIES)} in {draw.pick(MONTHS)}.",
        )
    )
    return Task("rewriting", _ask(draw, options, answer.lower().rstrip(".?").replace(",", "")), answer, f"punctuation|{answer}")


def shorten(draw: Draw) -> Task:
    options = (
        "Make this shorter.",
        "Shorten this sentence.",
        "Say this in fewer words.",
        "~Make this sentence more brief.",
        "Shorten.",
        "Rewrite this more briefly.",
    )
    answer = sentence(draw)
    low = answer if answer.split()[0] in _NAMES else answer[0].lower() + answer[1:]
    opener = draw.pick(
        (
            "I would like to say that ",
            "It is important to note that ",
            "As a matter of fact, ",
            "I just wanted to tell you that ",
            "In my own personal opinion, I think that ",
            "As you may already know, ",
            "Let me tell you that ",
            "It should be mentioned that ",
            "To be completely honest with you, ",
            "What I mean to say is that ",
        )
    )
    closer = draw.pick(
        ("", "", ", as far as I can tell", ", and that is really all there is to say", ", which is something I noticed", ", if you ask me")
    )
    return Task("rewriting", _ask(draw, options, f"{opener}{low[:-1]}{closer}."), answer, f"shorten|{opener}|{low}|{closer}")


def replace_word(draw: Draw) -> Task:
    words = sentence(draw).rstrip(".").split()
    index = draw.between(1, len(words) - 1)
    new = draw.pick(_ALL_WORDS)
    old = words[index]
    if words.count(old) > 1:
        return replace_word(draw)
    text = " ".join(words) + "."
    instruction = draw.phrase(
        (
            'Replace "{o}" with "{n}".',
            "Replace {o} with {n}.",
            "Change {o} to {n}.",
            "~Swap the word {o} for {n}.",
            'Replace the word "{o}" by "{n}".',
        ),
        o=old,
        n=new,
    ).rstrip(".?")
    words[index] = new
    separator = draw.pick((": ", " in this sentence: ", ":\n"))
    return Task("rewriting", f"{instruction}{separator}{text}", " ".join(words) + ".", f"replace|{text}|{old}|{new}")


def negate(draw: Draw) -> Task:
    who, adjective, be = (
        draw.pick((*FIRST_NAMES, "The " + draw.pick(ANIMALS), "The " + draw.pick(OBJECTS))),
        draw.pick(ADJECTIVES),
        draw.pick(("is", "was")),
    )
    options = (
        "Make this negative.",
        "Negate this sentence.",
        "~Write the negative form of this sentence.",
        "Turn this into a negative sentence.",
    )
    if draw.chance(0.6):
        return Task(
            "rewriting", _ask(draw, options, f"{who} {be} {adjective}."), f"{who} {be} not {adjective}.", f"negate|{who}|{be}|{adjective}"
        )
    options = ("Make this a question.", "Turn this into a question.", "~Rewrite this as a question.", "Change this sentence to a question.")
    subject = who if who in FIRST_NAMES else who[0].lower() + who[1:]
    return Task(
        "rewriting",
        _ask(draw, options, f"{who} {be} {adjective}."),
        f"{capital(be)} {subject} {adjective}?",
        f"question|{who}|{be}|{adjective}",
    )
