"""Rules for the answer, given in a system prompt or behind the question."""

from __future__ import annotations

import json
from dataclasses import replace

from . import classification, extraction, facts, numbers, reading, talk, texts
from .draw import Draw, Task
from .words import FIRST_NAMES, capital

_ROLES = ("You are a helpful assistant.", "You are pebble.", "You are a friendly assistant.", "", "", "", "")


def _with_rule(draw: Draw, task: Task, rules: tuple[str, ...], answer: str, check: str = "exact", accepted: tuple[str, ...] = ()) -> Task:
    rule = draw.template(rules)
    family_key = f"{task.key}|{rules[0]}"
    if draw.chance(0.25):
        return replace(
            task,
            family="system rules",
            prompt=f"{task.prompt}{draw.pick((' ', chr(10)))}{rule}",
            answer=answer,
            key=family_key,
            check=check,
            accepted=accepted,
        )
    system = f"{draw.pick(_ROLES)} {rule}".strip()
    return replace(task, family="system rules", system=system, answer=answer, key=family_key, check=check, accepted=accepted)


def _plain(draw: Draw) -> Task:
    """A question whose answer is a whole sentence."""
    kind = draw.between(0, 4)
    if kind < 2:
        return facts.fact(draw, short=0)
    return (facts.written, facts.about_country, talk.about_itself)[kind - 2](draw)


def one_word(draw: Draw) -> Task:
    relation, subject, text, template = facts.question(draw)
    value = capital(relation.rows[subject])
    task = Task("system rules", text, value, f"{relation.name}|{subject}|{template}")
    return _with_rule(
        draw,
        task,
        (
            "Answer in one word.",
            "Always answer with one word.",
            "Reply with one word only.",
            "~Use a single word for every answer.",
            "Give only the answer, no sentence.",
            "Keep answers to a single word.",
        ),
        value,
        "contains",
        (relation.rows[subject],),
    )


def upper_case(draw: Draw) -> Task:
    task = _plain(draw)
    return _with_rule(
        draw,
        task,
        (
            "Answer in upper case.",
            "Always write in capital letters.",
            "Write everything in upper case.",
            "Reply in all caps.",
            "~Use only capital letters.",
        ),
        task.answer.upper(),
    )


def lower_case(draw: Draw) -> Task:
    task = _plain(draw)
    return _with_rule(
        draw,
        task,
        ("Answer in lower case.", "Always write in small letters.", "Never use capital letters.", "~Use only lower case letters."),
        task.answer.lower(),
    )


def fixed_end(draw: Draw) -> Task:
    task = _plain(draw)
    end = draw.pick(
        (
            "Over.",
            "Have a nice day!",
            "Meow.",
            "Sir.",
            "Best regards, Bob.",
            "Amen.",
            "Thank you.",
            "The end.",
            "Cheers!",
            "Done.",
            "That is all.",
            "Good luck!",
            f"Yours, {draw.pick(FIRST_NAMES)}.",
            capital(draw.made_up_word(2)) + ".",
        )
    )
    return _with_rule(
        draw,
        task,
        (
            f'Always end with "{end}"',
            f'End every answer with "{end}"',
            f'Finish each answer with the words "{end}"',
            f'~Close all replies with "{end}"',
            f"End your answer with: {end}",
        ),
        f"{task.answer} {end}",
    )


def fixed_start(draw: Draw) -> Task:
    task = _plain(draw)
    start = draw.pick(
        (
            "Ahoy!",
            "Of course.",
            "Sure!",
            "Dear friend,",
            "Hello!",
            "Answer:",
            "Well,",
            "Good question.",
            f"Dear {draw.pick(FIRST_NAMES)},",
            "Yes, Sir.",
            capital(draw.made_up_word(2)) + "!",
        )
    )
    return _with_rule(
        draw,
        task,
        (
            f'Always start with "{start}"',
            f'Begin every answer with "{start}"',
            f'Start each answer with the words "{start}"',
            f'~Open all replies with "{start}"',
            f"Start your answer with: {start}",
        ),
        f"{start} {task.answer}",
    )


def json_answer(draw: Draw) -> Task:
    task = _plain(draw)
    key = draw.pick(("answer", "answer", "reply", "result", "text", "response"))
    return _with_rule(
        draw,
        task,
        (
            f'Answer as JSON with the key "{key}".',
            f'Reply in JSON: {{"{key}": "..."}}',
            f'Always answer with a JSON object that has the key "{key}".',
            f'~Put your answer into JSON under the key "{key}".',
        ),
        json.dumps({key: task.answer}, ensure_ascii=False),
        "json",
    )


def persona(draw: Draw) -> Task:
    name = draw.pick(FIRST_NAMES) if draw.chance(0.6) else draw.made_up_word(2).title()
    place = draw.pick(("shop", "hotel", "library", "museum", "school", "restaurant", "bank", "airport"))
    system = draw.template(
        (
            f"Your name is {name}.",
            f"You are {name}.",
            f"You are {name}, the assistant of a {place}.",
            f"You are a helpful assistant named {name}.",
            f"~You go by the name {name}.",
            f"You are called {name}. Be friendly.",
        )
    )
    prompt = draw.phrase(
        (
            "What is your name?",
            "Who are you?",
            "What's your name?",
            "Tell me your name.",
            "How are you called?",
            "~What should I call you?",
            "Who am I talking to?",
        )
    )
    return Task("system rules", prompt, f"My name is {name}.", f"persona|{name}|{system}", "contains", (name,), system=system)


def translator(draw: Draw) -> Task:
    row, language = draw.pick(texts.DICTIONARY), draw.between(1, 3)
    name = texts.LANGUAGES[language - 1]
    system = draw.template(
        (
            f"Translate every word to {name}.",
            f"You are a translator. Translate the user's word into {name}.",
            f"Translate to {name}.",
            f"~Give the {name} word for what the user writes.",
            f"You translate English words to {name}. Answer only with the translation.",
        )
    )
    return Task("system rules", row[0], row[language], f"translate|{row[0]}|{language}", system=system)


def labeller(draw: Draw) -> Task:
    label = draw.pick(("positive", "negative"))
    text = classification.opinion(draw, label)
    system = draw.template(
        (
            "Classify the sentiment of the user's text as positive or negative. Answer with the label only.",
            "You are a sentiment classifier. Labels: positive, negative.",
            "Say positive or negative for each text.",
            "~Decide for every message: positive or negative.",
            "Answer only positive or negative.",
        )
    )
    return Task("system rules", text, label, f"label|{text}", system=system)


def extractor(draw: Draw) -> Task:
    text, stated = extraction.passage(draw)
    keys = draw.sample(list(stated), draw.between(1, len(stated)))
    listed = ", ".join(keys)
    system = draw.template(
        (
            f"Extract {listed} from the user's text as JSON.",
            f"You extract data. Return JSON with the keys {listed}.",
            f"Return only JSON with these keys: {listed}",
            f"~From each message take {listed} and answer in JSON.",
        )
    )
    return Task(
        "system rules", text, json.dumps({key: stated[key] for key in keys}, ensure_ascii=False), f"extract|{text}", "json", system=system
    )


def calculator(draw: Draw) -> Task:
    task = numbers.arithmetic(draw)
    system = draw.template(
        (
            "You are a calculator. Answer with the number only.",
            "You are a calculator.",
            "Calculate what the user asks.",
            "~Act as a calculator.",
        )
    )
    return replace(task, family="system rules", system=system)


def informed(draw: Draw) -> Task:
    text, asked, full, _, _ = reading.passage(draw)
    system = draw.template(
        (
            f"Use this information: {text}",
            f"You know the following. {text}",
            f"Answer questions from this text: {text}",
            f"{text}",
            f"~Here are some facts: {text}",
            f"Context: {text}",
        )
    )
    return Task("system rules", asked, full, f"informed|{text}|{asked}", system=system)


def restricted(draw: Draw) -> Task:
    topic = draw.pick(("cooking", "sports", "gardening", "music", "travel", "our shop", "the weather", "animals", "books", "history"))
    task = facts.fact(draw) if topic not in ("animals",) else numbers.arithmetic(draw)
    system = draw.template(
        (
            f"You only talk about {topic}. For anything else say that you can only talk about {topic}.",
            f"Only answer questions about {topic}.",
            f"Answer only questions about {topic} and refuse all others.",
            f"~Refuse every question that is not about {topic}.",
        )
    )
    answer = f"Sorry, I can only talk about {topic}."
    return replace(
        task, family="system rules", system=system, answer=answer, key=f"restricted|{topic}|{task.key}", check="exact", accepted=()
    )
